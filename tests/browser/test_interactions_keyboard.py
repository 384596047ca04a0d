"""Without a mouse: rows, records, the sheet of keys, the palette."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def accounts(page: Page) -> Page:
    page.goto("/accounts")
    expect(page.get_by_role("grid", name="Accounts").locator("[data-row]").first).to_be_visible()
    return page


def test_03_j_and_k_move_the_active_row(accounts: Page) -> None:
    active = accounts.locator("[role=row][tabindex='0']")
    accounts.keyboard.press("j")
    expect(active).to_have_attribute("data-row", "1")
    expect(active).to_be_focused()
    accounts.keyboard.press("j")
    accounts.keyboard.press("k")
    expect(active).to_have_attribute("data-row", "1")


def test_03_the_active_row_stays_in_view(page: Page) -> None:
    page.goto("/leads")
    expect(page.locator("[data-row='0']")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("j")
    active = page.locator("[role=row][tabindex='0']")
    expect(active).to_have_attribute("data-row", "40")
    expect(active).to_be_in_viewport()


def test_05_enter_opens_the_record_beside_the_list_and_escape_returns_to_the_row(
    accounts: Page,
) -> None:
    accounts.keyboard.press("j")
    row = accounts.locator("[data-row='1']")
    expect(row).to_be_focused()
    accounts.keyboard.press("Enter")
    panel = accounts.get_by_role("dialog")
    expect(panel.get_by_role("heading", level=2).first).to_have_text(
        row.locator("[data-title]").inner_text().splitlines()[-1]
    )
    expect(accounts).to_have_url(re.compile("record="))
    accounts.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(row).to_be_focused()
    expect(accounts).not_to_have_url(re.compile("record="))


def test_24_shift_and_an_arrow_mark_row_by_row_and_take_the_marks_off_on_the_way_back(
    page: Page,
) -> None:
    page.goto("/leads")
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("[data-row='1']")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    bar = page.get_by_role("toolbar", name="Marked rows")
    expect(bar).to_contain_text("4 selected")
    expect(page.locator("[data-row='4']")).to_be_focused()
    page.keyboard.press("Shift+ArrowUp")
    expect(bar).to_contain_text("3 selected")
    expect(page.locator("[data-row='1']").get_by_role("checkbox")).to_be_checked()
    expect(page.locator("[data-row='4']").get_by_role("checkbox")).not_to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(bar).to_contain_text("3 selected")


def test_24_selected_are_the_rows_that_are_marked_wherever_the_focus_is(accounts: Page) -> None:
    rows = accounts.get_by_role("grid", name="Accounts").locator("[data-row]")
    selected = accounts.locator("[role=row][aria-selected=true]")
    accounts.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    expect(rows.nth(1)).to_have_attribute("aria-selected", "false")
    accounts.keyboard.press("x")
    accounts.keyboard.press("j")
    expect(rows.nth(2)).to_be_focused()
    expect(selected).to_have_count(1)
    expect(selected).to_have_attribute("data-row", "1")
    accounts.keyboard.press("k")
    accounts.keyboard.press("x")
    expect(rows.nth(1)).to_be_focused()
    expect(selected).to_have_count(0)


def test_29_36_the_open_record_follows_the_active_row_and_back_closes_it(accounts: Page) -> None:
    accounts.locator("[data-row='0']").click()
    panel = accounts.get_by_role("dialog")
    expect(panel).to_be_visible()
    second = accounts.locator("[data-row='1'] [data-title] .truncate").inner_text()
    accounts.keyboard.press("j")
    expect(panel).to_have_accessible_name(second)
    panel.get_by_role("button", name="Next record").click()
    expect(accounts.locator("[data-open]")).to_have_attribute("data-row", "2")
    panel.get_by_role("button", name="Previous record").click()
    expect(panel).to_have_accessible_name(second)
    address = accounts.url
    accounts.go_back()
    expect(panel).to_be_hidden()
    accounts.goto(address)
    expect(panel).to_have_accessible_name(second)


def test_36_back_finds_the_list_where_it_was_left(page: Page) -> None:
    page.goto("/leads?sort=name")
    expect(page.locator("[data-row='0']")).to_be_visible()
    for _ in range(30):
        page.keyboard.press("j")
    row = page.locator("[data-row='30']")
    expect(row).to_be_focused()
    top = page.get_by_role("grid").evaluate("grid => grid.scrollTop")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("link", name="Open as a page").click()
    expect(page).to_have_url(re.compile("/leads/[0-9a-f-]{36}"))
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/leads\?sort=name$"))
    expect(row).to_be_focused()
    assert page.get_by_role("grid").evaluate("grid => grid.scrollTop") == top


def test_04_the_arrow_keys_walk_through_the_cells(accounts: Page) -> None:
    accounts.keyboard.press("j")
    expect(accounts.locator("[data-row='1']")).to_be_focused()
    accounts.keyboard.press("ArrowRight")
    accounts.keyboard.press("ArrowRight")
    focused = accounts.locator("[role=gridcell]:focus")
    expect(focused).to_have_attribute("aria-colindex", "3")
    accounts.keyboard.press("Home")
    expect(focused).to_have_attribute("aria-colindex", "1")


def test_02_a_question_mark_shows_the_keys_of_this_screen(accounts: Page) -> None:
    accounts.keyboard.press("?")
    sheet = accounts.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Next row")
    expect(sheet).not_to_contain_text("Move the card")
    accounts.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_06_c_opens_the_form_for_a_new_record(accounts: Page) -> None:
    accounts.keyboard.press("c")
    form = accounts.get_by_role("dialog", name="New: Account")
    expect(form.get_by_role("textbox", name="Name").first).to_be_focused()


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("c", "/contacts$"),
        ("o", "/opportunities$"),
        ("h", r":\d+/$"),
        ("b", "/opportunities/board$"),
        ("i", "/import$"),
        ("s", "/settings/profile$"),
    ],
)
def test_07_g_and_a_letter_go_to_a_screen(accounts: Page, key: str, address: str) -> None:
    accounts.keyboard.press("g")
    accounts.keyboard.press(key)
    expect(accounts).to_have_url(re.compile(address))


def test_08_single_keys_rest_while_one_types_and_can_be_switched_off(
    accounts: Page, program: Program
) -> None:
    field = accounts.get_by_role("searchbox", name="Search Accounts")
    field.press_sequentially("cjk?")
    expect(field).to_have_value("cjk?")
    expect(accounts.get_by_role("dialog")).to_have_count(0)
    accounts.goto("/settings/profile")
    with accounts.expect_response(re.compile("/api/v1/me/")):
        accounts.get_by_role("switch", name="Shortcuts of a single key").press("Space")
    accounts.keyboard.press("?")
    accounts.keyboard.press("Control+k")
    expect(accounts.get_by_label("Command palette")).to_be_focused()
    expect(accounts.get_by_role("dialog", name="Keyboard shortcuts")).to_have_count(0)
    program("PATCH", "/me/", {"preferences": {"single_keys": True}})


def test_01_the_palette_finds_a_record_and_opens_it(accounts: Page, program: Program) -> None:
    name = "Quokka Shipwrights"
    account = program.made("accounts", name=name)
    accounts.keyboard.press("Control+k")
    palette = accounts.get_by_label("Command palette")
    expect(palette).to_be_focused()
    palette.press_sequentially("quokka")
    expect(accounts.get_by_role("option", name=name)).to_have_attribute(
        "data-combobox-selected", "true"
    )
    accounts.keyboard.press("Enter")
    expect(accounts).to_have_url(re.compile(f"/accounts/{account['id']}"))
    expect(accounts.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_01_the_palette_runs_commands(accounts: Page) -> None:
    accounts.keyboard.press("Control+k")
    accounts.get_by_label("Command palette").press_sequentially("create lead")
    accounts.get_by_role("option", name="Create: Lead").click()
    expect(accounts.get_by_role("dialog", name="New: Lead")).to_be_visible()


def test_01_escape_closes_the_palette_and_keeps_the_screen(accounts: Page) -> None:
    address = accounts.url
    accounts.keyboard.press("Control+k")
    palette = accounts.get_by_label("Command palette")
    expect(palette).to_be_focused()
    palette.fill("nothing is called like this")
    accounts.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    expect(accounts).to_have_url(address)
