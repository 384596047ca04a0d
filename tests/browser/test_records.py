"""One record: made, changed in its place, talked about."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def opened(page: Page, person: dict[str, str]) -> Page:
    page.goto(f"/contacts/{person['id']}")
    expect(page.get_by_role("heading", name=person["name"], level=1)).to_be_visible()
    return page


def field(page: Page, name: str) -> Locator:
    return page.locator(f"div[data-field='{name}']")


def announced(page: Page, text: str) -> None:
    """The live region says what happened: by then the server has answered."""
    expect(page.locator("[data-announcer]")).to_have_text(re.compile(text))


def test_a_contact_is_created_with_its_account_and_found_in_the_list_and_by_the_api(
    page: Page, program: Program
) -> None:
    account = program.made("accounts", name=f"Bollard {uuid4().hex[:6]}")
    name = f"Cormorant{uuid4().hex[:6]}"
    page.goto(f"/contacts?q={name}")
    page.get_by_role("button", name="New", exact=True).click()
    form = page.get_by_role("dialog", name="New: Contact")
    form.get_by_label("First name").fill("Cora")
    form.get_by_label("Last name").fill(name)
    form.get_by_role("textbox", name="Account").fill(account["name"])
    page.get_by_role("option", name=account["name"]).click()
    form.get_by_label("E-mail", exact=True).fill("cora@example.com")
    form.get_by_role("button", name="Create").click()
    expect(form).to_be_hidden()
    row = page.get_by_role("grid").locator("[data-row]")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(f"Cora {name}")
    expect(row).to_contain_text(account["name"])
    [made] = program.found("contacts", search=name)
    assert made["account"] == {"id": account["id"], "name": account["name"]}
    assert made["email"] == "cora@example.com"


def test_a_missing_value_is_told_before_anything_is_sent(page: Page) -> None:
    page.goto("/contacts")
    page.get_by_role("button", name="New", exact=True).click()
    form = page.get_by_role("dialog", name="New: Contact")
    form.get_by_label("First name").fill("Nameless")
    form.get_by_role("button", name="Create").click()
    last_name = form.get_by_label("Last name")
    expect(last_name).to_be_focused()
    expect(last_name).to_have_attribute("aria-invalid", "true")
    expect(form).to_contain_text("Last name is required.")


def test_what_the_server_refuses_is_said_at_its_field(page: Page, guard: Guard) -> None:
    guard.expected.add(422)
    page.goto("/contacts")
    page.get_by_role("button", name="New", exact=True).click()
    form = page.get_by_role("dialog", name="New: Contact")
    form.get_by_label("Last name").fill("Heron")
    email = form.get_by_label("E-mail", exact=True)
    email.fill("heron@example.c")
    form.get_by_role("button", name="Create").click()
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(re.compile("e-mail", re.IGNORECASE))
    expect(form.get_by_label("Last name")).to_have_value("Heron")
    email.fill("heron@example.com")
    form.get_by_role("button", name="Create").click()
    expect(form).to_be_hidden()


def test_a_field_is_changed_in_its_place(
    page: Page, program: Program, person: dict[str, str]
) -> None:
    opened(page, person)
    page.get_by_role("button", name="Edit Job title").click()
    page.get_by_role("textbox", name="Job title").fill("Captain")
    page.keyboard.press("Enter")
    expect(field(page, "title")).to_contain_text("Captain")
    announced(page, "Saved")
    assert program.one("contacts", person)["title"] == "Captain"


def test_escape_leaves_a_field_as_it_was(
    page: Page, program: Program, person: dict[str, str]
) -> None:
    opened(page, person)
    page.get_by_role("button", name="Edit Job title").click()
    page.get_by_role("textbox", name="Job title").fill("Stowaway")
    page.keyboard.press("Escape")
    expect(field(page, "title")).to_contain_text("Mate")
    assert program.one("contacts", person)["title"] == "Mate"


def test_a_refused_change_keeps_what_was_typed_and_says_why(
    page: Page, program: Program, person: dict[str, str], guard: Guard
) -> None:
    guard.expected.add(422)
    opened(page, person)
    page.get_by_role("button", name="Edit E-mail", exact=True).click()
    email = page.get_by_role("textbox", name="E-mail", exact=True)
    email.fill("tess@example.c")
    page.keyboard.press("Enter")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_value("tess@example.c")
    assert program.one("contacts", person)["email"] is None


def test_of_two_people_the_second_chooses_field_by_field(
    page: Page,
    visit: Visit,
    signed_in: StorageState,
    program: Program,
    person: dict[str, str],
    guard: Guard,
) -> None:
    guard.expected.add(412)
    second = opened(visit(signed_in), person)
    second.keyboard.press("e")
    form = second.get_by_role("dialog", name=re.compile("^Edit"))
    form.get_by_label("Job title").fill("Boatswain")
    form.get_by_label("Department").fill("Deck")

    opened(page, person)
    page.get_by_role("button", name="Edit Job title").click()
    page.get_by_role("textbox", name="Job title").fill("Captain")
    page.keyboard.press("Tab")
    page.get_by_role("textbox", name="Department").fill("Bridge")
    with page.expect_response(lambda one: "Bridge" in (one.request.post_data or "")):
        page.keyboard.press("Enter")
    expect(field(page, "department")).to_contain_text("Bridge")
    expect(field(page, "title")).to_contain_text("Captain")
    announced(page, "Saved")

    form.get_by_role("button", name="Save").click()
    choice = second.get_by_role("dialog", name="Someone else changed this record")
    title = choice.get_by_role("radiogroup", name="Job title")
    department = choice.get_by_role("radiogroup", name="Department")
    expect(title).to_contain_text("Captain")
    expect(department).to_contain_text("Bridge")
    title.get_by_role("radio").filter(has_text="Yours").click()
    department.get_by_role("radio").filter(has_text="Theirs").click()
    choice.get_by_role("button", name="Save the choice").click()
    announced(second, "Saved")
    expect(field(second, "title")).to_contain_text("Boatswain")
    expect(field(second, "department")).to_contain_text("Bridge")
    expect(form).to_be_hidden()
    kept = program.one("contacts", person)
    assert (kept["title"], kept["department"]) == ("Boatswain", "Bridge")


def test_changes_of_different_fields_are_joined_without_a_question(
    page: Page, program: Program, person: dict[str, str], guard: Guard
) -> None:
    guard.expected.add(412)
    opened(page, person)
    page.keyboard.press("e")
    form = page.get_by_role("dialog", name=re.compile("^Edit"))
    form.get_by_label("Job title").fill("Boatswain")
    program.change("contacts", person, department="Bridge")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(field(page, "title")).to_contain_text("Boatswain")
    expect(field(page, "department")).to_contain_text("Bridge")
    kept = program.one("contacts", person)
    assert (kept["title"], kept["department"]) == ("Boatswain", "Bridge")


def test_a_choice_that_is_put_off_loses_nothing(
    page: Page, program: Program, person: dict[str, str], guard: Guard
) -> None:
    guard.expected.add(412)
    opened(page, person)
    page.keyboard.press("e")
    form = page.get_by_role("dialog", name=re.compile("^Edit"))
    form.get_by_label("Job title").fill("Boatswain")
    program.change("contacts", person, title="Captain", department="Bridge")
    form.get_by_role("button", name="Save").click()
    choice = page.get_by_role("dialog", name="Someone else changed this record")
    expect(choice).to_contain_text("Also changed by them, and kept: Department")
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(form.get_by_label("Job title")).to_have_value("Boatswain")
    assert program.one("contacts", person)["title"] == "Captain"
    form.get_by_role("button", name="Save").click()
    expect(choice).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    choice.get_by_role("button", name="Save the choice").press("Enter")
    expect(form).to_be_hidden()
    assert program.one("contacts", person)["department"] == "Bridge"


def test_a_field_edited_in_its_place_asks_too(
    page: Page, program: Program, person: dict[str, str], guard: Guard
) -> None:
    guard.expected.add(412)
    opened(page, person)
    page.get_by_role("button", name="Edit Job title").click()
    box = page.get_by_role("textbox", name="Job title")
    box.fill("Boatswain")
    program.change("contacts", person, title="Captain")
    page.keyboard.press("Enter")
    choice = page.get_by_role("dialog", name="Someone else changed this record")
    choice.get_by_role("button", name="Back to my edit").click()
    expect(box).to_have_value("Boatswain")
    page.keyboard.press("Escape")
    expect(field(page, "title")).to_contain_text("Captain")


def test_a_change_is_taken_back_by_its_key(
    page: Page, program: Program, person: dict[str, str]
) -> None:
    opened(page, person)
    page.get_by_role("button", name="Edit Job title").click()
    page.get_by_role("textbox", name="Job title").fill("Captain")
    page.keyboard.press("Enter")
    announced(page, "Saved")
    page.keyboard.press("Control+z")
    expect(field(page, "title")).to_contain_text("Mate")
    announced(page, "Undone")
    assert program.one("contacts", person)["title"] == "Mate"


def test_31_a_note_goes_to_the_top_of_the_timeline(
    page: Page, program: Program, person: dict[str, str]
) -> None:
    opened(page, person)
    composer = page.get_by_role("form", name="Add to the timeline")
    composer.get_by_role("combobox", name="Note").fill("Likes the early ferry.")
    page.reload()
    expect(composer.get_by_role("combobox", name="Note")).to_have_value("Likes the early ferry.")
    composer.get_by_role("combobox", name="Note").press("Control+Enter")
    entries = page.get_by_role("list", name="Timeline").get_by_role("listitem")
    expect(entries.first).to_contain_text("Likes the early ferry.")
    expect(composer.get_by_role("combobox", name="Note")).to_have_value("")
    [note] = program.found("activities", contact=person["id"])
    assert (note["kind"], note["status"]) == ("note", "done")


def test_a_task_is_added_and_ticked_off(
    page: Page, program: Program, person: dict[str, str]
) -> None:
    opened(page, person)
    composer = page.get_by_role("form", name="Add to the timeline")
    composer.get_by_role("radiogroup", name="Kind of entry").get_by_text("Task").click()
    composer.get_by_role("textbox", name="Subject").fill("Send the timetable")
    composer.get_by_role("button", name="Add").click()
    title = "Send the timetable"
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_role("list", name="Planned").get_by_role("checkbox", name=title).click()
    timeline = page.get_by_role("list", name="Timeline")
    expect(timeline.get_by_role("checkbox", name=title)).to_be_checked()
    [stored] = program.found("activities", contact=person["id"])
    assert (stored["kind"], stored["status"]) == ("task", "done")


def test_30_the_timeline_shows_what_was_changed(
    page: Page, program: Program, person: dict[str, str]
) -> None:
    program.change("contacts", person, title="Harbour master")
    opened(page, person)
    timeline = page.get_by_role("list", name="Timeline")
    expect(timeline).to_contain_text("Harbour master")
    page.get_by_role("button", name="Calls", exact=True).click()
    expect(timeline.get_by_text("Harbour master")).to_have_count(0)


def test_a_lead_is_converted_into_a_deal(page: Page, program: Program) -> None:
    company = f"Halyard {uuid4().hex[:6]}"
    account = program.made("accounts", name=company)
    lead = program.made("leads", first_name="Finn", last_name="Gull", company=company)
    page.goto(f"/leads/{lead['id']}")
    page.get_by_role("button", name="Convert").click()
    dialog = page.get_by_role("dialog", name="Convert the lead")
    expect(dialog.get_by_role("textbox", name="Account")).to_have_value(company)
    dialog.get_by_role("group", name="Opportunity").get_by_role("textbox").fill("New rigging")
    dialog.get_by_role("button", name="Convert").click()
    expect(page.get_by_role("heading", name="New rigging", level=1)).to_be_visible()
    [deal] = program.found("opportunities", search="New rigging")
    assert deal["account"]["id"] == account["id"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Finn Gull", level=1)).to_be_visible()
    page.get_by_role("button", name="Convert").click()
    dialog.get_by_role("group", name="Opportunity").get_by_role("textbox").fill("New rigging")
    dialog.get_by_role("button", name="Convert").click()
    expect(page.get_by_role("heading", name="New rigging", level=1)).to_be_visible()
    page.goto(f"/leads/{lead['id']}")
    expect(field(page, "converted_opportunity")).to_contain_text("New rigging")
    expect(page.get_by_role("button", name="Convert")).to_be_hidden()
