"""What is typed in a form is never lost by a slip: neither Esc nor a reload takes it."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser

KEPT = "Not saved. When you open the form again, what you typed is there."
AGAIN = "What you typed before and did not save is here again."


def new_contact(page: Page) -> Locator:
    page.get_by_role("button", name="New", exact=True).click()
    form = page.get_by_role("dialog", name="New: Contact")
    expect(form.get_by_label("First name")).to_be_visible()
    return form


def edit(page: Page, person: dict[str, str]) -> Locator:
    page.goto(f"/contacts/{person['id']}")
    expect(page.get_by_role("heading", name=person["name"], level=1)).to_be_visible()
    page.keyboard.press("e")
    form = page.get_by_role("dialog", name=re.compile("^Edit: "))
    expect(form.get_by_label("First name")).to_be_visible()
    return form


def test_a_new_record_is_there_again_after_esc_and_after_a_reload(
    page: Page, program: Program
) -> None:
    name = f"Heron{uuid4().hex[:6]}"
    page.goto(f"/contacts?q={name}")
    form = new_contact(page)
    form.get_by_label("Last name").fill(name)
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    form = new_contact(page)
    expect(form.get_by_text(AGAIN)).to_be_visible()
    expect(form.get_by_label("Last name")).to_have_value(name)
    form.get_by_role("button", name="Create").click()
    expect(form).to_be_hidden()
    expect(page.get_by_role("grid").locator("[data-row]")).to_contain_text(name)
    form = new_contact(page)
    expect(form.get_by_label("Last name")).to_have_value("")
    expect(form.get_by_text(AGAIN)).to_be_hidden()
    assert len(program.found("contacts", search=name)) == 1


@pytest.mark.parametrize("way", ["Cancel", "Discard"])
def test_what_is_discarded_does_not_come_back(page: Page, way: str) -> None:
    page.goto("/contacts")
    form = new_contact(page)
    form.get_by_label("Last name").fill("Nobody")
    page.keyboard.press("Escape")
    form = new_contact(page)
    expect(form.get_by_label("Last name")).to_have_value("Nobody")
    form.get_by_role("button", name=way).click()
    if way == "Cancel":
        form = new_contact(page)
    expect(form.get_by_label("Last name")).to_have_value("")
    expect(form.get_by_text(AGAIN)).to_be_hidden()


def test_an_edit_goes_on_after_a_slip_and_a_colleague_s_change_stays(
    page: Page, program: Program, person: dict[str, str], guard: Guard
) -> None:
    guard.expected.add(412)
    form = edit(page, person)
    form.get_by_label("Job title").fill("Navigator")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    program.change("contacts", person, first_name="Tamsin")
    form = edit(page, {**person, "name": person["name"].replace("Tess", "Tamsin")})
    expect(form.get_by_text(AGAIN)).to_be_visible()
    expect(form.get_by_label("Job title")).to_have_value("Navigator")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    now = program.one("contacts", person)
    assert (now["title"], now["first_name"]) == ("Navigator", "Tamsin")
