"""Without network: what was seen is shown, changes wait, and who signs out leaves nothing."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.conftest import Visit, sign_in
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser

#: Whether this browser has kept the record, under the name that it has now.
KEPT = """
async ([id, text]) => {
  const names = (await indexedDB.databases()).map(({ name }) => name)
  const name = names.find((one) => one.startsWith('freehold-'))
  if (!name) return false
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open(name)
    asked.onsuccess = () => resolve(asked.result)
  })
  const all = await new Promise((resolve) => {
    const asked = database.transaction('queries').objectStore('queries').getAll()
    asked.onsuccess = () => resolve(asked.result)
  })
  database.close()
  const keys = all.map(({ key }) => key[0])
  const known = keys.includes('me') && keys.includes('objects')
  return known && all.some(({ key, body }) => key.includes(id) && body.includes(text))
}
"""
#: Whether a screen with this text was kept, such as a board.
COPIED = KEPT.replace("key.includes(id)", "`${key.slice(0, 3)}`.includes(id)")
#: The server does what it is asked, but its first answer to a creation never arrives.
LOSE_AN_ANSWER = """
() => {
  const ask = window.fetch
  window.lost = 0
  window.fetch = async (...asked) => {
    const answer = await ask(...asked)
    if (asked[1]?.method !== 'POST' || !String(asked[0]).includes('/contacts/')) return answer
    if (window.lost > 0) return answer
    window.lost += 1
    throw new TypeError('Failed to fetch')
  }
}
"""
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


@pytest.fixture
def device(visit: Visit, signed_in: StorageState, guard: Guard) -> Page:
    """A browser that may keep the app; live signals don't overtake the test."""
    guard.offline = True
    page = visit(signed_in, service_workers="allow")
    page.context.route(re.compile(r"/api/v1/live/"), lambda route: route.abort())
    return page


def field(page: Page, name: str) -> Locator:
    return page.locator(f"div[data-field='{name}']")


def kept(page: Page, person: dict[str, str], text: str = "") -> None:
    """Waits until the app and this record can be opened without network."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(KEPT, arg=[person["id"], text or person["name"]])


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
    device.context.set_offline(True)
    expect(device.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
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
    page.wait_for_function(f"async (gone) => JSON.stringify(await ({LEFT})()) === gone", arg=gone)
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
    device.context.set_offline(True)
    expect(device.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
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


def test_what_is_made_without_network_is_made_once_and_what_follows_goes_along(
    device: Page, program: Program
) -> None:
    name = f"Aa{uuid4().hex[:6]}"  # among the first rows, which are all that is drawn
    device.goto("/contacts")
    row = device.get_by_role("row").filter(has_text=name)
    expect(device.get_by_role("row").nth(1)).to_be_visible()
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    device.wait_for_function(COPIED, arg=["records,contacts,list", ""])
    device.context.set_offline(True)
    expect(device.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
    device.get_by_role("button", name="New").first.click()
    form = device.get_by_role("dialog", name="New: Contact")
    form.get_by_role("textbox", name="Last name").fill(name)
    form.get_by_role("button", name="Create").click()
    expect(form).to_have_count(0)
    expect(row).to_contain_text("Waiting")
    row.get_by_text(name).click()
    expect(device.get_by_role("button", name="1 change waits")).to_be_visible()
    panel = device.get_by_role("dialog", name=name)
    panel.get_by_role("button", name="Edit Job title").click()
    panel.get_by_role("textbox", name="Job title").fill("Bosun")
    device.keyboard.press("Enter")
    title = panel.locator("div[data-field='title']")
    expect(title).to_contain_text("Waiting")
    expect(device.get_by_role("button", name="2 changes wait")).to_be_visible()
    # Its answer gets lost: the next try makes no second one.
    device.evaluate(LOSE_AN_ANSWER)
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    assert device.evaluate("window.lost") == 1
    expect(row).not_to_contain_text("Waiting")
    # The panel is that of the record which the server made.
    expect(title).to_contain_text("Bosun")
    expect(title).not_to_contain_text("Waiting")
    found = program("GET", f"/contacts/?search={name}&fields=name,title")["results"]
    assert [one["title"] for one in found] == ["Bosun"]


def test_a_new_one_like_another_is_held_back_corrected_and_sent(
    device: Page, program: Program
) -> None:
    name = f"Twin{uuid4().hex[:6]}"
    email = f"{name.lower()}@example.com"
    program.made("contacts", last_name=f"First{name}", email=email)
    device.goto("/contacts")
    expect(device.get_by_role("row").nth(1)).to_be_visible()
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    device.wait_for_function(COPIED, arg=["records,contacts,list", ""])
    device.context.set_offline(True)
    expect(device.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
    device.get_by_role("button", name="New").first.click()
    form = device.get_by_role("dialog", name="New: Contact")
    form.get_by_role("textbox", name="Last name").fill(name)
    form.get_by_role("textbox", name="E-mail").fill(email)
    form.get_by_role("button", name="Create").click()
    expect(form).to_have_count(0)
    device.context.set_offline(False)
    device.get_by_role("button", name="Decide").click()
    waiting = device.get_by_role("dialog", name="Changes that are not saved yet")
    expect(waiting).to_contain_text(f"There is something like it already: First{name}")
    waiting.get_by_role("button", name="Correct").click()
    expect(form.get_by_role("textbox", name="Last name")).to_have_value(name)
    form.get_by_role("textbox", name="E-mail").fill(f"other{email}")
    form.get_by_role("button", name="Create").click()
    expect(form).to_have_count(0)
    expect(device.get_by_role("alert").filter(has_text=f"Created: {name}")).to_be_visible()
    expect(device.get_by_role("button", name="Decide")).to_have_count(0)
    found = program("GET", f"/contacts/?search={name}&fields=name,email&sort=email")["results"]
    assert [one["email"] for one in found] == [f"other{email}", email]


def test_a_card_is_moved_without_network(device: Page, program: Program, guard: Guard) -> None:
    guard.expected.add(412)
    name = f"Deal{uuid4().hex[:6]}"
    deal = program.made("opportunities", name=name)
    device.goto(f"/opportunities/board?q={name}")
    card = device.locator(f"[data-card='{deal['id']}']")
    expect(card).to_contain_text(name)
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    device.wait_for_function(COPIED, arg=["board,opportunities", name])
    device.context.set_offline(True)
    expect(device.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
    columns = device.locator("section[data-col]")
    second, third = (str(columns.nth(at).get_attribute("data-col")) for at in (1, 2))
    card.press("Control+ArrowRight")
    moved = device.locator(f"section[data-col='{second}'] [data-card='{deal['id']}']")
    expect(moved).to_contain_text("Waiting")
    device.reload()
    expect(moved).to_contain_text("Waiting")
    # Meanwhile somebody else moves it elsewhere: both are shown, and one chooses.
    board = program("GET", f"/opportunities/board/?search={name}")
    other = next(one["id"] for one in board["stages"] if one["name"] == third)
    program("POST", f"/opportunities/{deal['id']}/move/", {"stage": other})
    device.context.set_offline(False)
    choice = device.get_by_role("dialog", name="Someone else changed this record")
    stage = choice.get_by_role("radiogroup", name="Stage")
    expect(stage).to_contain_text(second)
    expect(stage).to_contain_text(third)
    stage.get_by_role("radio").filter(has_text="Yours").click()
    choice.get_by_role("button", name="Save the choice").click()
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    expect(moved).not_to_contain_text("Waiting")
    assert program.one("opportunities", deal)["stage"]["name"] == second
