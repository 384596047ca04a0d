"""A new workspace: the guide leads its administrator to the first record; samples come and go."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import company, installation
from tests.browser.accessibility import violations
from tests.browser.conftest import Site, Visit, sign_in
from tests.ground import people

pytestmark = pytest.mark.browser


@pytest.fixture
def working(site: Site) -> Iterator[None]:
    """A worker beside the server."""
    with installation.worker(site.var):
        yield


def test_the_guide_leads_from_an_empty_workspace_to_the_first_record(
    visit: Visit, site: Site, working: None
) -> None:
    page = visit(base_url=site.address(company.NEIGHBOUR))
    page.goto("/sign-in")
    sign_in(page, people.email_of(company.NEIGHBOUR))
    guide = page.get_by_role("region", name="First steps")
    expect(guide).to_contain_text("0 of 5 done")
    assert violations(page) == []

    guide.get_by_role("button", name="These are right").press("Enter")
    expect(guide).to_contain_text("1 of 5 done")
    expect(guide.get_by_role("button", name="Your company")).to_be_focused()
    guide.get_by_role("button", name="Skip this step").click()
    guide.get_by_role("radio", name=re.compile("Simple")).click()
    guide.get_by_role("button", name="Use these stages").click()
    expect(guide).to_contain_text("2 of 5 done")

    # Opened by hand, it is shut once it is done, too, and the next one stands open.
    guide.get_by_role("button", name="How you sell").click()
    guide.get_by_role("button", name="Bring your records").click()
    guide.get_by_role("button", name="Add sample records").click()
    expect(guide).to_contain_text("3 of 5 done")
    expect(guide.get_by_role("button", name="The first record")).to_have_attribute(
        "aria-expanded", "true"
    )
    expect(page.get_by_role("region", name="Open opportunities by stage")).to_contain_text(
        "In talks"
    )
    _create_first(page)
    expect(guide).to_have_count(0)

    page.get_by_role("button", name="Remove the sample records").click()
    expect(page.get_by_role("button", name="Remove the sample records")).to_have_count(0)
    expect(guide).to_have_count(0)
    page.goto("/accounts")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.goto("/first-steps")
    expect(page.get_by_role("region", name="First steps")).to_contain_text("skipped")


def _create_first(page: Page) -> None:
    page.get_by_role("button", name="Create: Account").first.click()
    form = page.get_by_role("dialog", name="New: Account")
    form.get_by_role("textbox", name="Name").first.fill("Orchard Ltd")
    form.get_by_role("button", name="Create", exact=True).click()
    expect(form).to_be_hidden()
