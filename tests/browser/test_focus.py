"""The focus is never lost: after what was opened, on another screen, to the note of a record."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def row(page: Page) -> Page:
    """The list of accounts, its second row active."""
    page.goto("/accounts")
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("[data-row='1']")).to_be_focused()
    return page


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (["?"], "Keyboard shortcuts"),
        (["Control+k"], "Command palette"),
        (["g", "n"], "Notifications"),
        (["c"], "New: Account"),
    ],
)
def test_what_a_key_opened_gives_the_focus_back_to_the_row(
    row: Page, keys: list[str], name: str
) -> None:
    for key in keys:
        row.keyboard.press(key)
    opened = row.get_by_role("dialog").filter(
        has=row.get_by_label(name).or_(row.get_by_role("heading", name=name))
    )
    expect(opened.or_(row.get_by_role("dialog", name=name)).first).to_be_visible()
    expect(row.locator("[data-row='1']")).not_to_be_focused()
    row.keyboard.press("Escape")
    expect(row.locator("[data-row='1']")).to_be_focused()


def test_a_new_record_gives_the_focus_back_to_the_row(row: Page) -> None:
    row.keyboard.press("c")
    form = row.get_by_role("dialog", name="New: Account")
    form.get_by_role("textbox", name=re.compile("^Name")).fill(f"Lighthouse {uuid4().hex[:6]}")
    row.keyboard.press("Control+Enter")
    expect(form).to_be_hidden()
    expect(row.locator("[role=row][tabindex='0']")).to_be_focused()


def test_on_another_screen_the_content_has_the_focus_where_it_would_be_lost(row: Page) -> None:
    row.keyboard.press("g")
    row.keyboard.press("c")
    expect(row.get_by_role("grid", name="Contacts")).to_be_visible()
    expect(row.locator("#main")).to_be_focused()


def test_31_n_writes_a_note_from_whatever_tab_of_the_record(page: Page, program: Program) -> None:
    account = program.made("accounts", name=f"Buoy {uuid4().hex[:6]}")
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("tab", name="Files").click()
    page.keyboard.press("n")
    note = page.get_by_role("combobox", name="Note")
    expect(note).to_be_focused()
    page.keyboard.type("Spoke to the keeper")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("list", name="Timeline")).to_contain_text("Spoke to the keeper")
    expect(note).to_be_focused()
    page.get_by_role("tab", name="Timeline").focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text(re.compile("Write a note"))


def test_what_was_added_by_its_button_leaves_the_focus_at_what_is_added_next(
    page: Page, program: Program
) -> None:
    account = program.made("accounts", name=f"Pier {uuid4().hex[:6]}")
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("radio", name="Note", exact=True).press("ArrowRight")
    page.get_by_role("textbox", name="Subject").fill("Spoke to the harbour master")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.get_by_role("list", name="Timeline")).to_contain_text("harbour master")
    expect(page.get_by_role("radio", name="Call")).to_be_focused()


def test_in_my_day_the_next_row_has_the_focus_once_one_is_done(
    page: Page, program: Program
) -> None:
    name = uuid4().hex[:6]
    due = datetime.now(UTC) - timedelta(days=3)
    for minutes, task in enumerate(("First", "Second", "Third")):
        at = (due + timedelta(minutes=minutes)).isoformat()
        program.made("activities", kind="task", subject=f"{task} {name}", due_at=at)
    page.goto("/my-day")
    page.get_by_role("checkbox", name=f"Done: First {name}").focus()
    for task in ("First", "Second"):
        expect(page.get_by_role("checkbox", name=f"Done: {task} {name}")).to_be_focused()
        page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name=f"Done: Third {name}")).to_be_focused()


def test_in_the_settings_a_deleted_row_leaves_the_focus_at_its_place(
    page: Page, program: Program
) -> None:
    name = f"Zeta {uuid4().hex[:6]}"
    program("POST", "/teams/", {"name": name})
    page.goto("/settings/teams")
    page.get_by_role("button", name=f"Edit {name}").press("Enter")
    dialog = page.get_by_role("dialog", name=name)
    dialog.get_by_role("button", name="Delete the team").press("Enter")
    dialog.get_by_role("button", name="Yes, delete the team").press("Enter")
    expect(page.get_by_role("button", name=f"Edit {name}")).to_have_count(0)
    expect(page.locator("main button:focus")).to_be_visible()


def test_a_stage_is_moved_step_by_step_by_keyboard(page: Page, program: Program) -> None:
    made = program("POST", "/pipelines/", {"name": f"Zigzag {uuid4().hex[:6]}", "template": "b2b"})
    page.goto("/settings/pipelines")
    panel = page.get_by_role("region", name=made["name"])
    first = panel.get_by_role("listitem").first
    third = panel.get_by_role("listitem").nth(2)
    name = (third.locator("[class*=stageName]").text_content() or "").strip()
    up = panel.get_by_role("button", name=f"Move {name} up")
    up.press("Enter")
    expect(panel.get_by_role("listitem").nth(1)).to_contain_text(name)
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_contain_text(name)
    expect(panel.locator("button:focus")).to_be_visible()
    program("DELETE", f"/pipelines/{made['id']}/")
