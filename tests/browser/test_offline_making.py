"""Without network: what is made, moved and deleted waits, is sent in order, and is made once."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.guard import Guard
from tests.browser.offline import copied, kept, offline
from tests.browser.program import Program

pytestmark = pytest.mark.browser

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


def made_offline(device: Page, name: str) -> Locator:
    """The row of a contact that is made in the list, from when the network is away."""
    device.goto("/contacts")
    row = device.get_by_role("row").filter(has_text=name)
    expect(device.get_by_role("row").nth(1)).to_be_visible()
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    copied(device, "records,contacts,list", "")
    offline(device)
    device.get_by_role("button", name="New").first.click()
    form = device.get_by_role("dialog", name="New: Contact")
    form.get_by_role("textbox", name="Last name").fill(name)
    form.get_by_role("button", name="Create").click()
    expect(form).to_have_count(0)
    expect(row).to_contain_text("Waiting")
    return row


def test_what_is_made_without_network_is_made_once_and_what_follows_goes_along(
    device: Page, program: Program
) -> None:
    name = f"Aa{uuid4().hex[:6]}"  # among the first rows, which are all that is drawn
    row = made_offline(device, name)
    row.get_by_text(name).click()
    expect(device.get_by_role("button", name="1 change waits")).to_be_visible()
    panel = device.get_by_role("dialog", name=name)
    panel.get_by_role("button", name="Edit Job title").click()
    panel.get_by_role("textbox", name="Job title").fill("Bosun")
    device.keyboard.press("Enter")
    title = panel.locator("div[data-field='title']")
    expect(title).to_contain_text("Waiting")
    expect(device.get_by_role("button", name="2 changes wait")).to_be_visible()
    panel.get_by_role("tab", name="Timeline").click()
    panel.get_by_role("combobox", name="Note").fill("Met at the pier")
    panel.get_by_role("button", name="Add").click()
    entry = panel.get_by_role("list", name="Timeline").get_by_role("listitem")
    expect(entry.filter(has_text="Met at the pier")).to_contain_text("Waiting")
    expect(device.get_by_role("button", name="3 changes wait")).to_be_visible()
    # Its answer gets lost: the next try makes no second one.
    device.evaluate(LOSE_AN_ANSWER)
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    assert device.evaluate("window.lost") == 1
    expect(row).not_to_contain_text("Waiting")
    # The panel is that of the record which the server made.
    panel.get_by_role("tab", name="Details").click()
    expect(title).to_contain_text("Bosun")
    expect(title).not_to_contain_text("Waiting")
    found = program("GET", f"/contacts/?search={name}&fields=name,title")["results"]
    assert [one["title"] for one in found] == ["Bosun"]
    timeline = program("GET", f"/contacts/{found[0]['id']}/timeline/?kinds=note")["results"]
    assert [one["title"] for one in timeline] == ["Met at the pier"]


def test_a_new_one_like_another_is_held_back_corrected_and_sent(
    device: Page, program: Program
) -> None:
    name = f"Twin{uuid4().hex[:6]}"
    email = f"{name.lower()}@example.com"
    program.made("contacts", last_name=f"First{name}", email=email)
    device.goto("/contacts")
    expect(device.get_by_role("row").nth(1)).to_be_visible()
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    copied(device, "records,contacts,list", "")
    offline(device)
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
    copied(device, "board,opportunities", name)
    offline(device)
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


def test_cards_are_put_in_order_without_network(device: Page, program: Program) -> None:
    name = f"Deal{uuid4().hex[:6]}"
    for number in range(3):
        program.made("opportunities", name=f"{name} {number}")
    device.goto(f"/opportunities/board?q={name}")
    cards = device.locator("[data-card]").filter(has_text=name)
    expect(cards).to_have_count(3)
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    copied(device, "board,opportunities", name)
    offline(device)
    first = cards.first.get_attribute("data-card")
    cards.first.press("Control+ArrowDown")
    expect(cards.nth(1)).to_have_attribute("data-card", str(first))
    cards.nth(1).press("Control+ArrowDown")
    expect(cards.nth(2)).to_have_attribute("data-card", str(first))
    expect(cards.nth(2)).to_contain_text("Waiting")
    expect(device.get_by_role("button", name="1 change waits")).to_be_visible()
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    expect(cards.nth(2)).to_have_attribute("data-card", str(first))
    column = program("GET", f"/opportunities/board/?search={name}")["stages"][0]["cards"]
    assert [one["id"] for one in column][2] == first


def test_work_on_a_record_goes_on_without_network(device: Page, program: Program) -> None:
    name = f"Deal{uuid4().hex[:6]}"
    deal = program.deal(name, 1200)
    device.goto(f"/opportunities/{deal['id']}")
    stages = device.get_by_role("list", name="Stage")
    timeline = device.get_by_role("list", name="Timeline").get_by_role("listitem")
    composer = device.get_by_role("form", name="Add to the timeline")
    expect(stages.get_by_role("button", name="Qualification")).to_be_visible()
    expect(timeline.first).to_be_visible()
    expect(composer.get_by_role("button", name="Add")).to_be_visible()
    kept(device, deal, name)
    offline(device)
    composer.get_by_text("Call", exact=True).click()
    composer.get_by_label("Subject").fill("First call")
    composer.get_by_role("button", name="Add").click()
    expect(timeline.filter(has_text="First call")).to_contain_text("Waiting")
    composer.get_by_text("Task", exact=True).click()
    composer.get_by_label("Subject").fill("Send papers")
    composer.get_by_role("button", name="Add").click()
    papers = timeline.filter(has_text="Send papers").get_by_role("checkbox")
    papers.click()
    expect(papers).to_be_checked()
    proposal = list(program.stages())[1]
    stages.get_by_role("button", name=proposal).click()
    expect(stages.get_by_role("button", name=proposal)).to_have_attribute("aria-current", "step")
    expect(stages).to_contain_text("Waiting")
    expect(device.get_by_role("button", name="4 changes wait")).to_be_visible()
    device.reload()
    expect(timeline.filter(has_text="First call")).to_contain_text("Waiting")
    expect(stages.get_by_role("button", name=proposal)).to_have_attribute("aria-current", "step")
    device.get_by_role("button", name="Actions").click()
    device.get_by_role("menuitem", name="Delete").click()
    expect(device.get_by_role("button", name="5 changes wait")).to_be_visible()
    device.get_by_role("button", name="Undo").click()
    expect(device.get_by_role("button", name="4 changes wait")).to_be_visible()
    device.context.set_offline(False)
    expect(device.get_by_text("All changes saved", exact=True)).to_be_visible()
    assert program.one("opportunities", deal)["stage"]["name"] == proposal
    told = program("GET", f"/opportunities/{deal['id']}/timeline/?kinds=call,task")["results"]
    done = {one["title"]: one["activity"]["status"] for one in told}
    assert done == {"First call": "done", "Send papers": "done"}


def test_what_is_deleted_without_network_goes_unless_somebody_changed_it(
    device: Page, program: Program, guard: Guard
) -> None:
    guard.expected.add(412)
    name = f"Off{uuid4().hex[:6]}"
    one, two = (program.made("contacts", last_name=f"{name} {which}") for which in ("A", "B"))
    device.goto(f"/contacts?q={name}")
    rows = device.locator("[role='row'][data-id]")
    expect(rows).to_have_count(2)
    device.evaluate("navigator.serviceWorker.ready.then(() => true)")
    copied(device, "records,contacts,list", name)
    offline(device)
    for which in ("A", "B"):
        device.get_by_role("checkbox", name=f"Select {name} {which}").click()
    marked = device.get_by_role("toolbar", name="Marked rows")
    marked.get_by_role("button", name="Delete").click()
    expect(rows).to_have_count(0)
    device.reload()
    expect(device.get_by_role("button", name="2 changes wait")).to_be_visible()
    expect(rows).to_have_count(0)
    program.change("contacts", one, email=f"{name.lower()}@example.com")
    device.context.set_offline(False)
    device.get_by_role("button", name="Decide").click()
    waiting = device.get_by_role("dialog", name="Changes that are not saved yet")
    expect(waiting).to_contain_text("Someone else changed this record after you saw it")
    expect(waiting.get_by_role("listitem")).to_have_count(1)
    assert [found["id"] for found in program.found("contacts", search=name)] == [one["id"]]
    waiting.get_by_role("button", name="Delete anyway").click()
    expect(waiting).to_contain_text("All changes saved")
    assert program.found("contacts", search=name) == []
    trash = program("GET", f"/contacts/?search={name}&trash=true")["results"]
    assert {found["id"] for found in trash} == {one["id"], two["id"]}


def test_what_was_made_without_network_is_edited_as_a_whole_and_deleted_without_a_trace(
    device: Page, program: Program
) -> None:
    name = f"Aa{uuid4().hex[:6]}"
    row = made_offline(device, name)
    row.get_by_text(name).click()
    panel = device.get_by_role("dialog", name=name)
    panel.get_by_role("button", name="Actions").click()
    items = device.get_by_role("menuitem")
    expect(items).to_have_text(["Edit all fields", "Delete"])
    items.get_by_text("Edit all fields").click()
    whole = device.get_by_role("dialog", name=f"Edit: {name}")
    whole.get_by_role("textbox", name="Department").fill("Galley")
    whole.get_by_role("button", name="Save").click()
    expect(panel.locator("div[data-field='department']")).to_contain_text("Galley")
    panel.get_by_role("button", name="Actions").click()
    items.get_by_text("Delete").click()
    expect(row).to_have_count(0)
    waiting = device.get_by_role("button", name="3 changes wait")
    expect(waiting).to_be_visible()
    device.context.set_offline(False)
    expect(waiting).to_have_count(0)
    assert program.found("contacts", search=name) == []
    assert program.found("contacts", search=name, trash="true") == []
