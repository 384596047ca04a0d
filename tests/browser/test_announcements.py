"""Operators tell people something, and switch a feature: both show in the browsers of tenants."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser import accessibility, company
from tests.browser.conftest import VIEW, Site, Visit, sign_in
from tests.browser.program import Program
from tests.ground import people

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def platform(site: Site) -> str:
    return f"http://localhost:{site.port}"


@pytest.fixture(scope="module")
def operator(browser: Browser, platform: str) -> StorageState:
    """The cookies of an operator."""
    context = browser.new_context(base_url=platform, **VIEW)
    page = context.new_page()
    page.goto("/sign-in")
    sign_in(page, people.email_of("operators"))
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def console(visit: Visit, operator: StorageState, platform: str) -> Page:
    return visit(operator, base_url=platform)


@pytest.fixture
def as_before(console: Page) -> Iterator[None]:
    """Other tests meet no announcement, and the flag as the code has it."""
    yield
    console.evaluate(
        """async () => {
          const token = document.cookie.match(/csrftoken=([^;]+)/)[1]
          const headers = { 'X-CSRFToken': token }
          const api = '/api/v1/operator'
          const { results } = await (await fetch(`${api}/announcements/`)).json()
          const remove = (path) => fetch(`${api}/${path}/`, { method: 'DELETE', headers })
          for (const { id } of results) await remove(`announcements/${id}`)
          await remove('feature-flags/live_streams')
        }"""
    )


def sound(page: Page) -> None:
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")


@pytest.mark.usefixtures("as_before")
def test_an_announcement_comes_to_open_pages_and_stays_closed(console: Page, page: Page) -> None:
    text = f"New reports {uuid4().hex[:6]}"
    with page.expect_response(lambda answer: answer.url.endswith("/api/v1/live/")):
        page.goto("/leads")
    expect(page.get_by_role("grid")).to_be_visible()

    console.goto("/console/announcements")
    expect(console.get_by_text("Nothing is announced")).to_be_visible()
    console.get_by_role("button", name="New announcement").click()
    form = console.get_by_role("dialog", name="New announcement")
    form.get_by_label("Text in English").fill(text)
    form.get_by_label("Text in German").fill(f"Neue Berichte für {text}")
    form.get_by_label("Link").fill("https://example.com/news")
    form.get_by_label("For", exact=True).select_option("tenants")
    form.get_by_label("Tenants", exact=True).fill(company.SLUG)
    form.get_by_label("Tenants", exact=True).press("Enter")
    expect(form.get_by_label("Text in English")).to_have_value(text)
    assert accessibility.violations(console) == []
    form.get_by_role("button", name="Announce").click()
    expect(form).to_have_count(0)
    expect(console.get_by_role("region", name="Shown now")).to_contain_text(text)
    sound(console)

    banner = page.get_by_role("region", name="Announcement")
    expect(banner).to_contain_text(text)
    expect(banner.get_by_role("link", name="Read more")).to_have_attribute(
        "href", "https://example.com/news"
    )
    sound(page)
    with page.expect_response(re.compile(r"/dismiss/$")) as answer:
        banner.get_by_role("button", name="Close this announcement").click()
    assert answer.value.status == 204
    expect(banner).to_have_count(0)
    with page.expect_response(re.compile(r"/api/v1/me/$")):
        page.reload()
    expect(page.get_by_role("grid")).to_be_visible()
    expect(banner).to_have_count(0)


@pytest.mark.usefixtures("as_before")
def test_a_feature_is_switched_off_for_one_tenant(
    console: Page, page: Page, program: Program
) -> None:
    console.goto("/console/flags")
    flags = console.get_by_role("list", name="Feature flags")
    expect(flags).to_contain_text("On for every tenant")
    console.get_by_role("button", name="Change live_streams").click()
    form = console.get_by_role("dialog", name="live_streams")
    form.get_by_label("Always off for").fill(company.SLUG)
    form.get_by_label("Always off for").press("Enter")
    assert accessibility.violations(console) == []
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    expect(flags).to_contain_text(f"never: {company.SLUG}")
    sound(console)

    streams: list[str] = []
    page.on("request", lambda one: streams.append(one.url) if "/api/v1/live/" in one.url else None)
    word = f"Polled{uuid4().hex[:6]}"
    with page.expect_response(re.compile(r"/api/v1/changes/$")):
        page.goto(f"/leads?q={word}")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    program.made("leads", last_name=word)
    expect(page.get_by_role("grid").locator("[data-row]")).to_have_count(1)
    assert streams == []
