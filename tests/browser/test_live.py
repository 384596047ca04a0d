"""Two people at work: each sees what the other does, without reloading, and nothing is lost."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def listening(page: Page, address: str) -> Page:
    """The page, once its stream of events is open."""
    with page.expect_response(lambda answer: answer.url.endswith("/api/v1/live/")):
        page.goto(address)
    return page


def rows(page: Page) -> Locator:
    return page.get_by_role("grid").locator("[data-row]")


def field(page: Page, name: str) -> Locator:
    return page.locator(f"div[data-field='{name}']")


def test_a_list_shows_what_a_colleague_changes_makes_and_deletes(
    page: Page, program: Program
) -> None:
    word = f"Sextant{uuid4().hex[:6]}"
    first = program.made("leads", last_name=f"{word} one", company="Old Ltd")
    listening(page, f"/leads?q={word}&sort=last_name")
    expect(rows(page)).to_have_count(1)
    program.change("leads", first, company="New Ltd")
    expect(rows(page)).to_contain_text("New Ltd")
    expect(page.locator("[data-fresh]")).to_have_count(1)
    second = program.made("leads", last_name=f"{word} two")
    expect(rows(page)).to_have_count(2)
    program("DELETE", f"/leads/{second['id']}/")
    expect(rows(page)).to_have_count(1)


def test_where_no_stream_is_every_tab_of_a_browser_follows(page: Page, program: Program) -> None:
    """One tab holds the stream for all; without one it is not the only one that asks."""
    word = f"Octant{uuid4().hex[:6]}"
    first = program.made("leads", last_name=word, company="Old Ltd")
    other = page.context.new_page()
    for tab in (page, other):
        tab.route(re.compile("/api/v1/live/"), lambda route: route.fulfill(status=204))
    listening(page, f"/leads?q={word}")
    other.goto(f"/leads?q={word}")
    expect(rows(page)).to_contain_text("Old Ltd")
    expect(rows(other)).to_contain_text("Old Ltd")
    program.change("leads", first, company="New Ltd")
    expect(rows(page)).to_contain_text("New Ltd")
    expect(rows(other)).to_contain_text("New Ltd")


def test_whoever_has_scrolled_is_told_of_new_rows_and_stays_where_they_are(
    page: Page, program: Program
) -> None:
    listening(page, "/leads?q=Pageant&sort=last_name")
    grid = page.get_by_role("grid")
    expect(rows(page).first).to_be_visible()
    grid.evaluate("element => { element.scrollTop = 1400 }")
    shown = rows(page).filter(has_text=re.compile(r"Pageant 04\d")).first
    expect(shown).to_be_visible()
    where = shown.bounding_box()
    made = program.made("leads", last_name="Pageant -1")
    pill = page.get_by_role("button", name="1 new")
    expect(pill).to_be_visible()
    assert shown.bounding_box() == where
    [lead] = program.found("leads", search="Pageant 045")
    program.change("leads", lead, company="Moved in place")
    expect(grid.get_by_text("Moved in place")).to_be_visible()
    pill.click()
    expect(rows(page).first).to_contain_text("Pageant -1")
    expect(pill).to_be_hidden()
    program("DELETE", f"/leads/{made['id']}/")
    expect(rows(page).first).not_to_contain_text("Pageant -1")


def test_cards_of_the_board_move_as_a_colleague_moves_them(page: Page, program: Program) -> None:
    deal = program.deal(f"Windlass {uuid4().hex[:6]}", 1_250_000)
    page.set_viewport_size({"width": 1900, "height": 900})
    listening(page, f"/opportunities/board?q={deal['name']}")
    expect(page.locator("[data-col='Qualification']")).to_have_attribute("data-n", "1")
    stage = program.stages()["Proposal"]
    program("POST", f"/opportunities/{deal['id']}/move/", {"stage": stage})
    expect(page.locator("[data-col='Proposal'] [data-card]")).to_have_count(1)
    expect(page.locator("[data-col='Qualification']")).to_have_attribute("data-n", "0")


def test_a_record_follows_but_for_the_field_that_is_being_edited(
    page: Page, program: Program, guard: Guard
) -> None:
    guard.expected = {412}
    person = program.made("contacts", first_name="Tess", last_name="Tern", title="Mate")
    listening(page, f"/contacts/{person['id']}")
    field(page, "title").get_by_role("button", name="Edit Job title").click()
    editor = field(page, "title").get_by_role("textbox")
    editor.fill("Captain")
    program.change("contacts", person, title="Cook", department="Galley")
    expect(field(page, "department")).to_contain_text("Galley")
    expect(editor).to_have_value("Captain")
    editor.press("Enter")
    conflict = page.get_by_role("dialog")
    expect(conflict).to_contain_text("Cook")
    expect(conflict).to_contain_text("Captain")
    assert program.one("contacts", person)["title"] == "Cook"


def test_an_edit_that_changed_nothing_leaves_a_colleague_s_value(
    page: Page, program: Program
) -> None:
    person = program.made("contacts", first_name="Tess", last_name="Tern", title="Mate")
    listening(page, f"/contacts/{person['id']}")
    field(page, "title").get_by_role("button", name="Edit Job title").click()
    editor = field(page, "title").get_by_role("textbox")
    expect(editor).to_have_value("Mate")
    program.change("contacts", person, title="Cook", department="Galley")
    expect(field(page, "department")).to_contain_text("Galley")
    editor.press("Enter")
    expect(field(page, "title")).to_contain_text("Cook")
    assert program.one("contacts", person)["title"] == "Cook"


def test_people_see_who_else_has_the_record_open_and_who_is_editing(
    visit: Visit, signed_in: StorageState, viewer: StorageState, program: Program
) -> None:
    person: dict[str, Any] = program.made("contacts", first_name="Tess", last_name="Tern")
    address = f"/contacts/{person['id']}"
    vera = listening(visit(viewer), address)
    ada = listening(visit(signed_in), address)
    expect(ada.get_by_text("Vera is looking at this")).to_be_attached()
    expect(vera.get_by_text("Ada Harbour is looking at this")).to_be_attached()
    field(ada, "title").get_by_role("button", name="Edit Job title").click()
    expect(vera.get_by_text("Ada Harbour is editing")).to_be_attached()
    field(ada, "title").get_by_role("textbox").press("Escape")
    expect(vera.get_by_text("Ada Harbour is looking at this")).to_be_attached()
    ada.goto("/contacts")
    expect(vera.get_by_role("list", name="Also here")).to_have_count(0)


def test_a_record_that_a_colleague_deleted_says_so_and_returns_with_what_was_typed(
    page: Page, program: Program, guard: Guard
) -> None:
    guard.expected = {404, 412}
    person = program.made("contacts", first_name="Tess", last_name="Tern", title="Mate")
    listening(page, f"/contacts/{person['id']}")
    field(page, "title").get_by_role("button", name="Edit Job title").click()
    field(page, "title").get_by_role("textbox").fill("Captain")
    program("DELETE", f"/contacts/{person['id']}/")
    gone = page.get_by_role("alert").filter(has_text="“Tess Tern” is in the Trash")
    expect(gone).to_contain_text("Ada Harbour deleted it on")
    expect(gone).to_contain_text("What you typed and did not save is there again")
    gone.get_by_role("button", name="Restore").click()
    editor = field(page, "title").get_by_role("textbox")
    expect(editor).to_have_value("Captain")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        editor.press("Enter")
    assert program.one("contacts", person)["title"] == "Captain"


def test_a_record_that_a_colleague_merged_leads_to_the_other_and_says_so(
    page: Page, program: Program, guard: Guard
) -> None:
    guard.expected = {404}
    kept = program.made("contacts", first_name="Tess", last_name="Tern", title="Mate")
    gone = program.made("contacts", first_name="Theresa", last_name="Tern")
    listening(page, f"/contacts/{gone['id']}")
    expect(page.get_by_role("heading", name="Theresa Tern")).to_be_visible()
    program("POST", "/contacts/merge/", {"survivor": kept["id"], "others": [gone["id"]]})
    expect(page).to_have_url(re.compile(kept["id"]))
    expect(page.get_by_text("“Theresa Tern” was merged into this record.")).to_be_visible()
    expect(page.get_by_role("heading", name="Tess Tern")).to_be_visible()
