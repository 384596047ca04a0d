"""The home screen: numbers, what they mean, the way to the records behind them, one's own order."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def test_what_a_number_means_is_one_hover_or_one_tab_away(page: Page) -> None:
    page.goto("/?period=this_year")
    rate = page.get_by_role("region", name="Win rate")
    rate.get_by_role("button", name="Win rate").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("closed in the period")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.mouse.move(0, 0)
    rate.get_by_role("button", name="Win rate").focus()
    expect(rate.get_by_role("button")).to_have_accessible_description(
        re.compile("closed in the period")
    )
    page.keyboard.press("Tab")
    expect(page.get_by_role("tooltip").filter(has_text="closed in the period")).to_have_count(0)
    expect(rate.get_by_text("of", exact=False).first).to_be_visible()


def test_numbers_lead_to_their_records_and_are_arranged(page: Page, program: Program) -> None:
    page.goto("/opportunities")
    expect(page.get_by_role("row").first).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="Home", level=1)).to_be_visible()
    page.get_by_role("radiogroup", name="Period").get_by_text("This year").click()
    expect(page).to_have_url(re.compile("period=this_year"))

    stages = page.get_by_role("region", name="Open opportunities by stage")
    stages.get_by_role("button", name="Show Open opportunities by stage as a table").click()
    cell = stages.get_by_role("row", name=re.compile("Proposal")).get_by_role("link")
    count = cell.inner_text()
    assert violations(page) == []
    cell.click()
    expect(page).to_have_url(re.compile("filter="))
    expect(page.get_by_role("banner").or_(page.locator("header").first)).to_contain_text(count)
    expect(page.get_by_text("Stage is Proposal")).to_be_visible()
    page.go_back()

    page.get_by_role("button", name="Arrange").click()
    dialog = page.get_by_role("dialog", name="Arrange your home screen")
    dialog.get_by_role("button", name="Move Won up", exact=True).click()
    dialog.get_by_role("checkbox", name="Sales cycle").uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-tile]").first).to_have_attribute("data-tile", "won")
    expect(page.locator("[data-tile='sales_cycle']")).to_have_count(0)
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    expect(page.locator("[data-tile]").first).to_have_attribute("data-tile", "won")
    wide = page.evaluate("document.querySelector('main').scrollWidth > 360")
    assert not wide
