"""A new workspace: the guide leads its administrator to the first record; samples come and go."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from tests.browser import installation
from tests.browser.accessibility import violations
from tests.browser.conftest import Site, Visit, sign_in
from tests.browser.guard import Guard
from tests.ground import people

pytestmark = pytest.mark.browser
SLUG = "meadow"


@pytest.fixture
def meadow(site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of an empty workspace, and a worker beside it."""
    with django_db_blocker.unblock():
        tenant = people.provisioned(SLUG, "Meadow Tools")
    with installation.worker(site.var):
        yield site.address(SLUG)
    with django_db_blocker.unblock():
        people.drop(tenant)


def test_the_guide_leads_from_an_empty_workspace_to_the_first_record(
    visit: Visit, guard: Guard, meadow: str
) -> None:
    guard.expected.add(401)
    page = visit(base_url=meadow)
    page.goto("/sign-in")
    sign_in(page, people.email_of(SLUG))
    guide = page.get_by_role("region", name="First steps")
    expect(guide).to_contain_text("0 of 5 done")
    assert violations(page) == []

    guide.get_by_role("button", name="These are right").click()
    expect(guide).to_contain_text("1 of 5 done")
    guide.get_by_role("button", name="Skip this step").click()
    guide.get_by_role("radio", name=re.compile("Simple")).click()
    guide.get_by_role("button", name="Use these stages").click()
    expect(guide).to_contain_text("2 of 5 done")

    guide.get_by_role("button", name="Add sample records").click()
    expect(guide).to_contain_text("3 of 5 done")
    expect(page.get_by_role("region", name="Open opportunities by stage")).to_contain_text(
        "In talks"
    )
    _create_first(page)
    expect(guide).to_have_count(0)

    page.get_by_role("button", name="Remove the sample records").click()
    expect(page.get_by_role("button", name="Remove the sample records")).to_have_count(0)
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
