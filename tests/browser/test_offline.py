"""Without network: what was seen is shown, changes wait, and who signs out leaves nothing."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, sign_in
from tests.browser.guard import Guard
from tests.browser.offline import becomes_true, field, kept, offline
from tests.browser.program import Program

pytestmark = pytest.mark.browser


LEFT = """
async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  stored: Object.keys(localStorage).filter((key) => /:.*:|kept/.test(key)),
  session: Object.keys(sessionStorage),
})
"""

NOTHING = {"databases": [], "caches": [], "workers": 0, "stored": [], "session": []}


@pytest.fixture
def person(program: Program) -> dict[str, str]:
    name = f"Off{uuid4().hex[:6]}"
    return program.made("contacts", first_name="Olga", last_name=name, title="Mate")


def seen(page: Page, person: dict[str, str]) -> None:
    page.goto(f"/contacts/{person['id']}")
    expect(page.get_by_role("heading", name=person["name"], level=1)).to_be_visible()
    kept(page, person)


def retitled(page: Page, title: str) -> None:
    page.get_by_role("button", name="Edit Job title").click()
    page.get_by_role("textbox", name="Job title").fill(title)
    page.keyboard.press("Enter")
    expect(field(page, "title")).to_contain_text(title)
    expect(field(page, "title")).to_contain_text("Waiting")


def test_40_a_change_without_network_waits_and_is_saved_when_it_is_back(
    device: Page, program: Program, person: dict[str, str]
) -> None:
    seen(device, person)
    offline(device)
    retitled(device, "Bosun")
    expect(device.get_by_role("button", name="1 change waits")).to_be_visible()
    assert program.one("contacts", person)["title"] == "Mate"
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    expect(field(device, "title")).not_to_contain_text("Waiting")
    assert program.one("contacts", person)["title"] == "Bosun"


def test_without_network_the_app_opens_on_what_was_seen_and_sends_after_a_reload(
    device: Page, program: Program, person: dict[str, str]
) -> None:
    seen(device, person)
    device.context.set_offline(True)
    retitled(device, "Purser")
    kept(device, person, "Purser")
    device.reload()
    expect(device.get_by_role("heading", name=person["name"], level=1)).to_be_visible()
    expect(device.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
    expect(field(device, "title")).to_contain_text("Purser")
    expect(field(device, "title")).to_contain_text("Waiting")
    device.goto(f"/accounts/{uuid4()}")
    expect(device.get_by_role("heading", name="Not seen on this device yet")).to_be_visible()
    device.goto(f"/contacts/{person['id']}")
    expect(field(device, "title")).to_contain_text("Purser")
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    assert program.one("contacts", person)["title"] == "Purser"


def test_of_a_conflict_both_values_are_shown(
    device: Page, program: Program, person: dict[str, str], guard: Guard
) -> None:
    guard.expected.add(412)
    seen(device, person)
    device.context.set_offline(True)
    retitled(device, "Stoker")
    program.change("contacts", person, title="Captain")
    device.context.set_offline(False)
    choice = device.get_by_role("dialog", name="Someone else changed this record")
    title = choice.get_by_role("radiogroup", name="Job title")
    expect(title).to_contain_text("Stoker")
    expect(title).to_contain_text("Captain")
    choice.get_by_role("button", name="Back to my edit").click()
    device.get_by_role("button", name="Decide").click()
    waiting = device.get_by_role("dialog", name="Changes that are not saved yet")
    expect(waiting).to_contain_text("Stoker")
    waiting.get_by_role("button", name="Choose").click()
    title.get_by_role("radio").filter(has_text="Yours").click()
    choice.get_by_role("button", name="Save the choice").click()
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    assert program.one("contacts", person)["title"] == "Stoker"


def test_what_the_server_refuses_stays_with_its_reason_until_it_is_discarded(
    device: Page, program: Program, person: dict[str, str], guard: Guard
) -> None:
    guard.expected.add(404)
    seen(device, person)
    device.context.set_offline(True)
    retitled(device, "Cook")
    program("DELETE", f"/contacts/{person['id']}/")
    device.context.set_offline(False)
    device.get_by_role("button", name="Decide").click()
    waiting = device.get_by_role("dialog", name="Changes that are not saved yet")
    expect(waiting).to_contain_text(person["name"])
    expect(waiting).to_contain_text("Cook")
    waiting.get_by_role("button", name=re.compile("^Discard")).click()
    expect(waiting).to_contain_text("All changes saved")


def test_who_signs_out_leaves_nothing_in_the_browser(
    visit: Visit, person: dict[str, str], guard: Guard
) -> None:
    # allauth answers 401 to a sign-out: nobody is signed in any more.
    guard.expected.add(401)
    page = visit(service_workers="allow")
    page.goto("/sign-in")
    sign_in(page)
    expect(page).not_to_have_url(re.compile("/sign-in"))
    seen(page, person)
    other = page.context.new_page()
    other.goto(f"/contacts/{person['id']}")
    expect(other.get_by_role("heading", name=person["name"], level=1)).to_be_visible()
    page.get_by_role("button", name="Ada Harbour").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    gone = json.dumps(NOTHING, separators=(",", ":"))
    becomes_true(page, f"async (gone) => JSON.stringify(await ({LEFT})()) === gone", gone)
    assert page.evaluate(LEFT) == NOTHING


def test_rows_and_cards_show_what_waits(device: Page, program: Program) -> None:
    name = f"Deal{uuid4().hex[:6]}"
    deal = program.made("opportunities", name=name)
    device.goto(f"/opportunities/board?q={name}")
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    card = device.locator(f"[data-card='{deal['id']}']")
    expect(card).to_contain_text(name)
    views = device.get_by_role("navigation", name="View")
    views.get_by_role("link", name="List").click()
    row = device.locator(f"[role='row'][data-id='{deal['id']}']")
    row.get_by_text(name).click()
    panel = device.get_by_role("dialog", name=name)
    expect(panel.locator("div[data-field='name']")).to_contain_text(name)
    offline(device)
    panel.get_by_role("button", name="Edit Name").click()
    panel.get_by_role("textbox", name="Name").fill(f"{name} renamed")
    device.keyboard.press("Enter")
    expect(row).to_contain_text(f"{name} renamed")
    expect(row).to_contain_text("Waiting")
    views.get_by_role("link", name="Board").click()
    expect(card).to_contain_text(f"{name} renamed")
    expect(card).to_contain_text("Waiting")
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    expect(card).not_to_contain_text("Waiting")
    assert program.one("opportunities", deal)["name"] == f"{name} renamed"
