"""What was done can be taken back later, and what happened can be read, narrowed and verified."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.accessibility import SIZES, resize, violations
from tests.browser.conftest import Visit
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def people(program: Program) -> list[dict[str, str]]:
    mark = uuid4().hex[:6]
    return [
        program.made("contacts", last_name=f"Gannet {mark} {number}", title="Mate")
        for number in range(2)
    ]


def history(page: Page) -> Locator:
    """One's own actions; those of the program are of the same administrator."""
    page.goto("/settings/history")
    rows = page.get_by_role("list", name="History")
    expect(rows).to_be_visible()
    return rows


def clean(page: Page) -> None:
    for size in SIZES:
        resize(page, size)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], size


def test_a_change_of_yesterday_is_taken_back(
    page: Page, program: Program, people: list[dict[str, str]]
) -> None:
    [person, _] = people
    program.change("contacts", person, title="Captain")
    name = person["name"]
    rows = history(page)
    row = rows.get_by_role("listitem").filter(has_text=name)
    expect(row).to_contain_text(f"Changed Job title of {name}")
    row.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("taken back")
    assert program.one("contacts", person)["title"] == "Mate"


def test_what_stands_in_the_way_is_named_and_the_rest_undone(
    page: Page, program: Program, people: list[dict[str, str]], guard: Guard
) -> None:
    guard.expected.add(409)
    ids = [one["id"] for one in people]
    program(
        "POST", "/contacts/bulk/", {"action": "update", "ids": ids, "values": {"title": "Cook"}}
    )
    rows = history(page)
    row = rows.get_by_role("listitem").first
    expect(row).to_contain_text("Contacts: 2 records")
    program.change("contacts", people[0], title="Captain")
    row.get_by_role("button", name="Undo").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("In the way")
    expect(dialog).to_contain_text(f"Contact “{people[0]['name']}”: changed since (Job title)")
    clean(page)
    dialog.get_by_role("button", name="Undo the other 1").click()
    expect(dialog).to_be_hidden()
    titles = [program.one("contacts", one)["title"] for one in people]
    assert titles == ["Captain", "Mate"]


def test_everybodys_history_is_for_auditors(
    page: Page, visit: Visit, viewer: StorageState, people: list[dict[str, str]], program: Program
) -> None:
    program.change("contacts", people[0], title="Captain")
    rows = history(page)
    whose = page.get_by_role("radiogroup", name="Whose actions")
    whose.get_by_text("Everybody's").click()
    expect(rows.get_by_role("listitem").first).to_contain_text("Ada Harbour")
    clean(page)
    vera = visit(viewer)
    vera.goto("/settings/history")
    expect(vera.get_by_text("Nothing was done yet")).to_be_visible()
    expect(vera.get_by_role("radiogroup", name="Whose actions")).to_have_count(0)


def test_it_is_reached_from_ones_own_menu_by_keyboard(page: Page) -> None:
    page.goto("/contacts")
    page.get_by_role("button", name=re.compile("Ada Harbour")).press("Enter")
    page.get_by_role("menuitem", name="History").press("Enter")
    expect(page.get_by_role("heading", name="History", level=1)).to_be_visible()


def test_the_trail_is_narrowed_and_taken_out(
    page: Page, program: Program, people: list[dict[str, str]]
) -> None:
    program.change("contacts", people[0], title="Captain")
    page.goto("/settings/audit")
    trail = page.get_by_role("list", name="Audit trail")
    narrow = page.get_by_role("search", name="Narrow the trail")
    narrow.get_by_label("Search").fill(people[0]["name"])
    expect(trail.locator("[data-entry]")).to_have_count(2)
    narrow.get_by_label("Object").select_option(label="Contacts")
    narrow.get_by_label("Field").select_option(label="Job title")
    first = trail.locator("[data-entry]").filter(has_text="Mate → Captain")
    expect(first).to_have_count(1)
    first.get_by_role("button", name="Details").click()
    expect(first).to_contain_text("By way of: api")
    # What is opened stays open where a narrower answer still has it.
    with page.expect_response(lambda answer: "field=" in answer.url and "group=" in answer.url):
        narrow.get_by_label("What").select_option(label="Changes of records")
    page.wait_for_load_state("networkidle")
    expect(first).to_contain_text("By way of: api")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "Captain" in text
    narrow.get_by_role("button", name="Clear filters").click()
    expect(narrow.get_by_label("Search")).to_have_value("")
    trail.get_by_role("button", name="Ada Harbour").first.click()
    expect(narrow.get_by_label("Done by")).not_to_have_value("")
    clean(page)


def test_the_state_of_the_trail_and_sensitive_fields(
    page: Page, program: Program, people: list[dict[str, str]]
) -> None:
    page.goto("/settings/audit")
    state = page.get_by_role("region", name="State of the trail")
    expect(state).to_contain_text(re.compile("Not verified yet|Intact"))
    page.get_by_label("Object of the field").select_option(label="Contacts")
    page.get_by_label("Sensitive field", exact=True).select_option(label="Birthday")
    page.get_by_role("button", name="Mark as sensitive").click()
    removal = page.get_by_role("button", name="No longer sensitive: Birthday")
    expect(removal).to_be_visible()
    page.goto(f"/contacts/{people[0]['id']}")
    page.get_by_role("tab", name="Audit trail").click()
    trail = page.get_by_role("list", name="Audit trail")
    expect(trail.locator("[data-entry]").first).to_contain_text("was shown")
    expect(trail.locator("[data-entry]").first).to_contain_text("Birthday")
    page.goto("/settings/audit")
    removal.click()
    expect(removal).to_be_hidden()
