"""The list of an object: order, filter, search, columns, pages, marked rows."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, StorageState, expect

from tests.browser import company
from tests.browser.conftest import Visit
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def family(program: Program) -> str:
    """Three contacts that a search for their last name finds, and nobody else."""
    name = f"Zephyr{uuid4().hex[:6]}"
    for first, title in (("Alma", "Pilot"), ("Bela", "Purser"), ("Cleo", "Pilot")):
        program.made("contacts", first_name=first, last_name=name, title=title)
    return name


def rows(page: Page) -> Locator:
    return page.get_by_role("grid").locator("[data-row]")


def test_21_a_click_on_a_column_sorts_by_it_and_the_address_says_so(
    page: Page, family: str
) -> None:
    page.goto(f"/contacts?q={family}")
    expect(rows(page).first).to_contain_text("Alma")
    header = page.get_by_role("columnheader", name="Name")
    header.get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("sort=-name"))
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(rows(page).first).to_contain_text("Cleo")
    page.reload()
    expect(rows(page).first).to_contain_text("Cleo")


def test_21_shift_and_a_click_add_a_second_order(page: Page, family: str) -> None:
    page.goto(f"/contacts?q={family}&sort=title")
    expect(rows(page)).to_have_count(3)
    page.get_by_role("columnheader", name="Name").get_by_role("button").first.click(
        modifiers=["Shift"]
    )
    expect(page).to_have_url(re.compile("sort=title%2Cname|sort=title,name"))
    expect(rows(page).nth(0)).to_contain_text("Alma")
    expect(rows(page).nth(1)).to_contain_text("Cleo")
    expect(rows(page).nth(2)).to_contain_text("Bela")


def test_19_a_filter_built_by_hand_narrows_the_list_and_stands_in_the_address(
    page: Page, family: str
) -> None:
    page.goto(f"/contacts?q={family}")
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="Filter").click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_role("combobox", name="Field").fill("Job title")
    panel.get_by_role("option", name="Job title", exact=True).click()
    panel.get_by_role("textbox", name="Job title").fill("pilot")
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile("filter=.*title"))
    page.reload()
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Filter: 1 condition")).to_be_visible()


def test_37_a_search_that_finds_nothing_offers_the_way_back(page: Page, family: str) -> None:
    page.goto("/contacts")
    page.get_by_role("searchbox", name="Search Contacts").press_sequentially(family)
    expect(rows(page)).to_have_count(3)
    expect(page).to_have_url(re.compile(f"q={family}"))
    page.get_by_role("searchbox", name="Search Contacts").fill("nobody is called like this")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("button", name="Clear search and filter").click()
    expect(rows(page).first).to_be_visible()


def test_20_a_typing_pause_costs_one_call_and_not_one_a_letter(page: Page, family: str) -> None:
    page.goto("/contacts")
    expect(rows(page).first).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda call: asked.append(call.url) if "search=" in call.url else None)
    page.get_by_role("searchbox", name="Search Contacts").fill(family)
    expect(rows(page)).to_have_count(3)
    assert len(asked) == 1


def test_22_chosen_columns_stay_chosen(page: Page, family: str) -> None:
    page.goto(f"/contacts?q={family}")
    department = page.get_by_role("columnheader", name="Department")
    expect(rows(page)).to_have_count(3)
    expect(department).to_be_hidden()
    page.get_by_role("button", name="Columns").click()
    panel = page.get_by_role("dialog", name="Columns")
    panel.get_by_role("checkbox", name="Department").click()
    expect(department).to_be_visible()
    page.reload()
    expect(department).to_be_visible()
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("button", name="Back to the standard").click()
    expect(department).to_be_hidden()


def test_rows_beyond_the_first_page_come_as_one_scrolls(page: Page) -> None:
    page.goto("/leads?q=Pageant&sort=name")
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", str(company.LEADS + 1))
    last = company.LEADS - 1
    expect(page.locator(f"[data-row='{last}']")).to_have_count(0)
    page.wait_for_function(
        """(last) => {
          const grid = document.querySelector('[role=grid]')
          grid.scrollTop = grid.scrollHeight
          return document.querySelector(`[data-row="${last}"]`) !== null
        }""",
        arg=last,
    )
    expect(page.locator(f"[data-row='{last}']")).to_contain_text(f"Pageant {last:03}")
    assert rows(page).count() < company.LEADS, "Rows out of view must not be in the document."


def test_11_24_marked_rows_are_deleted_together_and_come_back_by_undo(
    page: Page, program: Program, family: str
) -> None:
    page.goto(f"/contacts?q={family}")
    page.get_by_role("checkbox", name=f"Select Alma {family}").check()
    page.get_by_role("checkbox", name=f"Select Bela {family}").check()
    bar = page.get_by_role("toolbar", name="Marked rows")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Delete").click()
    expect(rows(page)).to_have_count(1)
    toast = page.get_by_role("alert").filter(has_text="2 records deleted")
    expect(toast).to_be_visible()
    assert len(program.found("contacts", search=family)) == 1
    toast.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(3)
    assert len(program.found("contacts", search=family)) == 3


def test_the_trash_gives_a_deleted_record_back(page: Page, program: Program, family: str) -> None:
    page.goto(f"/contacts?q={family}")
    rows(page).filter(has_text="Cleo").click()
    panel = page.get_by_role("dialog", name=f"Cleo {family}")
    panel.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Trash").click()
    expect(page.get_by_role("table")).to_contain_text(f"Cleo {family}")
    page.get_by_role("row", name=re.compile("Cleo")).get_by_role("button", name="Restore").click()
    page.get_by_role("button", name="Trash").click()
    expect(rows(page)).to_have_count(3)
    assert len(program.found("contacts", search=family)) == 3


def test_23_24_rows_stand_closer_and_keys_mark_a_range(
    page: Page, program: Program, family: str
) -> None:
    page.goto(f"/contacts?q={family}&sort=name")
    expect(rows(page)).to_have_count(3)
    with page.expect_response(re.compile("/api/v1/me/")):
        page.get_by_role("button", name="Compact rows").click()
    expect(rows(page).first).to_have_css("height", "28px")
    page.reload()
    expect(rows(page).nth(1)).to_have_css("height", "28px")
    expect(rows(page)).to_have_count(3)
    page.keyboard.press("x")
    expect(page.get_by_role("toolbar", name="Marked rows")).to_contain_text("1 selected")
    for row in (1, 2):
        page.keyboard.press("j")
        expect(rows(page).nth(row)).to_be_focused()
    page.keyboard.press("Shift+X")
    expect(page.get_by_role("toolbar", name="Marked rows")).to_contain_text("3 selected")
    page.keyboard.press("x")
    expect(page.get_by_role("toolbar", name="Marked rows")).to_contain_text("2 selected")
    program("PATCH", "/me/", {"preferences": {"density": "comfortable"}})


def test_37_an_empty_list_offers_to_create_or_to_import(page: Page) -> None:
    empty: dict[str, Any] = {"results": [], "next": None, "count": 0, "count_is_estimate": False}
    page.route("**/api/v1/contacts/?**", lambda route: route.fulfill(json=empty))
    page.goto("/contacts?view=all")
    expect(page.get_by_role("button", name="Create the first one")).to_be_visible()
    page.get_by_role("link", name="Import Contacts").click()
    expect(page).to_have_url(re.compile("/import"))


def test_38_paper_is_white_and_holds_all_that_is_loaded(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/leads?q=Pageant&sort=name")
    expect(rows(page).first).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("searchbox", name="Search Leads")).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("[data-row='45']")).to_be_attached()
    page.emulate_media(media="screen", color_scheme="dark")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


def test_40_times_are_told_in_the_persons_zone_and_language(
    visit: Visit, signed_in: StorageState, program: Program
) -> None:
    page = visit(signed_in, locale="de-DE")

    def in_tokyo(route: Route) -> None:
        me = program("GET", "/me/")
        me["user"].update(time_zone="Asia/Tokyo", locale="de")
        route.fulfill(json=me)

    def at_midnight(route: Route) -> None:
        found = program("GET", route.request.url.partition("/api/v1")[2])
        for record in found["results"]:
            record["last_activity_at"] = "2026-10-12T00:00:00Z"
        route.fulfill(json=found)

    page.route("**/api/v1/me/", in_tokyo)
    page.route("**/api/v1/accounts/?**", at_midnight)
    page.goto("/accounts?view=all")
    exact = page.locator("[data-field='last_activity_at'] time").first
    expect(exact).to_have_attribute("title", "12.10.2026, 09:00")
    expect(exact).not_to_have_text("12.10.2026, 09:00")
