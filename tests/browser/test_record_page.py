"""The record's page: its timeline, the composer, whom a text names, favourites."""

import datetime
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import company
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def test_32_a_note_is_drafted_names_somebody_is_sent_pinned_and_found_by_its_kind(
    page: Page, program: Program
) -> None:
    account = program.made("accounts", name=f"Quay {uuid4().hex[:6]}")
    call = {"kind": "call", "subject": "Intro", "body": "Long talk", "status": "done"}
    program.made("activities", **call, account=account["id"])
    page.goto(f"/accounts/{account['id']}")
    composer = page.get_by_role("form", name="Add to the timeline")
    composer.get_by_text("Call", exact=True).click()
    composer.get_by_label("Subject").fill("Call back")
    composer.get_by_text("Note", exact=True).click()
    note = composer.get_by_role("combobox", name="Note")
    note.press_sequentially("<b>Ask</b> @ver")
    person = page.get_by_role("option", name=re.compile("Vera"))
    expect(person).to_be_visible()
    note.press("Enter")
    expect(note).to_have_value("<b>Ask</b> @Vera ")
    page.reload()
    expect(note).to_have_value("<b>Ask</b> @Vera ")
    note.press("Control+Enter")
    expect(note).to_have_value("")
    timeline = page.get_by_role("list", name="Timeline")
    expect(timeline.locator("[data-type=mention]")).to_have_text("@Vera")
    expect(timeline).to_contain_text("<b>Ask</b>")
    composer.get_by_text("Call", exact=True).click()
    expect(composer.get_by_label("Subject")).to_have_value("Call back")

    timeline.get_by_role("button", name=re.compile("^Pin to the top: <b>Ask")).click()
    pinned = page.get_by_role("list", name="Pinned")
    expect(pinned.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Calls").click()
    expect(timeline.get_by_role("listitem")).to_have_count(1)
    expect(timeline).to_contain_text("Intro")
    page.get_by_role("button", name="All", exact=True).click()
    expect(pinned).to_be_visible()
    page.get_by_role("button", name="Collapse all").click()
    expect(timeline.get_by_text("Long talk")).to_have_count(0)
    page.get_by_role("button", name="Expand all").click()
    expect(timeline.get_by_text("Long talk")).to_be_visible()


def test_what_is_planned_stands_apart_and_goes_into_what_was_done_once_it_is_ticked_off(
    page: Page, program: Program
) -> None:
    account = program.made("accounts", name=f"Slip {uuid4().hex[:6]}")
    days = [datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=n) for n in (2, 5)]
    about = {"account": account["id"]}
    for number, day in enumerate(reversed(days)):
        program.made(
            "activities", kind="task", subject=f"Step {2 - number}", due_at=f"{day:%FT%TZ}", **about
        )
    program.made("activities", kind="task", subject="Some day", **about)
    program.made("activities", kind="call", subject="Intro", status="done", **about)
    page.goto(f"/accounts/{account['id']}")
    planned = page.get_by_role("list", name="Planned")
    timeline = page.get_by_role("list", name="Timeline")
    expect(planned.get_by_role("checkbox")).to_have_count(3)
    expect(planned.get_by_role("listitem").first).to_contain_text("Step 1")
    expect(timeline).not_to_contain_text("Step")
    fact = page.get_by_text("Next step", exact=True).locator("xpath=following-sibling::dd")
    expect(fact).to_contain_text("Step 1")
    first = planned.get_by_role("checkbox", name="Step 1")
    first.focus()
    page.keyboard.press("Space")
    expect(timeline.get_by_role("checkbox", name="Step 1")).to_be_checked()
    expect(planned.get_by_role("checkbox")).to_have_count(2)
    expect(planned.get_by_role("checkbox", name="Step 2")).to_be_focused()
    expect(fact).to_contain_text("Step 2")
    page.keyboard.press("Space")
    expect(planned.get_by_role("checkbox", name="Some day")).to_be_focused()
    expect(fact).to_contain_text("Some day")
    page.get_by_role("button", name="Tasks", exact=True).click()
    expect(planned).to_have_count(0)
    expect(timeline.get_by_role("listitem")).to_have_count(3)


def test_the_browser_calls_each_page_by_its_heading(page: Page, program: Program) -> None:
    name = f"Quay {uuid4().hex[:6]}"
    account = program.made("accounts", name=name)
    page.goto(f"/accounts/{account['id']}")
    expect(page).to_have_title(re.compile(f"^{name} · .+ · Freehold$"))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My day").click()
    expect(page).to_have_title(re.compile("^My day · "))
    page.goto("/settings/notifications")
    expect(page).to_have_title(re.compile("^Notifications · "))
    page.go_back()
    expect(page).to_have_title(re.compile("^My day · "))


def test_34_a_favourite_stands_in_the_sidebar_and_what_was_opened_in_the_palette(
    page: Page, program: Program
) -> None:
    name = f"Pier {uuid4().hex[:6]}"
    account = program.made("accounts", name=name)
    page.goto(f"/accounts/{account['id']}")
    follow = page.get_by_role("button", name="Follow", exact=True)
    expect(page.get_by_role("button", name="Favourite", exact=True)).to_be_enabled()
    expect(page.get_by_role("region", name="Recent")).to_contain_text(name)
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.get_by_role("heading", name=name, level=1).click()
    page.keyboard.press("Shift+F")
    favourites = page.get_by_role("region", name="Favourites")
    expect(favourites.get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_role("region", name="Recent")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name=name)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option", name=name)).to_be_hidden()
    expect(page.locator("[aria-modal=true]")).to_have_count(0)
    expect(follow).to_have_attribute("title", re.compile(re.escape(company.ADMIN_NAME)))
    page.keyboard.press("Shift+F")
    expect(favourites.get_by_role("link", name=name)).to_have_count(0)


def test_34_what_is_deleted_is_no_longer_among_the_recent(
    page: Page, program: Program, guard: Guard
) -> None:
    guard.expected.add(404)
    name = f"Pier {uuid4().hex[:6]}"
    mine = program.made("accounts", name=f"{name} A")
    theirs = program.made("accounts", name=f"{name} B")
    recent = page.get_by_role("region", name="Recent")
    for account in (theirs, mine):
        page.goto(f"/accounts/{account['id']}")
        expect(recent).to_contain_text(account["name"])
    page.get_by_role("button", name="Actions", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(recent).not_to_contain_text(mine["name"])
    expect(recent).to_contain_text(theirs["name"])
    program("DELETE", f"/accounts/{theirs['id']}/")
    recent.get_by_role("link", name=theirs["name"]).click()
    expect(page.get_by_role("heading", name=f"“{theirs['name']}” is in the Trash")).to_be_visible()
    expect(recent).to_be_hidden()


def test_what_is_typed_stays_when_the_tablet_is_turned(page: Page, program: Program) -> None:
    name = f"Pier {uuid4().hex[:6]}"
    account = program.made("accounts", name=name)
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("button", name="Edit Website").click()
    website = page.get_by_role("textbox", name="Website")
    website.fill("https://half-a-wo")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.get_by_role("tab", name="Details")).to_have_count(1 if width == 390 else 0)
        expect(website).to_have_value("https://half-a-wo")
    website.press("Escape")
    expect(website).to_have_count(0)

    page.goto(f"/accounts?q={name}")
    row = page.locator(f"[role='row'][data-id='{account['id']}']")
    row.locator("[data-field='name']").dblclick()
    cell = row.get_by_role("textbox")
    cell.fill(f"{name} Lt")
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.get_by_role("button", name=name)).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(cell).to_have_value(f"{name} Lt")
    cell.press_sequentially("d")
    with page.expect_response(re.compile(f"/accounts/{account['id']}/")):
        cell.press("Enter")
    assert program.one("accounts", account)["name"] == f"{name} Ltd"


def test_a_role_of_a_contact_is_told_in_words(page: Page, program: Program) -> None:
    deal = program.deal(f"Beacon {uuid4().hex[:6]}", 1_000)
    [contact, *_] = program.found("contacts")
    role = program.made(
        "contact-roles", opportunity=deal["id"], contact=contact["id"], role="decision_maker"
    )
    page.goto(f"/opportunities/{deal['id']}")
    page.get_by_role("tab", name="Related").click()
    below = page.get_by_role("region", name="Contact roles")
    expect(below.get_by_role("link")).to_contain_text("Decision maker")
    page.goto(f"/contact-roles/{role['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Decision maker")


def test_the_open_tab_stands_in_the_address(page: Page, program: Program) -> None:
    account = program.made("accounts", name=f"Ferry {uuid4().hex[:6]}")
    page.goto(f"/accounts/{account['id']}?tab=nonsense")
    expect(page.get_by_role("tab", name="Timeline", selected=True)).to_be_visible()
    page.get_by_role("tab", name="Files").click()
    expect(page).to_have_url(re.compile(r"\?tab=files$"))
    page.reload()
    expect(page.get_by_role("tab", name="Files", selected=True)).to_be_visible()

    page.goto(f"/accounts?q={account['name'].replace(' ', '+')}&record={account['id']}")
    panel = page.get_by_role("dialog", name=account["name"])
    panel.get_by_role("tab", name="Audit trail").click()
    expect(page).to_have_url(re.compile(r"tab=trail"))
    panel.get_by_role("link", name="Open as a page").click()
    expect(page).to_have_url(re.compile(rf"/accounts/{account['id']}\?tab=trail$"))
    expect(page.get_by_role("tab", name="Audit trail", selected=True)).to_be_visible()


def test_what_another_objects_timeline_was_narrowed_to_hides_nothing_where_that_is_none(
    page: Page, program: Program
) -> None:
    deal = program.deal("Pontoon", 100_000)
    account = program.made("accounts", name=f"Wharf {uuid4().hex[:6]}")
    page.goto(f"/opportunities/{deal['id']}")
    shows = page.get_by_role("group", name="What the timeline shows")
    shows.get_by_role("button", name="Stages").click()
    everything = shows.get_by_role("button", name="All", exact=True)
    expect(everything).to_have_attribute("aria-pressed", "false")
    page.goto(f"/accounts/{account['id']}")
    expect(everything).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("list", name="Timeline")).to_contain_text("Created")
    expect(shows.get_by_role("button", name="Stages")).to_have_count(0)
