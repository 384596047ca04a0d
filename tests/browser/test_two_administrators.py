"""What somebody else does to the same settings meanwhile, and what is deleted for ever."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser

SECTIONS = [{"label": "Hardware", "columns": 1, "fields": ["subject"]}]


@pytest.fixture
def place(program: Program) -> Iterator[str]:
    """The address of a layout for everyone, gone after the test."""
    layout = program("POST", "/layouts/", {"object": "cases", "sections": SECTIONS})
    yield f"/layouts/{layout['id']}/"
    program("DELETE", f"/layouts/{layout['id']}/")


def test_a_layout_that_is_being_changed_is_not_replaced_by_a_colleagues(
    page: Page, program: Program, place: str
) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/api/v1/live/")):
        page.goto("/settings/layouts")
    page.get_by_label("Object", exact=True).select_option("cases")
    heading = page.get_by_label("Heading")
    expect(heading).to_have_value("Hardware")
    heading.fill("Mine")
    program("PATCH", place, {"sections": [{**SECTIONS[0], "label": "Theirs"}]})
    told = page.get_by_role("alert").filter(has_text="Somebody else changed this layout")
    expect(told).to_be_visible()
    expect(heading).to_have_value("Mine")
    expect(page.get_by_role("button", name="Save the layout")).to_be_disabled()
    told.get_by_role("button", name="Drop mine and load theirs").click()
    expect(heading).to_have_value("Theirs")


def test_a_role_that_somebody_else_changed_is_not_overwritten(
    page: Page, program: Program, guard: Guard
) -> None:
    guard.expected.add(412)
    name = f"Night {uuid4().hex[:6]}"
    role = program("POST", "/roles/", {"name": name})
    page.goto("/settings/roles")
    page.get_by_role("button", name=f"Edit {name}").click()
    form = page.get_by_role("dialog", name=f"Edit {name}")
    form.get_by_label("Description").fill("Mine")
    program("PATCH", f"/roles/{role['id']}/", {"description": "Theirs"})
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_be_in_viewport()
    expect(form.get_by_role("alert")).to_contain_text("open it again")
    assert program("GET", f"/roles/{role['id']}/")["description"] == "Theirs"


def test_a_retired_object_is_deleted_for_ever_once_its_name_is_typed(
    page: Page, program: Program
) -> None:
    plural = f"Buoys {uuid4().hex[:6]}"
    made = program("POST", "/custom-objects/", {"label": "Buoy", "label_plural": plural})
    program.made(made["name"], name="Red")
    page.goto("/settings/objects")
    row = page.get_by_role("row").filter(has_text=plural)
    expect(row.get_by_role("button", name="Retire Buoy")).to_be_visible()
    expect(row.get_by_role("button", name="Delete")).to_have_count(0)
    row.get_by_role("button", name="Retire Buoy").click()
    row.get_by_role("button", name=f"Delete {plural} for ever").click()
    form = page.get_by_role("dialog", name=f"Delete {plural} for ever?")
    expect(form).to_contain_text("in the Trash too: 1")
    sure = form.get_by_role("button", name="Delete for ever")
    expect(sure).to_be_disabled()
    assert violations(page) == []
    form.get_by_role("textbox").fill(plural)
    sure.click()
    expect(form).to_be_hidden()
    expect(row).to_have_count(0)
    assert plural not in [one["label_plural"] for one in program.found("custom-objects")]
