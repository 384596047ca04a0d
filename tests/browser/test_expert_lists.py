"""Lists for experts: views, columns, filters, groups, many rows at once, editing in cells, export.

The numbers in the names are those of the interactions that the front end promises.
"""

import csv
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from playwright.sync_api import Locator, Page, StorageState, expect
from pytest_django import DjangoDbBlocker

from crm_core.records.services import create_many
from freehold.identity.actor import SYSTEM
from tenants.context import in_tenant
from tests.browser import company, installation
from tests.browser.accessibility import LIGHT_AND_DARK, SIZES, resize, violations
from tests.browser.conftest import PATIENCE_MS, Site, Visit
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def family(program: Program) -> str:
    """Four contacts that a search for their last name finds: two pilots, a purser, one without."""
    name = f"Zephyr{uuid4().hex[:6]}"
    for first, title in (("Alma", "Pilot"), ("Bela", "Purser"), ("Cleo", "Pilot"), ("Dora", None)):
        program.made("contacts", first_name=first, last_name=name, title=title)
    return name


@pytest.fixture
def no_views(program: Program) -> Iterator[None]:
    """The administrator's lists are as they were before."""
    yield
    for view in program("GET", "/views/")["results"]:
        forget(program, f"/views/{view['id']}/")
    for name in ("contacts", "leads", "opportunities"):
        program_put(program, {"object": name, "columns": None})


def forget(program: Program, path: str) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=60)
    headers = {"Host": program.host, "Authorization": f"Bearer {program.key}"}
    connection.request("DELETE", f"/api/v1{path}", None, headers)
    assert connection.getresponse().status == 204
    connection.close()


def program_put(program: Program, body: dict[str, Any]) -> None:
    import http.client
    import json

    connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=60)
    headers = {
        "Host": program.host,
        "Authorization": f"Bearer {program.key}",
        "Content-Type": "application/json",
    }
    connection.request("PUT", "/api/v1/views/columns/", json.dumps(body), headers)
    assert connection.getresponse().status == 204
    connection.close()


def rows(page: Page) -> Locator:
    return page.get_by_role("grid").locator("[data-row][data-id]")


def cell(page: Page, text: str, field: str) -> Locator:
    return rows(page).filter(has_text=text).locator(f"[data-field='{field}']")


def columns(page: Page) -> list[str]:
    found: list[str] = page.get_by_role("columnheader").evaluate_all(
        "cells => cells.map(cell => cell.querySelector('button .truncate')?.textContent)"
        ".filter(Boolean)"
    )
    return found


def width_of(header: Locator) -> float:
    box = header.bounding_box()
    assert box is not None
    return box["width"]


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
    page.get_by_role("button", name="Filter: 1 conditions").click()
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
    page.get_by_role("button", name="Filter: 1 conditions").click()
    panel = page.get_by_role("dialog", name="Filter")
    expect(panel.get_by_role("alert")).to_contain_text("can't be filtered by “gt”")


def test_22_columns_are_moved_resized_pinned_and_hidden_by_keyboard_and_remembered(
    page: Page, visit: Visit, signed_in: StorageState, family: str, no_views: None
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    expect(rows(page)).to_have_count(4)
    first, second, *_ = columns(page)
    header = page.get_by_role("columnheader", name=second)
    width = width_of(header)
    button = header.get_by_role("button").first
    button.press("Shift+ArrowRight")
    page.wait_for_function(
        "([name, width]) => [...document.querySelectorAll('[role=columnheader]')]"
        ".find(one => one.textContent.includes(name)).getBoundingClientRect().width === width",
        arg=[second, width + 10],
    )
    button.press("Alt+ArrowLeft")
    expect(page.get_by_role("columnheader").nth(1)).to_contain_text(second)
    button.press("Alt+ArrowDown")
    with page.expect_response(lambda answer: "/views/columns/" in answer.url):
        page.get_by_role("menuitem", name="Pin to the left").click()
    expect(header).to_have_attribute("data-pinned", "true")
    elsewhere = visit(signed_in)
    elsewhere.goto(f"/contacts?q={family}&view=all")
    expect(elsewhere.get_by_role("columnheader").nth(1)).to_contain_text(second)
    moved = elsewhere.get_by_role("columnheader", name=second)
    assert width_of(moved) == width + 10
    assert columns(elsewhere)[:2] == [second, first]


def test_22_a_column_is_dragged_by_the_mouse(page: Page, family: str, no_views: None) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    expect(rows(page)).to_have_count(4)
    before = columns(page)
    with page.expect_response(lambda answer: "/views/columns/" in answer.url):
        page.get_by_role("columnheader", name=before[2]).drag_to(
            page.get_by_role("columnheader", name=before[1]), target_position={"x": 5, "y": 10}
        )
    assert columns(page)[:3] == [before[0], before[2], before[1]]


def test_groups_with_subtotals_open_and_close_by_keyboard(
    page: Page, program: Program, no_views: None
) -> None:
    name = f"Sum{uuid4().hex[:6]}"
    for number, stage in ((1, "Qualification"), (2, "Qualification"), (5, "Proposal")):
        program.deal(f"{name} {number}", number * 100_000, stage)
    page.goto(f"/opportunities?q={name}&view=all")
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="Group", exact=True).click()
    panel = page.get_by_role("dialog", name="Group")
    panel.get_by_role("combobox", name="Group by").fill("Stage")
    panel.get_by_role("option", name="Stage", exact=True).click()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("group=stage"))
    grid = page.get_by_role("grid")
    heads = grid.locator("[data-group='group']")
    expect(heads).to_have_count(2)
    expect(heads.nth(0)).to_contain_text("Qualification")
    expect(heads.nth(0).locator("[data-sum='amount']")).to_contain_text("€3,000")
    expect(heads.nth(1).locator("[data-sum='amount']")).to_contain_text("€5,000")
    expect(rows(page)).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("ArrowLeft")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(rows(page)).to_have_count(3)


def test_24_everything_that_matches_is_selected_over_all_pages(page: Page) -> None:
    page.goto("/leads?q=Pageant&sort=name&view=all")
    expect(rows(page).first).to_be_visible()
    page.get_by_role("checkbox", name="Select all loaded rows").check()
    bar = page.get_by_role("toolbar", name="Marked rows")
    bar.get_by_role("button", name="Select all 130").click()
    expect(bar).to_contain_text("130 selected")
    page.get_by_role("checkbox", name="Select Pageant 001").uncheck()
    expect(bar).to_contain_text("129 selected")


def test_25_a_bulk_edit_shows_what_it_would_do_does_it_and_is_undone(
    page: Page, program: Program, family: str
) -> None:
    page.goto(f"/contacts?q={family}&view=all")
    page.get_by_role("checkbox", name="Select all loaded rows").check()
    bar = page.get_by_role("toolbar", name="Marked rows")
    bar.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Edit many: Contacts")
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
    page.get_by_role("checkbox", name="Select all loaded rows").check()
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


def test_26_the_export_is_what_the_list_shows(page: Page, family: str, no_views: None) -> None:
    page.goto(f"/contacts?q={family}&sort=-name&view=all")
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name="Export").click()
    panel = page.get_by_role("dialog", name="Export")
    expect(panel).to_contain_text("Export 4 Contacts")
    with page.expect_download() as download:
        panel.get_by_role("link", name="CSV").click()
    assert re.fullmatch(r"contacts-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    text = Path(download.value.path()).read_text()
    header, *found = csv.reader(io.StringIO(text, newline=""))
    assert header == columns(page)
    shown = rows(page).locator("[data-title]").all_inner_texts()
    assert [row[0] for row in found] == [text.split("\n")[-1] for text in shown]


def test_09_a_cell_is_edited_by_keyboard(page: Page, program: Program, family: str) -> None:
    page.goto(f"/contacts?q={family}&sort=name&view=all")
    title = cell(page, "Alma", "title")
    title.focus()
    page.keyboard.press("j")
    page.keyboard.press("k")
    at = int(title.get_attribute("data-col") or "0")
    for _ in range(at):
        page.keyboard.press("ArrowRight")
    expect(title).to_be_focused()
    page.keyboard.press("F2")
    title.get_by_role("textbox").fill("Captain")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.keyboard.press("Tab")
    expect(title).to_have_text("Captain")
    page.keyboard.press("Escape")
    [alma] = program.found("contacts", search=f"Alma {family}")
    assert alma["title"] == "Captain"
    title.focus()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("record="))


def test_09_escape_leaves_a_cell_as_it_was(page: Page, program: Program, family: str) -> None:
    page.goto(f"/contacts?q={family}&sort=name&view=all")
    title = cell(page, "Alma", "title")
    title.dblclick()
    title.get_by_role("textbox").fill("Nobody")
    page.keyboard.press("Escape")
    expect(title).to_have_text("Pilot")


def test_10_a_refused_value_stays_in_its_cell_with_the_reason(
    page: Page, guard: Guard, family: str
) -> None:
    guard.expected.add(422)
    page.goto(f"/contacts?q={family}&sort=name&view=all")
    page.route(
        "**/api/v1/contacts/*/",
        lambda route: (
            route.fulfill(
                status=422,
                content_type="application/problem+json",
                body='{"status":422,"title":"Invalid","detail":"No.",'
                '"errors":[{"field":"title","code":"x","message":"Not this title."}]}',
            )
            if route.request.method == "PATCH"
            else route.continue_()
        ),
    )
    title = cell(page, "Alma", "title")
    title.dblclick()
    title.get_by_role("textbox").fill("Nobody")
    page.keyboard.press("Enter")
    expect(title.get_by_text("Not this title.")).to_be_visible()
    expect(title.get_by_role("textbox")).to_have_value("Nobody")
    page.keyboard.press("Escape")
    expect(title).to_have_text("Pilot")


def test_10_whoever_was_slower_sees_what_a_colleague_saved(
    page: Page, program: Program, guard: Guard, family: str
) -> None:
    guard.expected.add(412)
    page.goto(f"/contacts?q={family}&sort=name&view=all")
    title = cell(page, "Alma", "title")
    expect(title).to_have_text("Pilot")
    [alma] = program.found("contacts", search=f"Alma {family}")
    program.change("contacts", alma, title="Steward")
    title.dblclick()
    title.get_by_role("textbox").fill("Captain")
    page.keyboard.press("Enter")
    expect(title.get_by_text("It is now: Steward")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.keyboard.press("Enter")
    expect(title).to_have_text("Captain")
    assert program.one("contacts", alma)["title"] == "Captain"


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
