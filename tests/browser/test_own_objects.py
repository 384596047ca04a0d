"""An object of a workspace's own is worked on like the built-in ones: logged, planned, done."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import accessibility, installation
from tests.browser.conftest import Site
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def label() -> str:
    return f"Berth {uuid4().hex[:6]}"


@pytest.fixture
def made(page: Page, program: Program, label: str) -> Iterator[dict[str, Any]]:
    """An object made in the settings, which leaves nothing behind."""
    page.goto("/settings/objects")
    page.get_by_role("button", name="New object").click()
    dialog = page.get_by_role("dialog", name="New object")
    dialog.get_by_role("textbox", name="One of them").fill(label)
    dialog.get_by_role("textbox", name="Many of them").fill(f"{label}s")
    expect(dialog.get_by_role("switch", name="Activities")).to_be_checked()
    assert accessibility.violations(page) == []
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("main").get_by_role("link", name=f"{label}s")).to_be_visible()
    held = program("GET", "/custom-objects/")["results"]
    found = next(one for one in held if one["label"] == label)
    yield found
    page.goto("about:blank")  # which asks for what goes no more
    program("PATCH", f"/custom-objects/{found['id']}/", {"retired": True})
    program("POST", f"/custom-objects/{found['id']}/purge/", {"name": found["label_plural"]})


@pytest.fixture
def worker(site: Site) -> Iterator[None]:
    with installation.worker(site.var):
        yield


def add(composer: Locator, kind: str, subject: str) -> None:
    composer.get_by_role("radiogroup", name="Kind of entry").get_by_text(kind, exact=True).click()
    composer.get_by_role("textbox", name="Subject").fill(subject)
    composer.get_by_role("button", name="Add", exact=True).click()
    expect(composer.get_by_role("textbox", name="Subject")).to_have_value("")


def test_a_note_a_call_and_a_task_about_a_record_of_ones_own(
    page: Page, program: Program, made: dict[str, Any], worker: None
) -> None:
    record = program.made(made["name"], name="North quay")
    page.goto(f"/{made['name']}/{record['id']}")
    composer = page.get_by_role("form", name="Add to the timeline")
    note = composer.get_by_role("combobox", name="Note")
    note.fill("Needs new fenders.")
    note.press("Control+Enter")
    expect(note).to_have_value("")
    timeline = page.get_by_role("list", name="Timeline")
    expect(timeline).to_contain_text("Needs new fenders.")
    facts = page.locator("dl").filter(has_text="Next step")
    expect(facts).to_contain_text("Not yet")
    expect(facts).to_contain_text("Nothing planned")
    add(composer, "Call", "Rang the harbour master")
    expect(timeline).to_contain_text("Rang the harbour master")
    expect(facts).not_to_contain_text("Not yet")
    composer.get_by_role("radiogroup", name="Kind of entry").get_by_text("Task", exact=True).click()
    composer.get_by_role("button", name="Due").click()
    page.get_by_role("button", name="Next month").click()
    page.get_by_role("button", name=re.compile("^15 ")).click()
    page.get_by_role("button", name="Apply").click()
    add(composer, "Task", "Order the fenders")
    expect(facts).to_contain_text(re.compile("Order the fenders · 15 "))
    expect(facts).not_to_contain_text("Nothing planned")
    timeline.get_by_role("button", name=re.compile("^Pin to the top: Needs new")).click()
    expect(page.get_by_role("list", name="Pinned")).to_contain_text("Needs new fenders.")
    page.get_by_role("button", name="Calls").click()
    expect(timeline.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="All", exact=True).click()
    assert accessibility.violations(page) == []


def test_my_day_names_the_record_that_a_task_is_about(
    page: Page, program: Program, made: dict[str, Any]
) -> None:
    record = program.made(made["name"], name="North quay")
    field = program("GET", "/objects/activities/")["subjects"][made["name"]]
    program.made(
        "activities",
        kind="task",
        subject="Order the fenders",
        custom={field.removeprefix("custom."): record["id"]},
    )
    page.goto("/my-day")
    row = page.get_by_role("listitem").filter(has_text="Order the fenders")
    row.get_by_role("link", name="North quay").click()
    expect(page).to_have_url(re.compile(f"/{made['name']}/{record['id']}"))
    expect(page.get_by_role("list", name="Planned")).to_contain_text("Order the fenders")
