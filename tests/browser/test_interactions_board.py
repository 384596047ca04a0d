"""The board: cards are dragged, moved by keys and by menu, lost, taken back."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.boards import card, column, drag, sums
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.browser.untold import untold

pytestmark = pytest.mark.browser


@pytest.fixture
def deal(program: Program) -> dict[str, Any]:
    return program.deal(f"Windlass {uuid4().hex[:6]}", 1_250_000)


@pytest.fixture
def board(page: Page, deal: dict[str, Any]) -> Page:
    return opened(page, deal)


def opened(page: Page, deal: dict[str, Any]) -> Page:
    """The board, searched for the one deal, so that counts and sums are its own; wide enough."""
    page.set_viewport_size({"width": 1900, "height": 900})
    page.goto(f"/opportunities/board?q={deal['name']}")
    expect(column(page, "Qualification")).to_have_attribute("data-n", "1")
    return page


def stands_in(page: Page, stage: str, deal: dict[str, Any]) -> None:
    """The card is in that column, whose count and sum it makes."""
    expect(column(page, stage)).to_have_attribute("data-n", "1")
    expect(column(page, stage).locator("[data-card]")).to_have_count(1)
    expect(sums(page, stage)).to_contain_text("12.5")
    expect(card(page, deal)).to_have_accessible_name(f"{deal['name']}, {stage}")


def stage_of(program: Program, deal: dict[str, Any]) -> str:
    name: str = program.one("opportunities", deal)["stage"]["name"]
    return name


def test_12_15_a_dragged_card_moves_and_counts_and_sums_follow(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    stands_in(board, "Qualification", deal)
    drag(board, deal, "Negotiation")
    stands_in(board, "Negotiation", deal)
    expect(column(board, "Qualification")).to_have_attribute("data-n", "0")
    expect(sums(board, "Qualification")).not_to_contain_text("12.5")
    toast = board.get_by_role("alert").filter(has_text=f"Moved to Negotiation: {deal['name']}")
    expect(toast).to_be_visible()
    assert stage_of(program, deal) == "Negotiation"


def test_11_undo_takes_a_move_back(board: Page, program: Program, deal: dict[str, Any]) -> None:
    drag(board, deal, "Proposal")
    board.get_by_role("alert").get_by_role("button", name="Undo").click()
    stands_in(board, "Qualification", deal)
    expect(column(board, "Proposal")).to_have_attribute("data-n", "0")
    assert stage_of(program, deal) == "Qualification"


def test_13_ctrl_and_an_arrow_carry_a_card_along_and_say_so(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    card(board, deal).focus()
    with board.expect_response(re.compile("/move/")):
        board.keyboard.press("Control+ArrowRight")
    stands_in(board, "Discovery", deal)
    expect(board.locator("[data-announcer]")).to_contain_text(
        f"Moved to Discovery: {deal['name']}, position 1 of 1"
    )
    expect(card(board, deal)).to_be_focused()
    assert stage_of(program, deal) == "Discovery"


def test_14_the_menu_of_a_card_moves_it_without_dragging(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    card(board, deal).get_by_role("button", name=f"Actions for {deal['name']}").click()
    with board.expect_response(re.compile("/move/")):
        board.get_by_role("menuitem", name="Proposal").click()
    stands_in(board, "Proposal", deal)
    assert stage_of(program, deal) == "Proposal"


def test_13_a_card_keeps_its_place_among_the_others(
    page: Page, program: Program, deal: dict[str, Any]
) -> None:
    name = deal["name"]
    others = [program.deal(f"{name} {letter}", 100) for letter in "AB"]
    page.goto(f"/opportunities/board?q={name}")
    cards = column(page, "Qualification").locator("[data-card]")
    expect(cards).to_have_count(3)
    before = cards.evaluate_all("cards => cards.map((card) => card.dataset.card)")
    cards.nth(0).focus()
    with page.expect_response(re.compile("/move/")):
        page.keyboard.press("Control+ArrowDown")
    wanted = [before[1], before[0], before[2]]
    page.reload()
    expect(cards).to_have_count(3)
    assert cards.evaluate_all("cards => cards.map((card) => card.dataset.card)") == wanted
    assert set(before) == {deal["id"], *(other["id"] for other in others)}


def test_10_a_move_is_shown_before_the_server_has_answered(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    held: list[Route] = []
    board.route("**/move/", lambda route: held.append(route))  # noqa: PLW0108
    with board.expect_request("**/move/"):
        drag(board, deal, "Discovery")
    stands_in(board, "Discovery", deal)
    assert stage_of(program, deal) == "Qualification"
    with board.expect_response("**/move/"):
        held[0].continue_()
    assert stage_of(program, deal) == "Discovery"


@pytest.mark.parametrize("status", [409, 500])
def test_10_a_refused_move_goes_back_and_says_why(
    board: Page, deal: dict[str, Any], guard: Guard, status: int
) -> None:
    guard.expected.add(status)
    problem = {"status": status, "title": "No", "detail": "Somebody moved this deal just now."}
    board.route(
        "**/move/",
        lambda route: route.fulfill(
            status=status, content_type="application/problem+json", body=json.dumps(problem)
        ),
    )
    drag(board, deal, "Negotiation")
    expect(board.get_by_text(f"Not moved: {deal['name']}")).to_be_visible()
    expect(board.get_by_role("alert").filter(has_text="Not moved")).to_contain_text(
        "Somebody moved this deal just now."
    )
    stands_in(board, "Qualification", deal)
    expect(column(board, "Negotiation")).to_have_attribute("data-n", "0")


def test_17_a_lost_deal_is_asked_for_its_reason(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    card(board, deal).focus()
    board.keyboard.press("l")
    dialog = board.get_by_role("dialog", name="Move to Lost")
    dialog.get_by_role("button", name="No budget").click()
    expect(dialog.get_by_role("textbox")).to_have_value("No budget")
    dialog.get_by_role("textbox").fill("The pier was too short.")
    with board.expect_response(re.compile("/move/")):
        dialog.get_by_role("button", name="Mark as lost").click()
    stands_in(board, "Lost", deal)
    stored = program.one("opportunities", deal)
    assert (stored["status"], stored["lost_reason"]) == ("lost", "The pier was too short.")


def test_17_who_does_not_name_a_reason_leaves_the_deal_where_it_was(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    drag(board, deal, "Lost")
    board.get_by_role("dialog", name="Move to Lost").get_by_role("button", name="Cancel").click()
    stands_in(board, "Qualification", deal)
    assert stage_of(program, deal) == "Qualification"


def test_29_a_card_opens_beside_the_board_and_its_stage_can_be_changed_there(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    card(board, deal).focus()
    board.keyboard.press("Enter")
    panel = board.get_by_role("dialog", name=deal["name"])
    panel.get_by_role("list", name="Stage").get_by_role("button", name="Won").click()
    with board.expect_response(re.compile("/move/")):
        board.get_by_role("button", name="Mark as won").click()
    stands_in(board, "Won", deal)
    panel.get_by_role("tab", name="Stage history").click()
    expect(panel.get_by_role("tabpanel")).to_contain_text("Won")
    assert program.one("opportunities", deal)["status"] == "won"


def test_17_w_wins_a_deal_with_its_reason_by_keys_alone(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    card(board, deal).focus()
    board.keyboard.press("w")
    dialog = board.get_by_role("dialog", name="Move to Won")
    expect(dialog.get_by_role("button", name="Price")).to_be_focused()
    board.keyboard.press("Tab")
    board.keyboard.press("Space")
    with board.expect_response(re.compile("/move/")):
        board.keyboard.press("Control+Enter")
    stands_in(board, "Won", deal)
    expect(card(board, deal)).to_be_focused()
    stored = program.one("opportunities", deal)
    assert (stored["status"], stored["won_reason"]) == ("won", "Product")


def test_17_m_opens_the_menu_of_stages_every_time(
    board: Page, program: Program, deal: dict[str, Any]
) -> None:
    menu = board.get_by_role("menu", name="Move to")
    for _ in ("its file is fetched", "its file is here"):
        card(board, deal).focus()
        board.keyboard.press("m")
        expect(menu.get_by_role("menuitem", name="Open")).to_be_focused()
        board.keyboard.press("Escape")
        expect(card(board, deal)).to_be_focused()
    board.keyboard.press("m")
    expect(menu.get_by_role("menuitem", name="Open")).to_be_focused()
    with board.expect_response(re.compile("/move/")):
        menu.get_by_role("menuitem", name="Proposal").press("Enter")
    stands_in(board, "Proposal", deal)
    expect(card(board, deal)).to_be_focused()


def test_16_17_a_card_shows_how_long_it_stands_and_is_asked_for_what_its_stage_requires(
    page: Page, program: Program
) -> None:
    """In a pipeline of its own, chosen in the header and named by the address."""
    stages = [
        {"name": "Talks", "rots_after": 5},
        {"name": "Signed", "category": "won", "required_fields": ["next_step"]},
    ]
    made = program("POST", "/pipelines/", {"name": f"Wharf {uuid4().hex[:6]}", "stages": stages})
    first, second = made["stages"]
    deal = program.made("opportunities", name="Bollards", stage=first["id"])

    def aged(route: Route) -> None:
        told = program("GET", route.request.url.partition("/api/v1")[2])
        for stage in told["stages"]:
            for one in stage["cards"]:
                one.update(rotting=True, days_in_stage=9, next_activity="none")
        route.fulfill(json=told)

    page.route("**/api/v1/opportunities/board/**", aged)
    page.goto(f"/opportunities/board?pipeline={made['id']}")
    expect(card(page, deal)).to_have_attribute("data-rotting", "true")
    expect(card(page, deal)).to_contain_text("In this stage for 9 days")
    expect(card(page, deal)).to_contain_text("Nothing is planned")
    card(page, deal).focus()
    page.keyboard.press("Control+ArrowRight")
    dialog = page.get_by_role("dialog", name="Move to Signed")
    dialog.get_by_role("button", name="Mark as won").click()
    expect(dialog).to_contain_text("Next step is required.")
    dialog.get_by_role("textbox", name="Next step").fill("Deliver")
    page.unroute("**/api/v1/opportunities/board/**")
    with page.expect_response(re.compile("/move/")):
        dialog.get_by_role("button", name="Mark as won").click()
    expect(column(page, "Signed")).to_have_attribute("data-n", "1")
    expect(card(page, deal)).not_to_have_attribute("data-rotting", "true")
    stored = program.one("opportunities", deal)
    assert (stored["stage"]["id"], stored["next_step"]) == (second["id"], "Deliver")
    page.get_by_role("button", name=f"Pipeline: {made['name']}").click()
    page.locator("[role^=menuitem]", has_text="Sales").first.click()
    expect(column(page, "Qualification")).to_be_visible()


def test_10_a_card_that_a_colleague_moved_goes_to_where_it_is_now(
    page: Page, program: Program, deal: dict[str, Any], guard: Guard
) -> None:
    """Whom no signal has reached yet."""
    guard.expected.add(412)
    untold(page)
    board = opened(page, deal)
    program("POST", f"/opportunities/{deal['id']}/move/", {"stage": program.stages()["Proposal"]})
    drag(board, deal, "Negotiation")
    alert = board.get_by_role("alert").filter(has_text="Not moved")
    expect(alert).to_contain_text("moved it to “Proposal”")
    stands_in(board, "Proposal", deal)
