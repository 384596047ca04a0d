"""Who may only look sees no way to change, and nothing that is hidden from them."""

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def vera(visit: Visit, viewer: StorageState) -> Page:
    return visit(viewer)


def test_a_list_offers_nothing_that_its_reader_may_not_do(vera: Page) -> None:
    vera.goto("/contacts")
    grid = vera.get_by_role("grid", name="Contacts")
    expect(grid.locator("[data-row]").first).to_be_visible()
    expect(grid.get_by_role("checkbox")).to_have_count(0)
    expect(vera.get_by_role("button", name="New", exact=True)).to_have_count(0)
    expect(vera.get_by_role("link", name="Import")).to_have_count(0)
    vera.keyboard.press("c")
    expect(vera.get_by_role("dialog")).to_have_count(0)


def test_a_record_cannot_be_edited_by_its_reader(vera: Page, program: Program) -> None:
    [contact, *_] = program.found("contacts")
    vera.goto(f"/contacts/{contact['id']}")
    expect(vera.get_by_role("heading", name=contact["name"], level=1)).to_be_visible()
    expect(vera.get_by_text("Job title", exact=True)).to_be_visible()
    expect(vera.get_by_role("button", name=re.compile("^Edit"))).to_have_count(0)
    expect(vera.get_by_role("form", name="Add to the timeline")).to_have_count(0)
    vera.get_by_role("button", name="Actions").click()
    expect(vera.get_by_role("menuitem")).to_have_text(["Copy the link", "Who can see this?"])


@pytest.mark.parametrize("place", ["/opportunities/board", "/leads/board"])
def test_a_board_stands_still_for_its_reader(vera: Page, place: str) -> None:
    vera.goto(place)
    cards = vera.locator("[data-card]")
    expect(cards.first).to_be_visible()
    expect(cards.first.get_by_role("button")).to_have_count(0)
    expect(cards.first).not_to_have_attribute("draggable", "true")
    expect(vera.get_by_role("button", name=re.compile("^New"))).to_have_count(0)


def test_of_others_records_nothing_is_offered_that_would_be_refused(
    visit: Visit, seller: StorageState, program: Program
) -> None:
    deal = program.deal("Belongs to Ada", 100)
    selma = visit(seller)
    selma.goto("/opportunities?q=Belongs to Ada")
    row = selma.get_by_role("grid", name="Opportunities").locator("[data-row]").first
    expect(row).to_contain_text(deal["name"])
    expect(row.get_by_role("gridcell").nth(2)).to_have_attribute("aria-readonly", "true")
    amount = row.locator("[data-field=amount]")
    amount.dblclick()
    expect(selma.get_by_role("grid").locator("[data-editing]")).to_have_count(0)
    selma.goto("/opportunities/board?q=Belongs to Ada")
    card = selma.locator(f"[data-card='{deal['id']}']")
    expect(card).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    card.press("Control+ArrowRight")
    card.press("w")
    expect(selma.get_by_role("dialog")).to_have_count(0)
    assert program.one("opportunities", deal)["version"] == deal["version"]


def test_hidden_fields_are_not_there_at_all(vera: Page, program: Program) -> None:
    deal = program.deal("Secret anchor", 987_600)
    vera.goto("/opportunities")
    grid = vera.get_by_role("grid", name="Opportunities")
    expect(grid.locator("[data-row]").first).to_be_visible()
    expect(grid.get_by_role("columnheader", name="Amount")).to_have_count(0)
    vera.goto(f"/opportunities/{deal['id']}")
    expect(vera.get_by_role("heading", name="Secret anchor", level=1)).to_be_visible()
    expect(vera.get_by_text("Amount", exact=True)).to_have_count(0)
    expect(vera.get_by_text("9,876")).to_have_count(0)
    vera.goto("/opportunities/board?q=Secret anchor")
    expect(vera.locator("[data-card]")).to_have_count(1)
    expect(vera.get_by_text(re.compile(r"€\s?9"))).to_have_count(0)


@pytest.mark.parametrize("path", ["/import", "/settings/users", "/settings/roles"])
def test_37_a_screen_without_its_right_says_so(vera: Page, path: str) -> None:
    vera.goto(path)
    expect(vera.get_by_role("alert")).to_contain_text("You do not have access to this")


def test_settings_list_only_what_one_may_open(vera: Page) -> None:
    vera.goto("/settings/profile")
    expect(vera.get_by_role("navigation", name="Settings").get_by_role("link")).to_have_text(
        ["Profile", "Notifications", "Security", "History", "Background work"]
    )
