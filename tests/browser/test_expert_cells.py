"""Columns, groups and cells of lists: moved, resized, pinned, summed up, edited in place."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.expert_lists import cell, columns, family, no_views, rows
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.browser.untold import untold

__all__ = ["family", "no_views"]

pytestmark = pytest.mark.browser


def width_of(header: Locator) -> float:
    box = header.bounding_box()
    assert box is not None
    return box["width"]


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
    expect(page).to_have_url(re.compile("group=stage"))
    expect(panel.get_by_role("combobox", name="Group by")).not_to_have_attribute(
        "aria-expanded", "true"
    )
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    grid = page.get_by_role("grid")
    heads = grid.locator("[data-group='group']")
    expect(heads).to_have_count(2)
    expect(heads.nth(0)).to_contain_text("Qualification")
    expect(heads.nth(0).locator("[data-sum='amount']")).to_contain_text("€3,000")
    expect(heads.nth(1).locator("[data-sum='amount']")).to_contain_text("€5,000")
    expect(rows(page)).to_have_count(3)
    page.keyboard.press("j")
    expect(rows(page).first).to_be_focused()
    page.keyboard.press("k")
    expect(heads.first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(rows(page)).to_have_count(3)


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
    untold(page)
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
