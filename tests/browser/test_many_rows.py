"""Many rows of a list at once: selected over all pages, edited, assigned by a job."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections
from playwright.sync_api import Page, Route, expect
from pytest_django import DjangoDbBlocker

from crm_core.records.services import create_many
from freehold.identity.actor import SYSTEM
from tenants.context import in_tenant
from tests.browser import company, installation
from tests.browser.conftest import PATIENCE_MS, Site
from tests.browser.expert_lists import family
from tests.browser.program import Program

__all__ = ["family"]

pytestmark = pytest.mark.browser


def test_24_everything_that_matches_is_selected_over_all_pages(page: Page) -> None:
    page.goto("/leads?q=Pageant&sort=name&view=all")
    # Rows that are loaded ahead come after the mark as well as before it: both are right.
    page.get_by_role("checkbox", name="Select all loaded rows").click()
    bar = page.get_by_role("toolbar", name="Marked rows")
    bar.get_by_role("button", name="Select all 130").click()
    expect(bar).to_contain_text("130 selected")
    page.get_by_role("checkbox", name="Select Pageant 001").uncheck()
    expect(bar).to_contain_text("129 selected")


def test_24_rows_that_come_after_the_mark_are_not_marked(page: Page) -> None:
    next_rows = re.compile(r"/api/v1/leads/\?.*cursor=")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(next_rows, hold)
    with page.expect_request(next_rows):
        page.goto("/leads?q=Pageant&sort=name&view=all")
    everything = page.get_by_role("checkbox", name="Select all loaded rows")
    everything.check()
    bar = page.get_by_role("toolbar", name="Marked rows")
    told = bar.inner_text()
    assert re.search(r"\d+ selected", told)
    for route in waiting:
        route.continue_()
    expect(everything).to_be_checked(indeterminate=True)
    assert bar.inner_text() == told
    everything.click()
    expect(everything).to_be_checked()
    assert bar.inner_text() != told


def test_25_a_bulk_edit_shows_what_it_would_do_does_it_and_is_undone(
    page: Page, program: Program, family: str
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    page.get_by_role("checkbox", name="Select all loaded rows").check()
    bar = page.get_by_role("toolbar", name="Marked rows")
    bar.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit many: Contacts")
    expect(dialog.get_by_role("combobox", name="Field")).to_be_focused()
    dialog.get_by_role("combobox", name="Field").fill("Job title")
    page.get_by_role("option", name="Job title", exact=True).click()
    dialog.get_by_role("textbox", name="Job title").fill("Pilot")
    told = dialog.get_by_role("region", name="What this would do")
    expect(told).to_contain_text("2 will change")
    expect(told).to_contain_text("2 have these values already")
    expect(told.get_by_role("row").filter(has_text="Bela")).to_contain_text("PurserPilot")
    dialog.get_by_role("button", name="Change 2").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("grid").get_by_text("Pilot")).to_have_count(4)
    page.get_by_role("alert").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("grid").get_by_text("Pilot")).to_have_count(2)
    assert {one["title"] for one in program.found("contacts", search=family)} == {
        "Pilot", "Purser", None,
    }  # fmt: skip


@pytest.fixture
def crowd(site: Site, django_db_blocker: DjangoDbBlocker) -> str:
    """1,200 leads that a search finds: more than one request changes."""
    name = f"Many{uuid4().hex[:6]}"

    def make() -> None:
        with django_db_blocker.unblock(), in_tenant(company.SLUG):
            for start in (0, 600):
                rows = [{"last_name": f"{name} {start + number:04}"} for number in range(600)]
                create_many("leads", rows, actor=SYSTEM)
        connections.close_all()

    # Playwright's loop stands on this thread and keeps Django from the database.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(make).result()
    return name


def test_25_thousands_are_assigned_by_a_job_with_progress(
    page: Page, site: Site, crowd: str
) -> None:
    page.goto(f"/leads?q={crowd}&view=all")
    page.get_by_role("checkbox", name="Select all loaded rows").click()
    bar = page.get_by_role("toolbar", name="Marked rows")
    bar.get_by_role("button", name="Select all 1,200").click()
    bar.get_by_role("button", name="Assign").click()
    dialog = page.get_by_role("dialog", name="Assign many: Leads")
    dialog.get_by_role("textbox", name="Owner").fill("Vera")
    page.get_by_role("option", name=re.compile("Vera")).click()
    expect(dialog).to_contain_text("1,200 will change")
    dialog.get_by_role("button", name="Assign 1,200").click()
    expect(dialog.get_by_role("progressbar")).to_have_count(1)
    expect(dialog).to_contain_text("0 of 1,200 done")
    with installation.worker(site.var):
        toast = page.get_by_role("alert").filter(has_text="records assigned")
        expect(toast).to_be_visible(timeout=PATIENCE_MS * 4)
    expect(dialog).to_be_hidden()
