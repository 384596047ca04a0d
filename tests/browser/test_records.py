"""One record: made, changed in its place, changed by two people, talked about."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connections
from playwright.sync_api import Locator, Page, StorageState, expect
from pytest_django import DjangoDbBlocker

from crm_core.records.models import ComparedName
from crm_core.records.services.comparing import note_names
from crm_core.records.services.pairing import pair_waiting
from tenants.context import in_tenant
from tests.browser import accessibility, company
from tests.browser.conftest import Site, Visit
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def person(program: Program) -> dict[str, str]:
    name = f"Tern{uuid4().hex[:6]}"
    return program.made("contacts", first_name="Tess", last_name=name, title="Mate")


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


def test_28_a_repeated_record_is_told_before_it_is_created(
    page: Page, program: Program, person: dict[str, str]
) -> None:
    email = f"{person['last_name']}@example.com".lower()
    program.change("contacts", person, email=email)
    page.goto(f"/contacts?q={person['last_name']}")
    page.get_by_role("button", name="New", exact=True).click()
    form = page.get_by_role("dialog", name="New: Contact")
    form.get_by_label("Last name").fill("Tern")
    form.get_by_label("E-mail", exact=True).fill(email.upper())
    warning = form.get_by_role("alert")
    expect(warning).to_contain_text("already exists")
    expect(warning).to_contain_text("same: E-mail")
    link = warning.get_by_role("link", name=person["name"])
    expect(link).to_have_attribute("href", re.compile(f"/contacts/{person['id']}$"))
    form.get_by_label("E-mail", exact=True).fill(f"another-{email}")
    expect(warning).to_be_hidden()
    expect(form.get_by_role("button", name="Create", exact=True)).to_be_visible()
    form.get_by_label("E-mail", exact=True).fill(email)
    form.get_by_role("button", name="Create anyway").click()
    expect(form).to_be_hidden()
    assert len(program.found("contacts", search=email)) == 2


def test_28_two_records_become_one_field_by_field_and_two_again(
    page: Page, program: Program, guard: Guard
) -> None:
    guard.expected.add(404)
    page.route(re.compile(r"/api/v1/(live|changes)/"), lambda route: None)
    name, email = f"Petrel{uuid4().hex[:6]}", f"{uuid4().hex[:8]}@example.com"
    one = program.made("contacts", last_name=name, first_name="Ada", email=email, title="Pilot")
    two = program.made("contacts", last_name=name, first_name="Bea", email=email, title="Captain")
    task = program.made("activities", kind="task", subject=f"Call {name}", contact=two["id"])
    page.goto(f"/contacts?q={name}&sort=name")
    for first in ("Ada", "Bea"):
        page.get_by_role("checkbox", name=f"Select {first} {name}").click()
    bar = page.get_by_role("toolbar", name="Marked rows")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Merge").click()
    stays = page.get_by_role("radiogroup", name="Which one stays?")
    stays.get_by_role("radio", name=f"Ada {name}").click()
    titles = page.get_by_role("radiogroup", name="Job title")
    expect(titles.get_by_role("radio", name="Pilot")).to_be_checked()
    titles.get_by_role("radio", name="Pilot").press("ArrowDown")
    expect(titles.get_by_role("radio", name="Captain")).to_be_checked()
    expect(page.get_by_role("region", name="What happens")).to_contain_text("Activities: 1")
    expect(page.get_by_role("radiogroup", name="E-mail")).to_have_count(0)
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")
    with page.expect_response(re.compile(r"/contacts/merge/")):
        page.keyboard.press("ControlOrMeta+Enter")
    expect(page).to_have_url(re.compile(f"/contacts/{one['id']}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ada {name}")
    assert program.one("contacts", one)["title"] == "Captain"
    assert program.one("activities", task)["contact"]["id"] == one["id"]
    assert [found["id"] for found in program.found("contacts", search=name)] == [one["id"]]
    page.goto(f"/contacts/{two['id']}")
    expect(page).to_have_url(re.compile(f"/contacts/{one['id']}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ada {name}")
    page.goto("/settings/history")
    step = page.get_by_role("listitem").filter(has_text="Merged").first
    with page.expect_response(re.compile(r"/undo/")):
        step.get_by_role("button", name="Undo").click()
    assert program.one("contacts", one)["title"] == "Pilot"
    assert program.one("activities", task)["contact"]["id"] == two["id"]


def test_28_duplicates_are_reviewed_one_group_after_the_other(page: Page, program: Program) -> None:
    page.route(re.compile(r"/api/v1/(live|changes)/"), lambda route: None)
    # First in the order of the queue, whatever other tests leave there.
    name, other = (f"Aa {bird}{uuid4().hex[:6]}" for bird in ("Skua", "Tern"))
    for spelled in (name, name.upper(), other, other.upper()):
        program.made("accounts", name=spelled)
    page.goto("/accounts")
    page.get_by_role("link", name="Possible duplicates").click()
    group = page.get_by_role("listitem", name=re.compile(name, re.IGNORECASE))
    expect(group).to_contain_text("Same: Name")
    with page.expect_response(re.compile(r"/accounts/duplicates/")):
        group.get_by_role("button", name=f"Not a duplicate: {name}").click()
    expect(group).to_have_count(0)
    page.reload()
    second = page.get_by_role("listitem", name=re.compile(other, re.IGNORECASE))
    second.get_by_role("link", name=f"Merge {other}").click()
    expect(group).to_have_count(0)
    expect(page.get_by_role("region", name="What happens")).to_be_visible()
    with page.expect_response(re.compile(r"/accounts/merge/")):
        page.get_by_role("button", name="Merge 2 records").click()
    toast = page.get_by_role("alert").filter(has_text="Merged 2 records")
    expect(toast).to_be_visible()
    assert len(program.found("accounts", search=other)) == 1
    with page.expect_response(re.compile(r"/undo/")):
        toast.get_by_role("button", name="Undo").click()
    assert len(program.found("accounts", search=other)) == 2


@pytest.fixture
def similar(
    site: Site, program: Program, django_db_blocker: DjangoDbBlocker
) -> tuple[str, list[str]]:
    """Two accounts whose names differ in the legal form, compared as the job does it."""
    name = f"Aa Gannet{uuid4().hex[:6]}"
    spelled = [f"{name} AG", f"{name} Aktiengesellschaft"]
    ids = [UUID(program.made("accounts", name=one)["id"]) for one in spelled]

    def compare() -> None:
        with django_db_blocker.unblock(), in_tenant(company.SLUG):
            note_names("accounts", ids)
            while ComparedName.objects.filter(record_id__in=ids, waiting=True).exists():
                pair_waiting()
        connections.close_all()

    # Playwright's loop stands on this thread and keeps Django from the database.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(compare).result()
    return name, spelled


def test_28_similar_names_are_told_with_how_similar_they_are(
    page: Page, program: Program, similar: tuple[str, list[str]]
) -> None:
    page.route(re.compile(r"/api/v1/(live|changes)/"), lambda route: None)
    name, (first, _) = similar
    page.goto("/accounts/duplicates")
    group = page.get_by_role("listitem", name=first)
    more = page.get_by_role("button", name="Look for more")
    expect(group.or_(more).first).to_be_visible()
    while group.count() == 0:
        with page.expect_response(re.compile(r"/accounts/duplicates/")):
            more.click()
        expect(group.or_(more).first).to_be_visible()
    expect(group).to_contain_text("Similar name: 100% the same")
    group.get_by_role("link", name=f"Merge {first}").click()
    expect(page.get_by_role("region", name="What happens")).to_be_visible()
    with page.expect_response(re.compile(r"/accounts/merge/")):
        page.get_by_role("button", name="Merge 2 records").click()
    expect(page.get_by_role("alert").filter(has_text="Merged 2 records")).to_be_visible()
    assert len(program.found("accounts", search=name)) == 1


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
    task = page.get_by_role("list", name="Timeline").get_by_role(
        "checkbox", name="Send the timetable"
    )
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        task.click()
    expect(task).to_be_checked()
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
