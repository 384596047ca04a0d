"""Duplicates: told before they are made, reviewed, made one and two again."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connections
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from crm_core.records.models import ComparedName
from crm_core.records.services.comparing import note_names
from crm_core.records.services.pairing import pair_waiting
from tenants.context import in_tenant
from tests.browser import accessibility, company
from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.browser.untold import untold

pytestmark = pytest.mark.browser


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
    untold(page)
    name, email = f"Petrel{uuid4().hex[:6]}", f"{uuid4().hex[:8]}@example.com"
    one = program.made("contacts", last_name=name, first_name="Ada", email=email, title="Pilot")
    two = program.made("contacts", last_name=name, first_name="Bea", email=email, title="Captain")
    task = program.made("activities", kind="task", subject=f"Call {name}", contact=two["id"])
    program("PATCH", f"/contacts/{two['id']}/interest/", {"favourite": True})
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
    expect(page.get_by_role("navigation").get_by_text(f"Bea {name}")).to_have_count(0)
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
    untold(page)
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
    untold(page)
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
