"""On a phone: everything fits its width, and the bar below leads everywhere."""

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser import accessibility
from tests.browser.conftest import Visit
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser

#: The narrowest phone in use.
WIDTH = 360


@pytest.fixture
def phone(visit: Visit, signed_in: StorageState) -> Page:
    return visit(signed_in, viewport={"width": WIDTH, "height": 844}, has_touch=True)


#: What reaches over the edge, where nothing around it can be scrolled to get there.
_BEYOND_THE_EDGE = """() => {
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
  const isReached = (element) => {
    for (let around = element.parentElement; around; around = around.parentElement)
      if (scrolls(around)) return true
    return false
  }
  return [...document.querySelectorAll('h1, h2, a, button, input, select, textarea, p, dd')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .filter((element) => !isReached(element))
    .map((element) => element.outerHTML.slice(0, 200))
}"""


def fits(page: Page) -> None:
    """Neither does the page scroll sideways, nor is something cut off at its edge."""
    widest = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    )
    assert widest <= WIDTH
    assert page.evaluate(_BEYOND_THE_EDGE) == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/first-steps",
        "/opportunities/board",
        "/accounts",
        "/activities",
        "/cases",
        "/products",
        "/import",
        "/settings/profile",
        "/settings/users",
        "/settings/teams",
        "/settings/roles",
        "/settings/pipelines",
        "/settings/fields",
        "/settings/api-keys",
        "/settings/webhooks",
        "/settings/audit",
    ],
)
def test_39_no_screen_scrolls_sideways(phone: Page, path: str) -> None:
    phone.goto(path)
    expect(phone.get_by_role("heading", level=1).first).to_be_visible()
    phone.wait_for_load_state("networkidle")
    fits(phone)


def test_a_record_and_its_forms_fit(phone: Page, program: Program) -> None:
    [contact, *_] = program.found("contacts")
    phone.goto("/contacts")
    phone.get_by_role("list", name="Contacts").get_by_role("button").first.click()
    panel = phone.get_by_role("dialog")
    expect(panel.get_by_role("tab", name="Timeline")).to_be_visible()
    tops = {tab.evaluate("(tab) => tab.offsetTop") for tab in panel.get_by_role("tab").all()}
    assert len(tops) == 1, "The tabs stand in more than one line."
    fits(phone)
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    phone.get_by_role("button", name="New", exact=True).click()
    expect(phone.get_by_role("dialog", name="New: Contact")).to_be_visible()
    fits(phone)
    phone.goto(f"/contacts/{contact['id']}")
    expect(phone.get_by_role("heading", name=contact["name"], level=1)).to_be_visible()
    fits(phone)


@pytest.mark.parametrize("name", ["users", "roles"])
def test_what_can_be_done_about_a_row_lies_within_the_width(phone: Page, name: str) -> None:
    phone.goto(f"/settings/{name}")
    first = phone.get_by_role("button", name=re.compile("^Edit ")).first
    expect(first).to_be_visible()
    ends = phone.get_by_role("table").evaluate(
        "table => [...table.querySelectorAll('button')]"
        ".map((one) => one.getBoundingClientRect().right)"
    )
    assert len(ends) > 1
    assert max(ends) <= WIDTH
    first.click()
    expect(phone.get_by_role("dialog")).to_be_visible()


def test_a_long_list_of_choices_scrolls_within_the_screen(phone: Page) -> None:
    phone.goto("/settings/profile")
    zone = phone.get_by_role("combobox", name="Time zone")
    zone.click()
    choices = phone.get_by_role("listbox", name="Time zone").get_by_role("option")
    expect(choices.nth(60)).to_be_attached()
    box = phone.get_by_role("listbox", name="Time zone").bounding_box()
    assert box is not None
    assert box["height"] < 400
    for _ in range(20):
        zone.press("ArrowDown")
    expect(choices.nth(20)).to_be_in_viewport()
    assert accessibility.violations(phone) == []


def test_the_search_shows_who_it_is_before_anything_else(phone: Page, program: Program) -> None:
    """A long address makes way for a name that it would leave no room."""
    address = "wilhelmina.featherstonehaugh@cholmondeley-engineering.example"
    program.made("contacts", last_name="Featherstonehaugh", email=address)
    phone.goto("/opportunities/board")
    phone.get_by_role("navigation", name="Main").get_by_role("button", name="Search").click()
    phone.get_by_label("Command palette").fill("Featherstonehaugh")
    name = phone.get_by_role("option").get_by_text("Featherstonehaugh", exact=True)
    expect(name).to_be_visible()
    assert name.evaluate("(name) => name.scrollWidth <= name.clientWidth")


def test_39_the_bar_below_leads_to_the_screens(phone: Page) -> None:
    phone.goto("/opportunities/board")
    bar = phone.get_by_role("navigation", name="Main")
    bar.get_by_role("link", name="Accounts").click()
    expect(phone).to_have_url(re.compile("/accounts$"))
    expect(phone.get_by_role("list", name="Accounts")).to_be_visible()
    bar.get_by_role("button", name="Search").click()
    expect(phone.get_by_label("Command palette")).to_be_focused()
    phone.keyboard.press("Escape")
    bar.get_by_role("button", name="More").click()
    phone.get_by_role("dialog", name="More").get_by_role("link", name="Settings").click()
    expect(phone).to_have_url(re.compile("/settings$"))


def test_the_stage_bar_stands_at_the_deals_stage(phone: Page, program: Program) -> None:
    deal = program.deal("Sextant", 4_200, stage="Negotiation")
    phone.goto(f"/opportunities/{deal['id']}")
    stage = phone.get_by_role("list", name="Stage").get_by_role("button", name="Negotiation")
    expect(stage).to_have_attribute("aria-current", "step")
    expect(stage).to_be_in_viewport(ratio=1)


def test_a_card_moves_by_its_menu(phone: Page, program: Program) -> None:
    deal = program.deal("Pocket compass", 4_200)
    phone.goto("/opportunities/board?q=Pocket compass")
    phone.get_by_role("button", name="Actions for Pocket compass").click()
    with phone.expect_response(re.compile("/move/")):
        phone.get_by_role("menuitem", name="Discovery").click()
    stages = phone.get_by_role("navigation", name="Stages")
    stages.get_by_role("button", name="Discovery 1").click()
    expect(phone.locator(f"[data-card='{deal['id']}']")).to_be_in_viewport()
    expect(stages.locator("[aria-current=true]")).to_have_text("Discovery 1")


def test_settings_of_objects_fields_and_keys_have_their_buttons_within_reach(
    phone: Page, program: Program
) -> None:
    made = program(
        "POST", "/custom-objects/", {"label": "Berth", "label_plural": "Berths at quays"}
    )
    field = {"object": made["name"], "label": "Depth of the water", "type": "text"}
    program("POST", "/fields/", field)
    program("POST", "/api-keys/", {"name": "Harbour master", "scopes": ["read"]})
    for path, label in (
        ("/settings/objects", "Edit Berth"),
        ("/settings/fields", f"Edit {field['label']}"),
        ("/settings/api-keys", "Revoke “Harbour master”"),
    ):
        phone.goto(path)
        if path == "/settings/fields":
            phone.get_by_label("Object", exact=True).select_option(made["label_plural"])
        button = phone.get_by_role("button", name=label, exact=True).first
        expect(button).to_be_visible()
        assert button.evaluate("(one) => one.getBoundingClientRect().right") <= WIDTH
        assert phone.get_by_role("table").evaluate(
            "(table) => table.parentElement.scrollWidth <= table.parentElement.clientWidth"
        )


def test_a_refused_name_comes_back_into_view(phone: Page, guard: Guard) -> None:
    guard.expected.add(409)
    phone.goto("/settings/roles")
    phone.get_by_role("button", name="New role").click()
    dialog = phone.get_by_role("dialog", name="New role")
    name = dialog.get_by_role("textbox", name="Name")
    name.fill("Administrator")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text("There is already a role called")).to_be_in_viewport()
    expect(name).to_be_focused()
    expect(name).to_be_in_viewport()


def test_what_a_role_may_do_is_read_and_chosen(phone: Page) -> None:
    phone.goto("/settings/roles")
    phone.get_by_role("button", name="New role").click()
    reach = phone.get_by_role("combobox", name="Contacts: Read")
    expect(reach).to_be_visible()
    width = reach.evaluate("(select) => select.clientWidth")
    assert width > WIDTH / 3, "the choice cannot be read"
    fits(phone)


def test_the_hours_of_the_calendar_are_read_whole(visit: Visit, signed_in: StorageState) -> None:
    """Those of twelve hours are the longest."""
    phone = visit(
        signed_in, viewport={"width": WIDTH, "height": 844}, has_touch=True, locale="en-US"
    )
    phone.goto("/calendar")
    hour = phone.get_by_text(re.compile(r"^10:00\sAM$"))
    expect(hour).to_be_visible()
    box = hour.bounding_box()
    assert box is not None
    assert box["x"] >= 0


def test_the_headings_of_a_layout_can_be_read_and_typed(phone: Page) -> None:
    phone.goto("/settings/layouts")
    heading = phone.get_by_label("Heading").first
    expect(heading).to_be_visible()
    box = heading.bounding_box()
    assert box is not None
    assert box["width"] >= 180


def test_what_is_told_above_the_screen_is_seen_while_a_record_is_open(
    phone: Page, guard: Guard, person: dict[str, str]
) -> None:
    guard.offline = True
    phone.goto(f"/contacts?q={person['last_name']}")
    phone.get_by_role("button", name=person["name"]).click()
    expect(phone.get_by_role("dialog", name=person["name"])).to_be_visible()
    phone.context.set_offline(True)
    # Nothing lies over it.
    phone.get_by_text("You are offline. You see what was loaded at").click(trial=True)
    phone.context.set_offline(False)
