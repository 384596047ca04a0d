"""Background work in the settings: seen, narrowed by its state, ended."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def test_a_waiting_job_is_found_by_its_state_and_ended(page: Page, program: Program) -> None:
    for job in program("GET", "/jobs/?state=queued&whose=people")["results"]:
        program("POST", f"/jobs/{job['id']}/cancel/")
    program("POST", "/audit/verify/")
    page.goto("/settings/jobs")
    work = page.get_by_role("list", name="Background work")
    stop = work.get_by_role("button", name="Stop: Verify the audit trail")
    row = work.get_by_role("listitem").filter(has_text="Waiting")
    expect(row).to_contain_text("Verify the audit trail")
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    page.get_by_label("State", exact=True).select_option("open")
    expect(work.get_by_role("listitem")).to_have_count(1)
    stop.click()
    expect(page.get_by_text("Nothing in this state")).to_be_visible()
    page.get_by_label("State", exact=True).select_option("cancelled")
    expect(work.get_by_role("listitem").first).to_contain_text("Verify the audit trail")
    expect(work).not_to_contain_text("Waiting")
