"""The operators' console on the platform's host: a tenant is made there, and signed in to."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser import accessibility, company, installation
from tests.browser.conftest import VIEW, Site, Visit, sign_in
from tests.browser.guard import Guard
from tests.ground import people

pytestmark = pytest.mark.browser

COMPANY = "Möwe & Söhne GmbH"
SLUG = "moewe-soehne"


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
def working(site: Site) -> Iterator[None]:
    """A worker makes what the test asks for."""
    with installation.worker(site.var):
        yield


def sound(page: Page) -> None:
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")


def test_an_operator_comes_to_the_console_and_walks_through_it_by_keys(
    visit: Visit, operator: StorageState, platform: str
) -> None:
    page = visit(operator, base_url=platform)
    page.goto("/")
    expect(page.get_by_role("heading", name="Needs you now")).to_be_visible()
    sound(page)
    page.keyboard.press("g")
    page.keyboard.press("e")
    expect(page.get_by_role("table").first).to_be_visible()
    sound(page)
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("table", name="Tenants")).to_be_visible()
    sound(page)


def test_a_dialog_of_the_console_gives_the_focus_back(
    visit: Visit, operator: StorageState, platform: str
) -> None:
    page = visit(operator, base_url=platform)
    page.goto("/console/flags")
    change = page.get_by_role("button", name="Change live_streams")
    change.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("switch")).to_be_visible()
    expect(page.get_by_role("dialog").locator(":focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(change).to_be_focused()


@pytest.mark.usefixtures("working")
def test_an_operator_makes_a_tenant_and_its_administrator_signs_in(
    visit: Visit, operator: StorageState, platform: str, site: Site
) -> None:
    page = visit(operator, base_url=platform)
    page.goto("/console/tenants")
    expect(page.get_by_role("table", name="Tenants")).to_be_visible()
    page.keyboard.press("c")
    form = page.get_by_role("dialog", name="New tenant")
    form.get_by_label("Company").fill(COMPANY)
    expect(form.get_by_label("Address")).to_have_value(SLUG)
    form.get_by_label("Administrator's e-mail").fill("mia@moewe.test")
    expect(form.get_by_text(f"sign in at {SLUG}.localhost")).to_be_visible()
    assert accessibility.violations(page) == []
    form.get_by_label("Mail the administrator an invitation").uncheck()
    form.get_by_role("button", name="Make the tenant").dblclick()
    ready = page.get_by_role("dialog", name=f"{COMPANY} is ready")
    expect(ready).to_be_visible()
    password = ready.locator("code").nth(2).inner_text()
    ready.get_by_role("button", name="To the tenant").click()
    expect(page.get_by_role("heading", name=COMPANY)).to_be_visible()
    sound(page)

    theirs = visit(base_url=site.address(SLUG))
    theirs.goto("/sign-in")
    sign_in(theirs, "mia@moewe.test", password)
    expect(theirs).not_to_have_url(re.compile("/sign-in"))

    page.get_by_role("tab", name="Load and jobs").click()
    expect(page.get_by_role("img", name="requests in 24 hours")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Suspend").click()
    page.get_by_label("Reason").fill("Unpaid invoices")
    page.get_by_role("dialog").get_by_role("button", name="Suspend").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    expect(page.get_by_text("Unpaid invoices")).to_be_visible()
    page.get_by_role("link", name="Tenants", exact=True).click()
    page.get_by_label("State").select_option("suspended")
    rows = page.get_by_role("table", name="Tenants").get_by_role("row")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text(COMPANY)
    page.get_by_label("Search tenants").fill("nothing like it")
    expect(page.get_by_text("No tenant matches")).to_be_visible()


def test_support_looks_on_and_the_workspace_sees_it(
    visit: Visit,
    signed_in: StorageState,
    operator: StorageState,
    platform: str,
    site: Site,
    guard: Guard,
) -> None:
    guard.expected.add(401)
    ours = visit(operator, base_url=platform)
    ours.goto(f"/console/tenants/{company.SLUG}?section=support")
    expect(ours.get_by_text("has not allowed support to sign in")).to_be_visible()
    theirs = visit(signed_in)
    theirs.goto("/settings/support")
    theirs.get_by_role("button", name="Allow support").click()
    expect(theirs.get_by_text("Allowed until")).to_be_visible()
    sound(theirs)

    expect(ours.get_by_role("combobox", name="User")).to_be_visible(timeout=15_000)
    ours.get_by_role("combobox", name="User").click()
    ours.get_by_role("option", name=company.ADMIN_NAME).click()
    ours.get_by_label("Reason").fill("The board looks wrong")
    sound(ours)
    ours.get_by_role("button", name="Sign in for 30 minutes").click()
    banner = ours.get_by_role("complementary", name="Support")
    expect(banner).to_contain_text(f"is looking on as {company.ADMIN_NAME}")
    assert accessibility.violations(ours) == []
    ours.goto(f"{site.address()}/settings/security")
    expect(ours.get_by_text("support neither sees nor changes")).to_be_visible()
    expect(ours.get_by_label("Current password")).to_have_count(0)

    theirs.reload()
    seen = theirs.get_by_role("complementary", name="Support")
    expect(seen).to_contain_text("Olga Operator from support is looking on")
    seen.get_by_role("button", name="End").click()
    expect(seen).to_have_count(0)
    theirs.get_by_role("button", name="Withdraw").click()
    expect(theirs.get_by_role("button", name="Allow support")).to_be_visible()
    # It hears of its end and goes back by itself, with nothing of the workspace left behind.
    expect(ours).to_have_url(re.compile(f"/console/tenants/{company.SLUG}"))
    ours.goto(f"{site.address()}/contacts")
    expect(ours).to_have_url(re.compile("/sign-in"))
    assert ours.evaluate("indexedDB.databases()") == []
