"""Lists for experts: views, filters, the export.

The numbers in the names are those of the interactions that the front end promises.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.accessibility import LIGHT_AND_DARK, SIZES, resize, violations
from tests.browser.conftest import Visit
from tests.browser.expert_lists import columns, family, no_views, rows
from tests.browser.guard import Guard
from tests.browser.program import Program

__all__ = ["family", "no_views"]

pytestmark = pytest.mark.browser


def filtered(page: Page, family: str, value: str) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_role("combobox", name="Field").fill("Job title")
    panel.get_by_role("option", name="Job title", exact=True).click()
    panel.get_by_role("textbox", name="Job title").fill(value)
    expect(panel.get_by_text(f"Shows: Job title contains {value}")).to_be_visible()
    page.keyboard.press("Escape")


def chosen(panel: Locator, part: str, name: str) -> None:
    """Field or operator of the filter's only condition."""
    panel.get_by_role("combobox", name=part, exact=True).click()
    panel.get_by_role("option", name=name, exact=True).click()


def test_18_a_view_is_saved_changed_marked_and_shared(
    page: Page, visit: Visit, viewer: StorageState, family: str, no_views: None
) -> None:
    filtered(page, family, "pilot")
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Save as a view").last.click()
    dialog = page.get_by_role("dialog", name="Save as a view")
    dialog.get_by_role("textbox", name="Name").fill("My pilots")
    dialog.get_by_role("radio", name="Everyone").check()
    dialog.get_by_role("button", name="Save", exact=True).click()
    tab = page.get_by_role("tab", name="My pilots")
    expect(tab).to_have_attribute("aria-selected", "true")
    page.reload()
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(rows(page)).to_have_count(2)
    page.get_by_role("columnheader", name="Name").get_by_role("button").first.click()
    expect(tab.get_by_label("Changed")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(tab.get_by_label("Changed")).to_be_hidden()
    other = visit(viewer)
    other.goto("/contacts")
    other.get_by_role("tab", name="My pilots").click()
    expect(rows(other)).to_have_count(2)
    other.get_by_role("button", name="View: My pilots").click()
    expect(other.get_by_role("menuitem", name="Save as…")).to_be_visible()
    expect(other.get_by_role("menuitem", name="Delete")).to_be_hidden()


def test_18_a_default_view_opens_the_list_and_a_deleted_one_comes_back(
    page: Page, program: Program, family: str, no_views: None
) -> None:
    filter = {"and": [{"field": "title", "op": "eq", "value": "Pilot"}]}
    values = {"object": "contacts", "name": "Pilots", "search": family, "filter": filter}
    program("POST", "/views/", values)
    page.goto("/contacts")
    page.get_by_role("tab", name="Pilots").click()
    page.get_by_role("button", name="View: Pilots").click()
    page.get_by_role("menuitem", name="Open by default").click()
    expect(page.get_by_role("tab", name="Opens by default Pilots")).to_be_visible()
    page.goto("/leads")
    page.get_by_role("link", name="Contacts", exact=True).first.click()
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile("view="))
    page.get_by_role("button", name="View: Pilots").click()
    page.get_by_role("menuitem", name="Rename…").click()
    dialog = page.get_by_role("dialog", name="Rename the view")
    dialog.get_by_role("textbox", name="Name").fill("Airmen")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("tab", name="Airmen")).to_be_visible()
    page.get_by_role("button", name="View: Airmen").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("tab", name="Airmen")).to_be_hidden()
    page.get_by_role("alert").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("tab", name="Airmen")).to_be_visible()


def test_18_a_view_of_a_board(page: Page, program: Program, no_views: None) -> None:
    name = f"Deal{uuid4().hex[:6]}"
    program.deal(name, 100)
    page.goto(f"/opportunities/board?q={name}")
    expect(page.get_by_text(name)).to_be_visible()
    page.get_by_role("button", name="Save as a view").last.click()
    dialog = page.get_by_role("dialog", name="Save as a view")
    dialog.get_by_role("textbox", name="Name").fill("My board")
    dialog.get_by_role("button", name="Save", exact=True).click()
    page.goto("/opportunities/board")
    page.get_by_role("tab", name="My board").click()
    expect(page).to_have_url(re.compile(f"q={name}"))
    expect(page.get_by_text(name)).to_be_visible()


def test_19_groups_of_conditions_chips_and_a_relative_date(
    page: Page, family: str, no_views: None
) -> None:
    filtered(page, family, "p")
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="Filter: 1 condition").click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_role("button", name="Add a group").click()
    inner = panel.get_by_role("group", name="Group of conditions").nth(1)
    inner.get_by_role("combobox", name="Field").fill("Created")
    panel.get_by_role("option", name="Created", exact=True).click()
    inner.get_by_role("combobox", name="Period of Created").fill("A number")
    panel.get_by_role("option", name="A number of days, weeks…").click()
    inner.get_by_role("textbox", name="How many").fill("3")
    inner.get_by_role("checkbox", name="None (not)").check()
    expect(panel.get_by_text("not (Created is within last 3 days)")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    expect(page).to_have_url(re.compile("last_3_days"))
    page.keyboard.press("Escape")
    chips = page.get_by_role("group", name="Conditions of the filter")
    chips.get_by_role("button", name="Remove: not (Created is within last 3 days)").click()
    expect(rows(page)).to_have_count(3)
    page.go_back()


def test_19_an_error_stands_beside_its_condition(page: Page, guard: Guard, family: str) -> None:
    guard.expected.add(400)
    wrong = '{"and":[{"field":"title","op":"gt","value":"x"}]}'
    page.goto(f"/contacts?q={family}&filter={wrong}")
    page.get_by_role("button", name="Filter: 1 condition").click()
    panel = page.get_by_role("dialog", name="Filter")
    expect(panel.get_by_role("alert")).to_contain_text("can't be filtered by “gt”")


def test_19_a_day_of_a_calendar_is_chosen_without_losing_the_condition(
    page: Page, family: str, no_views: None
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.get_by_role("dialog", name="Filter")
    chosen(panel, "Field", "Created")
    chosen(panel, "Operator", "is before")
    panel.get_by_role("button", name="Created").click()
    calendar = page.get_by_role("dialog").filter(has=page.get_by_role("button", name="Next month"))
    calendar.get_by_role("button", name="Next month").click()
    calendar.get_by_role("button", name=re.compile(r"^15 ")).click()
    calendar.get_by_role("button", name="Apply").click()
    expect(panel.get_by_text("Shows: Created is before 15")).to_be_visible()
    expect(rows(page)).to_have_count(4)
    panel.get_by_role("combobox", name="Operator").click()
    expect(panel.get_by_role("option", name="is after")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel.get_by_role("option", name="is after")).to_be_hidden()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(rows(page)).to_have_count(4)


def test_19_several_amounts_and_days_are_typed_as_one_writes_them(
    page: Page, program: Program, no_views: None
) -> None:
    word = f"Several{uuid4().hex[:6]}"
    for amount in (100_050, 250_000, 300_000):
        program.deal(f"{word} {amount}", amount)
    page.goto(f"/opportunities?q={word}&view=all")
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.get_by_role("dialog", name="Filter")
    chosen(panel, "Field", "Amount")
    chosen(panel, "Operator", "is any of")
    values = panel.get_by_role("combobox", name="Values of Amount")
    for typed in ("1,000.50", "€3,000", "a lot"):
        values.fill(typed)
        values.press("Enter")
    expect(panel.get_by_text("“a lot” does not fit Amount.")).to_be_visible()
    expect(panel.get_by_text("Shows: Amount is any of €1,000.50, €3,000")).to_be_visible()
    expect(rows(page)).to_have_count(2)
    chosen(panel, "Field", "Expected close")
    chosen(panel, "Operator", "is none of")
    values = panel.get_by_role("combobox", name="Values of Expected close")
    for typed in ("31/12/2020", "1 Jan 2021"):
        values.fill(typed)
        values.press("Enter")
    expect(panel.get_by_text("is none of 31 Dec 2020, 1 Jan 2021")).to_be_visible()
    expect(rows(page)).to_have_count(3)


def test_26_the_export_is_what_the_list_shows(page: Page, family: str, no_views: None) -> None:
    page.goto(f"/contacts?q={family}&sort=-name&view=all")
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name="Export").click()
    panel = page.get_by_role("dialog", name="Export")
    expect(panel).to_contain_text("Export 4 Contacts")
    with page.expect_download() as download:
        panel.get_by_role("link", name="CSV for programs").click()
    assert re.fullmatch(r"contacts-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    text = Path(download.value.path()).read_text()
    header, *found = csv.reader(io.StringIO(text, newline=""))
    assert header == columns(page)
    shown = rows(page).locator("[data-title]").all_inner_texts()
    assert [row[0] for row in found] == [text.split("\n")[-1] for text in shown]


def test_escape_closes_the_calendar_of_a_typed_day_before_the_filter(
    page: Page, family: str
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_role("combobox", name="Field").fill("Birthday")
    panel.get_by_role("option", name="Birthday", exact=True).click()
    chosen(panel, "Operator", "is before")
    day = panel.get_by_role("textbox", name="Birthday")
    day.fill("31 Dec 1990")
    calendar = page.get_by_role("button", name="Next month")
    expect(calendar).to_be_visible()
    day.press("Escape")
    expect(calendar).to_be_hidden()
    expect(panel.get_by_text("Shows: Birthday is before 31 Dec 1990")).to_be_visible()
    day.press("Escape")
    expect(panel).to_be_hidden()


def test_an_export_names_the_ids_of_its_records_where_that_is_asked_for(
    page: Page, family: str, no_views: None
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name="Export").click()
    panel = page.get_by_role("dialog", name="Export")
    panel.get_by_role("switch", name="With the id of each record").check()
    with page.expect_download() as download:
        panel.get_by_role("link", name="CSV for programs").click()
    text = Path(download.value.path()).read_text()
    header, *found = csv.reader(io.StringIO(text, newline=""))
    assert header == ["Id", *columns(page)]
    shown = rows(page).evaluate_all("rows => rows.map(row => row.dataset.id)")
    assert [row[0] for row in found] == shown


def test_owners_are_found_by_who_they_are_to_the_reader(
    page: Page, visit: Visit, viewer: StorageState, family: str
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_role("combobox", name="Field").fill("Owner")
    panel.get_by_role("option", name="Owner", exact=True).click()
    values = panel.get_by_role("combobox", name="Values of Owner")
    values.click()
    expect(panel.get_by_role("option")).to_contain_text(["me", "my team"])
    panel.get_by_role("option", name="me", exact=True).click()
    expect(panel.get_by_text("Shows: Owner is any of me")).to_be_visible()
    expect(rows(page)).to_have_count(4)
    page.reload()
    expect(page.get_by_text("Owner is any of me")).to_be_visible()
    expect(rows(page)).to_have_count(4)
    elsewhere = visit(viewer)
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_text("Owner is any of me")).to_be_visible()
    expect(rows(elsewhere)).to_have_count(0)


def test_35_the_address_holds_view_filter_order_and_groups(
    page: Page, visit: Visit, signed_in: StorageState, family: str, no_views: None
) -> None:
    filtered(page, family, "pilot")
    page.get_by_role("button", name="Group", exact=True).click()
    panel = page.get_by_role("dialog", name="Group")
    panel.get_by_role("combobox", name="Group by").fill("Created")
    panel.get_by_role("option", name="Created", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-group='group']")).to_have_count(1)
    other = visit(signed_in)
    other.goto(page.url)
    expect(other.locator("[data-group='group']")).to_have_count(1)
    expect(rows(other)).to_have_count(2)


def _groups(page: Page) -> None:
    page.goto("/opportunities?group=stage&view=all")
    expect(page.locator("[data-group='group']").first).to_be_visible()


def _chips(page: Page) -> None:
    filter = '{"or":[{"field":"title","op":"icontains","value":"a"},{"field":"owner","op":"empty","value":false}]}'  # noqa: E501
    page.goto(f"/contacts?filter={filter}&view=all")
    expect(page.get_by_role("group", name="Conditions of the filter")).to_be_visible()


@pytest.mark.parametrize("opened", [_groups, _chips], ids=["groups", "chips"])
@pytest.mark.parametrize("size", SIZES)
def test_the_list_breaks_no_rule_of_accessibility(page: Page, opened: Any, size: str) -> None:
    resize(page, size)
    if size == "phone" and opened is _groups:
        page.goto("/opportunities?group=stage&view=all")
        expect(page.get_by_role("button", expanded=True).first).to_be_visible()
    else:
        opened(page)
    for scheme in LIGHT_AND_DARK:
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []


def test_dialogs_of_lists_break_no_rule_of_accessibility(
    page: Page, family: str, no_views: None
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    page.get_by_role("checkbox", name="Select all loaded rows").check()
    page.get_by_role("toolbar", name="Marked rows").get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit many: Contacts")
    dialog.get_by_role("combobox", name="Field").fill("Job title")
    page.get_by_role("option", name="Job title", exact=True).click()
    dialog.get_by_role("textbox", name="Job title").fill("Pilot")
    expect(dialog.get_by_role("table")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Export").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save as a view").last.click()
    expect(page.get_by_role("dialog", name="Save as a view")).to_be_visible()
    assert violations(page) == []
