"""A company makes its workspace by itself: the form, the mail, the password, the first sign-in."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import installation
from tests.browser.accessibility import LIGHT_AND_DARK, violations
from tests.browser.conftest import PATIENCE_MS, Site, Visit
from tests.browser.guard import Guard
from tests.ground import people

pytestmark = pytest.mark.browser
SLUG = "pine-and-sons"
EMAIL = "petra@pine.test"


@pytest.fixture
def platform(visit: Visit, site: Site) -> Page:
    """A stranger's page at the platform's own host."""
    return visit(base_url=f"http://localhost:{site.port}")


@pytest.fixture
def _worker(site: Site) -> Iterator[None]:
    with installation.worker(site.var):
        yield


def mailed_link(site: Site) -> str:
    """That of the newest mail; mails of one moment stand in one file."""
    files = sorted((site.var / "mails").iterdir(), key=lambda path: path.stat().st_mtime)
    _, to, mail = "".join(path.read_text() for path in files).rpartition(f"To: {EMAIL}")
    found = re.search(r"/sign-up/confirm#\S+", mail)
    assert to
    assert found, mail
    return found[0]


@pytest.mark.usefixtures("_worker")
def test_a_company_makes_its_workspace_and_is_in_it(platform: Page, site: Site) -> None:
    platform.goto("/sign-in")
    platform.get_by_role("link", name="Make a workspace for your company").click()
    platform.get_by_label("Company").fill("Pine & Sons")
    expect(platform.get_by_label("Address")).to_have_value("pine-sons")
    platform.get_by_label("Address").fill("harb0ur")
    expect(platform.get_by_text(re.compile("looks too much like"))).to_be_visible()
    platform.get_by_label("Address").fill(SLUG)
    expect(platform.get_by_text(f"{SLUG}.localhost is free.")).to_be_visible()
    for scheme in LIGHT_AND_DARK:
        platform.emulate_media(color_scheme=scheme)
        assert violations(platform) == []
    platform.get_by_label("Your name").fill("Petra Pine")
    platform.get_by_label("Work e-mail").fill("petra@pin.test")
    platform.get_by_role("button", name="Send me the link").click()
    expect(platform.get_by_text("petra@pin.test")).to_be_visible()
    # Mistyped: what was filled in is still there, and the address waits for whoever asked.
    platform.get_by_role("button", name="Use another e-mail address").click()
    expect(platform.get_by_label("Your name")).to_have_value("Petra Pine")
    expect(platform.get_by_label("Address")).to_have_value(SLUG)
    expect(platform.get_by_label("Work e-mail")).to_be_focused()
    platform.get_by_label("Work e-mail").fill(EMAIL)
    platform.get_by_role("button", name="Send me the link").click()
    expect(platform.get_by_text(EMAIL)).to_be_visible()
    platform.get_by_role("button", name="Send the link once more").click()
    expect(platform.get_by_text("The link in the earlier mail is no longer good")).to_be_visible()

    link = mailed_link(site)
    platform.goto(link)
    platform.get_by_label("Password", exact=True).fill(people.PASSWORD)
    platform.get_by_role("button", name="Make the workspace").click()
    # The worker makes it; on a busy machine it takes its time.
    platform.wait_for_url(f"{site.address(SLUG)}/**", timeout=PATIENCE_MS * 4)
    expect(platform.get_by_role("navigation", name="Main").first).to_contain_text("Pine & Sons")
    assert "#" not in platform.url
    platform.goto(f"http://localhost:{site.port}{link}")
    entrance = platform.get_by_role("link", name="Open the workspace")
    expect(entrance).to_have_attribute("href", f"{site.address(SLUG)}/sign-in")


def test_a_link_that_is_no_longer_good_says_so(platform: Page, guard: Guard) -> None:
    guard.expected.add(404)
    platform.goto("/sign-up/confirm#nothing")
    expect(platform.get_by_role("alert")).to_contain_text("no longer good")
    expect(platform.get_by_role("link", name="Sign up again")).to_be_visible()
