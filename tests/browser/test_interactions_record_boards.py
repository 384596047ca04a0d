"""Boards by a pick list: of an object of the company's own, of leads and of cases.

What the board of deals does, by the same components; tests/browser/test_interactions_board.py.
"""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, StorageState, expect

from tests.browser.accessibility import LIGHT_AND_DARK, resize, violations
from tests.browser.boards import card, column, drag, sums
from tests.browser.conftest import Site, Visit
from tests.browser.guard import Guard
from tests.browser.offline import copied, offline
from tests.browser.program import Program
from tests.browser.untold import untold

pytestmark = pytest.mark.browser

CHOICES = [
    {"value": "planned", "label": "Planned", "color": "blue"},
    {"value": "running", "label": "Running", "color": "orange"},
    {"value": "done", "label": "Done", "color": "green"},
]


@pytest.fixture(scope="module")
def voyages(site: Site) -> str:
    """An object of the company's own with a pick list, another one, an amount and a day."""
    program = site.program
    label = {"label": "Voyage", "label_plural": "Voyages"}
    name: str = program("POST", "/custom-objects/", {"name": "voyages", **label})["name"]
    done = {"field": "custom.status", "op": "eq", "value": "done"}
    for field in (
        {"label": "Status", "name": "status", "type": "picklist", "choices": CHOICES},
        {"label": "Size", "name": "size", "type": "picklist",
         "choices": [{"value": "s", "label": "Small"}, {"value": "l", "label": "Large"}]},
        {"label": "Freight", "name": "freight", "type": "money"},
        {"label": "Sails", "name": "sails", "type": "date"},
        {"label": "Log", "name": "log", "type": "text", "required_if": done},
    ):  # fmt: skip
        program("POST", "/fields/", {"object": name, **field})
    return name


@pytest.fixture
def voyage(program: Program, voyages: str) -> dict[str, Any]:
    custom = {"status": "planned", "freight": {"amount": 1_250_000, "currency": "EUR"}}
    return made(program, f"Windlass {uuid4().hex[:6]}", **custom, sails="2031-05-04")


def made(program: Program, name: str, **custom: Any) -> dict[str, Any]:
    return program.made("voyages", name=name, custom=custom)


@pytest.fixture
def board(page: Page, voyage: dict[str, Any]) -> Page:
    return opened(page, voyage)


def opened(page: Page, voyage: dict[str, Any]) -> Page:
    page.set_viewport_size({"width": 1500, "height": 900})
    page.goto(f"/voyages/board?q={voyage['name']}")
    expect(column(page, "Planned")).to_have_attribute("data-n", "1")
    return page


def stands_in(page: Page, name: str, voyage: dict[str, Any]) -> None:
    expect(column(page, name)).to_have_attribute("data-n", "1")
    expect(column(page, name).locator("[data-card]")).to_have_count(1)
    expect(sums(page, name)).to_contain_text("12.5")
    expect(card(page, voyage)).to_have_accessible_name(f"{voyage['name']}, {name}")


def status_of(program: Program, voyage: dict[str, Any]) -> Any:
    return program.one("voyages", voyage)["custom"]["status"]


def saved(page: Page, voyage: dict[str, Any]) -> Any:
    """Waits for the answer to the change of the record."""
    return page.expect_response(
        lambda one: one.request.method == "PATCH" and voyage["id"] in one.url
    )


def test_12_15_a_dragged_card_takes_the_choice_and_counts_and_sums_follow(
    board: Page, program: Program, voyage: dict[str, Any]
) -> None:
    stands_in(board, "Planned", voyage)
    expect(card(board, voyage)).to_contain_text("€12,500")
    expect(card(board, voyage).locator("[title='Sails: 4 May 2031']")).to_be_visible()
    with saved(board, voyage):
        drag(board, voyage, "Running")
    stands_in(board, "Running", voyage)
    expect(column(board, "Planned")).to_have_attribute("data-n", "0")
    expect(sums(board, "Planned")).not_to_contain_text("12.5")
    assert status_of(program, voyage) == "running"
    with saved(board, voyage):
        drag(board, voyage, "No value")
    stands_in(board, "No value", voyage)
    assert status_of(program, voyage) is None


@pytest.mark.parametrize("by", ["the button", "the keys"])
def test_11_undo_takes_a_move_back(
    board: Page, program: Program, voyage: dict[str, Any], by: str
) -> None:
    with saved(board, voyage):
        drag(board, voyage, "Running")
    button = board.get_by_role("alert").get_by_role("button", name="Undo")
    expect(button).to_be_visible()
    if by == "the button":
        button.click()
    else:
        board.keyboard.press("Control+z")
    stands_in(board, "Planned", voyage)
    assert status_of(program, voyage) == "planned"


def test_13_ctrl_and_an_arrow_carry_a_card_along_and_say_so(
    board: Page, program: Program, voyage: dict[str, Any]
) -> None:
    card(board, voyage).focus()
    expect(card(board, voyage)).not_to_have_attribute("aria-keyshortcuts", re.compile("ArrowUp"))
    with saved(board, voyage):
        board.keyboard.press("Control+ArrowRight")
    stands_in(board, "Running", voyage)
    expect(board.locator("[data-announcer]")).to_contain_text(
        f"Moved to Running: {voyage['name']}, position 1 of 1"
    )
    expect(card(board, voyage)).to_be_focused()
    assert status_of(program, voyage) == "running"


def test_14_the_menu_of_a_card_moves_it_without_dragging(
    board: Page, program: Program, voyage: dict[str, Any]
) -> None:
    card(board, voyage).get_by_role("button", name=f"Actions for {voyage['name']}").click()
    with saved(board, voyage):
        board.get_by_role("menuitem", name="Running").click()
    stands_in(board, "Running", voyage)
    assert status_of(program, voyage) == "running"


def test_14_what_the_new_value_requires_is_asked_for(
    board: Page, program: Program, voyage: dict[str, Any], guard: Guard
) -> None:
    guard.expected.add(422)
    drag(board, voyage, "Done")
    dialog = board.get_by_role("dialog", name="Move to Done")
    expect(dialog).to_contain_text("must be filled in here")
    dialog.get_by_role("textbox", name="Log").fill("All well")
    with saved(board, voyage):
        dialog.get_by_role("button", name="Move", exact=True).click()
    stands_in(board, "Done", voyage)
    stored = program.one("voyages", voyage)["custom"]
    assert (stored["status"], stored["log"]) == ("done", "All well")


def test_10_a_refused_move_goes_back_and_says_why(
    board: Page, voyage: dict[str, Any], guard: Guard
) -> None:
    guard.expected.add(409)
    problem = {"status": 409, "title": "No", "detail": "The fields were changed just now."}

    def refuse(route: Route) -> None:
        if route.request.method == "PATCH":
            told = json.dumps(problem)
            route.fulfill(status=409, content_type="application/problem+json", body=told)
        else:
            route.fallback()

    board.route(f"**/voyages/{voyage['id']}/", refuse)
    drag(board, voyage, "Running")
    alert = board.get_by_role("alert").filter(has_text=f"Not moved: {voyage['name']}")
    expect(alert).to_contain_text("The fields were changed just now.")
    stands_in(board, "Planned", voyage)


def test_10_who_changed_something_else_is_not_in_the_way_of_a_move(
    page: Page, program: Program, voyage: dict[str, Any], guard: Guard
) -> None:
    guard.expected.add(412)
    board = opened(untold(page), voyage)
    program.change("voyages", voyage, custom={"size": "l"})
    drag(board, voyage, "Running")
    stands_in(board, "Running", voyage)
    toast = board.get_by_role("alert").filter(has_text="Moved to Running")
    expect(toast).to_be_visible()
    stored = program.one("voyages", voyage)["custom"]
    assert (stored["status"], stored["size"]) == ("running", "l")


def test_10_a_card_that_a_colleague_moved_goes_to_where_it_is_now(
    page: Page, program: Program, voyage: dict[str, Any], guard: Guard
) -> None:
    guard.expected.add(412)
    board = opened(untold(page), voyage)
    program.change("voyages", voyage, custom={"status": None})
    drag(board, voyage, "Running")
    alert = board.get_by_role("alert").filter(has_text="Not moved")
    expect(alert).to_contain_text("Meanwhile it was moved to “No value”.")
    stands_in(board, "No value", voyage)


def test_29_a_card_opens_beside_the_board_which_follows_what_is_changed_there(
    board: Page, voyage: dict[str, Any]
) -> None:
    card(board, voyage).focus()
    board.keyboard.press("Enter")
    panel = board.get_by_role("dialog", name=voyage["name"])
    expect(board).to_have_url(re.compile(f"record={voyage['id']}"))
    panel.get_by_role("tab", name="Details").click()
    panel.get_by_role("button", name="Edit Status").click()
    panel.get_by_role("combobox", name="Status").click()
    board.get_by_role("option", name="Running").click()
    stands_in(board, "Running", voyage)
    board.go_back()
    expect(panel).to_be_hidden()
    expect(card(board, voyage)).to_be_focused()


def test_35_the_address_says_by_which_list_and_the_header_changes_it(
    page: Page, program: Program, voyages: str
) -> None:
    name = f"Capstan {uuid4().hex[:6]}"
    made(program, name, size="l")
    page.goto(f"/voyages/board?q={name}&group=custom.size")
    expect(column(page, "Large")).to_have_attribute("data-n", "1")
    page.get_by_role("button", name="Columns: by Size").click()
    page.locator("[role^=menuitem]", has_text="Status").click()
    expect(column(page, "No value")).to_have_attribute("data-n", "1")
    expect(page).to_have_url(re.compile(r"group=custom\.status"))
    expect(page.get_by_role("button", name="Columns: by Status")).to_contain_text("By Status")


def test_37_an_address_by_what_makes_no_board_says_so_and_leads_back(
    page: Page, voyages: str, guard: Guard
) -> None:
    guard.expected.add(400)
    page.goto("/voyages/board?group=custom.log")
    expect(page.get_by_text("makes no board")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(column(page, "Planned")).to_be_visible()


def test_18_a_view_of_a_board_keeps_its_list(
    page: Page, program: Program, voyage: dict[str, Any]
) -> None:
    page.goto(f"/voyages/board?q={voyage['name']}&group=custom.size")
    page.get_by_role("button", name="Save as a view").last.click()
    dialog = page.get_by_role("dialog", name="Save as a view")
    name = f"Sizes {uuid4().hex[:6]}"
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    page.goto("/voyages/board")
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("button", name="Columns: by Size")).to_be_visible()
    expect(page).to_have_url(re.compile(r"group=custom\.size"))


def test_6_a_new_record_begins_in_the_column_it_was_asked_for(
    page: Page, program: Program, voyages: str
) -> None:
    name = f"Mooring {uuid4().hex[:6]}"
    page.goto("/voyages/board")
    page.get_by_role("button", name="New in Running").click()
    dialog = page.get_by_role("dialog", name="New: Voyage")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(column(page, "Running").get_by_role("group", name=f"{name}, Running")).to_be_visible()
    [stored] = program.found("voyages", search=name, fields="custom")
    assert stored["custom"]["status"] == "running"


def test_40_a_move_without_network_waits_and_is_sent(
    device: Page, program: Program, voyage: dict[str, Any]
) -> None:
    device.goto(f"/voyages/board?q={voyage['name']}")
    expect(card(device, voyage)).to_contain_text(voyage["name"])
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    copied(device, "board,voyages", voyage["name"])
    offline(device)
    card(device, voyage).press("Control+ArrowRight")
    moved = column(device, "Running").locator(f"[data-card='{voyage['id']}']")
    expect(moved).to_contain_text("Waiting")
    device.reload()
    expect(moved).to_contain_text("Waiting")
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    expect(moved).not_to_contain_text("Waiting")
    assert status_of(program, voyage) == "running"


def test_39_on_a_phone_one_column_fills_the_screen_and_a_card_moves_by_its_menu(
    visit: Visit, signed_in: StorageState, program: Program, voyage: dict[str, Any]
) -> None:
    phone = visit(signed_in, viewport={"width": 360, "height": 740})
    phone.goto(f"/voyages/board?q={voyage['name']}")
    columns = phone.get_by_role("navigation", name="Columns")
    columns.get_by_role("button", name="Planned 1").click()
    phone.get_by_role("button", name=f"Actions for {voyage['name']}").click()
    with saved(phone, voyage):
        phone.get_by_role("menuitem", name="Running").click()
    columns.get_by_role("button", name="Running 1").click()
    expect(card(phone, voyage)).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_38_it_breaks_no_rule_of_accessibility(board: Page, voyage: dict[str, Any]) -> None:
    for size in ("desktop", "phone"):
        resize(board, size)
        for scheme in LIGHT_AND_DARK:
            board.emulate_media(color_scheme=scheme)
            expect(board.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            assert violations(board) == [], (size, scheme)


def test_12_nobody_puts_a_lead_among_the_converted(page: Page, program: Program) -> None:
    page.set_viewport_size({"width": 1900, "height": 900})
    lead = program.made("leads", last_name=f"Berg{uuid4().hex[:6]}", status="unqualified")
    page.goto("/leads")
    page.get_by_role("navigation", name="View").get_by_role("link", name="Board").click()
    expect(column(page, "Unqualified")).to_be_visible()
    page.get_by_role("searchbox", name="Search Leads").fill(lead["name"])
    expect(column(page, "Unqualified")).to_have_attribute("data-n", "1")
    expect(column(page, "Converted").get_by_role("heading")).to_contain_text("Automatic")
    expect(column(page, "Converted").get_by_role("button", name="New in")).to_have_count(0)
    drag(page, lead, "Converted")
    expect(column(page, "Unqualified")).to_have_attribute("data-n", "1")
    card(page, lead).focus()
    page.keyboard.press("m")
    menu = page.get_by_role("menu", name="Move to")
    expect(menu.get_by_role("menuitem", name="Qualified", exact=True)).to_be_visible()
    expect(menu.get_by_role("menuitem", name="Converted")).to_have_count(0)
    assert program.one("leads", lead)["status"] == "unqualified"


def test_12_a_case_that_is_moved_to_closed_is_closed(page: Page, program: Program) -> None:
    page.set_viewport_size({"width": 1900, "height": 900})
    case = program.made("cases", subject=f"Leak {uuid4().hex[:6]}", priority="urgent")
    page.goto(f"/cases/board?q={case['subject']}")
    expect(column(page, "New")).to_have_attribute("data-n", "1")
    with saved(page, case):
        drag(page, case, "Closed")
    expect(column(page, "Closed")).to_have_attribute("data-n", "1")
    assert program.one("cases", case)["closed_at"] is not None


def test_16_a_card_tells_what_is_planned_or_overdue_about_it(page: Page, program: Program) -> None:
    name = f"Berg{uuid4().hex[:6]}"
    late, calm = (program.made("leads", last_name=f"{name} {one}") for one in ("late", "calm"))

    def planned(route: Route) -> None:
        told = program("GET", route.request.url.partition("/api/v1")[2])
        for one in (one for stage in told["stages"] for one in stage["cards"]):
            if one["id"] == late["id"]:
                one.update(next_activity="overdue", next_activity_at="2026-01-05T09:00:00Z")
        route.fulfill(json=told)

    page.route("**/api/v1/leads/board/**", planned)
    page.goto(f"/leads/board?q={name}")
    expect(card(page, late)).to_contain_text("Overdue since")
    expect(card(page, calm)).to_be_visible()
    expect(card(page, calm)).not_to_contain_text("Nothing is planned")


def test_13_moves_in_quick_succession_arrive_in_their_order(page: Page, program: Program) -> None:
    """The answer to the first is held back until all are made."""
    page.set_viewport_size({"width": 1900, "height": 900})
    case = program.made("cases", subject=f"Leak {uuid4().hex[:6]}")
    page.goto(f"/cases/board?q={case['subject']}")
    expect(column(page, "New")).to_have_attribute("data-n", "1")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "PATCH" and not held:
            held.append(route)
        else:
            route.fallback()

    page.route(f"**/cases/{case['id']}/", hold)
    card(page, case).focus()
    for stage in ("Open", "Pending", "Resolved"):
        page.keyboard.press("Control+ArrowRight")
        expect(column(page, stage)).to_have_attribute("data-n", "1")
        expect(card(page, case)).to_be_focused()
    held[0].continue_()
    toast = page.get_by_role("alert").filter(has_text="Moved to Resolved")
    expect(toast).to_be_visible()
    expect(column(page, "Resolved")).to_have_attribute("data-n", "1")
    assert program.one("cases", case)["status"] == "resolved"
    for stage in ("Pending", "Open", "New"):
        page.keyboard.press("Control+z")
        expect(column(page, stage)).to_have_attribute("data-n", "1")
    assert program.one("cases", case)["status"] == "new"
