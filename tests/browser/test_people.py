"""Who may see what, as its screens show it: sharing, “why?”, private notes, roles, leaving."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser import accessibility
from tests.browser.conftest import Visit
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def account(program: Program) -> dict[str, Any]:
    return program.made("accounts", name=f"Anchor {uuid4().hex[:6]}")


@pytest.fixture
def vera(program: Program) -> dict[str, Any]:
    [found] = program.found("users", search="Vera")
    return found


@pytest.fixture
def leaver(program: Program) -> Iterator[dict[str, Any]]:
    """Somebody with two accounts and a team, gone after the test at the latest."""
    name = f"Lena {uuid4().hex[:6]}"
    user = program.made("users", name=name, email=f"{uuid4().hex[:8]}@harbour.test")
    for number in (1, 2):
        program.made("accounts", name=f"{name} {number}", owner=user["id"])
    program.made("teams", name=f"Team of {name}", members=[user["id"]])
    yield user
    program("PATCH", f"/users/{user['id']}/", {"active": False})


def sound(page: Page) -> None:
    """Nothing that axe-core finds, at both sizes."""
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")


def choose(picker: Locator, name: str) -> None:
    """Type and take the one that is offered, by keyboard."""
    picker.fill(name)
    expect(picker.page.get_by_role("option")).to_have_text([re.compile(name)])
    picker.press("ArrowDown")
    picker.press("Enter")


def test_a_record_is_shared_changed_and_taken_back_by_keyboard(
    page: Page, account: dict[str, Any], vera: dict[str, Any], program: Program
) -> None:
    page.goto(f"/accounts/{account['id']}")
    expect(page.get_by_role("heading", name=account["name"], level=1)).to_be_visible()
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name=f"Access to {account['name']}")
    dialog.get_by_role("tab", name="Who can see this").press("ArrowLeft")
    choose(dialog.get_by_label("Person", exact=True), "Vera")
    sound(page)
    dialog.get_by_role("button", name="Share", exact=True).press("Enter")
    shared = dialog.get_by_role("list", name="Shared with")
    expect(shared).to_contain_text("May see it")
    dialog.get_by_role("button", name="Change what Vera may do").press("Enter")
    form = dialog.get_by_role("form", name="Change the share")
    form.get_by_label("Vera may").click()
    page.get_by_role("option", name="See and change it").click()
    form.get_by_label("Until (optional)").fill("Dec 31, 2099")
    form.get_by_role("button", name="Save").press("Enter")
    expect(shared).to_contain_text("May see and change it · until 31 Dec 2099")
    [held] = program("GET", f"/accounts/{account['id']}/shares/")["results"]
    assert (held["access"], held["expires_at"][:10]) == ("write", "2099-12-31")
    dialog.get_by_role("button", name="Stop sharing with Vera").press("Enter")
    expect(shared.get_by_role("listitem")).to_have_count(0)
    assert program("GET", f"/accounts/{account['id']}/shares/")["results"] == []


def test_a_share_that_has_ended_before_it_began_is_refused_beside_its_field(
    page: Page, account: dict[str, Any], guard: Guard
) -> None:
    guard.expected.add(422)
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Share…").click()
    dialog = page.get_by_role("dialog", name=f"Access to {account['name']}")
    choose(dialog.get_by_label("Person", exact=True), "Vera")
    dialog.get_by_label("Until (optional)").fill("Jan 1, 2020")
    dialog.get_by_role("button", name="Share", exact=True).press("Enter")
    expect(dialog.get_by_text("Choose an end that lies ahead.")).to_be_visible()


def test_everybody_who_sees_a_record_is_listed_with_the_reason(
    page: Page, account: dict[str, Any]
) -> None:
    page.goto(f"/accounts/{account['id']}")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Who can see this?").click()
    dialog = page.get_by_role("dialog", name=f"Access to {account['name']}")
    seen = dialog.get_by_role("list", name="Who can see this")
    expect(seen.get_by_role("listitem").first).to_contain_text("Owner")
    expect(seen).to_contain_text("The role “Role of Vera” reaches every record.")
    choose(dialog.get_by_label("Ask about a person"), "Vera")
    expect(dialog.get_by_role("status")).to_contain_text(
        "Cannot change itThe role “Role of Vera” does not let them change such records."
    )
    sound(page)


def test_who_may_not_ask_about_others_learns_why_they_see_it(
    visit: Visit, viewer: StorageState, account: dict[str, Any]
) -> None:
    page = visit(viewer)
    page.goto(f"/accounts/{account['id']}")
    expect(page.get_by_role("heading", name=account["name"], level=1)).to_be_visible()
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name=f"Access to {account['name']}")
    expect(dialog.get_by_role("status")).to_contain_text("Can see it")
    expect(dialog.get_by_label("Ask about a person")).to_have_count(0)
    dialog.get_by_role("tab", name="Shared with").click()
    expect(dialog.get_by_role("form")).to_have_count(0)


def test_a_note_may_be_ones_own_alone(
    page: Page, visit: Visit, viewer: StorageState, account: dict[str, Any]
) -> None:
    page.goto(f"/accounts/{account['id']}")
    composer = page.get_by_role("form", name="Add to the timeline")
    composer.get_by_role("combobox", name="Note").fill("Quicksilver")
    composer.get_by_role("switch", name="Only me").press("Space")
    composer.get_by_role("button", name="Add").click()
    entry = page.get_by_role("list", name="Timeline").get_by_role("listitem").first
    expect(entry).to_contain_text("Quicksilver")
    expect(entry.get_by_text("Only you see this")).to_be_attached()
    other = visit(viewer)
    other.goto(f"/accounts/{account['id']}")
    expect(other.get_by_role("list", name="Timeline").get_by_text("Created")).to_be_visible()
    expect(other.get_by_text("Quicksilver")).to_have_count(0)


def more_about(page: Page, user: dict[str, Any], item: str) -> None:
    page.goto("/settings/users")
    page.get_by_label("Search users").fill(user["name"])
    page.get_by_role("button", name=f"More about {user['name']}").click()
    page.get_by_role("menuitem", name=item).click()


def test_somebody_leaves_and_their_records_go_to_another(
    page: Page, leaver: dict[str, Any], vera: dict[str, Any], program: Program
) -> None:
    more_about(page, leaver, "Deactivate…")
    dialog = page.get_by_role("dialog", name=f"Deactivate {leaver['name']}")
    expect(dialog.get_by_role("checkbox", name="Accounts (2)")).to_be_checked()
    expect(dialog).to_contain_text(f"Member of: Team of {leaver['name']}.")
    button = dialog.get_by_role("button", name="Hand over and deactivate")
    expect(button).to_be_disabled()
    dialog.get_by_role("combobox", name="New owner").fill("Vera")
    page.get_by_role("option", name="Vera").click()
    sound(page)
    button.click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Deactivated", exact=True)).to_be_visible()
    assert len(program.found("accounts", owner=vera["id"], search=leaver["name"])) == 2
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 2 records handed over to Vera").first).to_be_visible()
    assert len(program.found("accounts", owner=leaver["id"])) == 2
    page.get_by_role("button", name=f"More about {leaver['name']}").click()
    page.get_by_role("menuitem", name="Reactivate").click()
    expect(page.get_by_text("Deactivated", exact=True)).to_have_count(0)


def test_somebody_who_has_not_come_in_is_invited_again(page: Page, leaver: dict[str, Any]) -> None:
    more_about(page, leaver, "Invite again")
    expect(page.get_by_text(f"Invited again: {leaver['email']}")).to_be_visible()


def test_nobody_is_invited_without_a_role(page: Page, program: Program) -> None:
    email = f"{uuid4().hex[:8]}@harbour.test"
    page.goto("/settings/users")
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Invite someone")
    dialog.get_by_label("Name").fill("Rolf Roleless")
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(dialog.get_by_text("Choose a role: without one they see nothing.")).to_be_visible()
    sound(page)
    assert program.found("users", search=email) == []
    dialog.get_by_label("Roles").press("ArrowDown")
    page.get_by_role("option", name="Read only").click()
    dialog.get_by_label("Roles").press("Tab")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"Invited: {email}")).to_be_visible()
    [invited] = program.found("users", search=email)
    assert [role["name"] for role in invited["roles"]] == ["Read only"]
    program("PATCH", f"/users/{invited['id']}/", {"active": False})


def test_all_that_an_invitation_lacks_is_told_at_once(page: Page) -> None:
    page.goto("/settings/users")
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Invite someone")
    dialog.get_by_label("E-mail").fill("wanda")
    dialog.get_by_role("button", name="Send the invitation").click()
    for told in ("must not be empty.", "not an e-mail address.", "Choose a role: without one"):
        expect(dialog).to_contain_text(told)
    expect(dialog.get_by_label("Name", exact=True)).to_be_focused()
    sound(page)


def test_what_a_user_sees_is_told_object_by_object(page: Page, vera: dict[str, Any]) -> None:
    more_about(page, vera, "What can they see?")
    dialog = page.get_by_role("dialog", name="What Vera can see")
    row = dialog.get_by_role("row").filter(has_text="Opportunities")
    expect(row).to_contain_text("Hidden: Amount")
    expect(row).to_contain_text("Everybody's")
    expect(row).to_contain_text("Role of Vera")
    sound(page)


def test_the_effect_of_a_role_is_seen_before_it_is_saved(page: Page, program: Program) -> None:
    page.goto("/settings/roles")
    name = f"Copy {uuid4().hex[:6]}"
    page.get_by_role("button", name="Copy Role of Vera").click()
    page.get_by_label("Name of the new role").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Edit {name}")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Edit Role of Vera").click()
    dialog = page.get_by_role("dialog", name="Edit Role of Vera")
    dialog.get_by_label("Accounts: Read", exact=True).select_option("none")
    dialog.get_by_label("Accounts: Change", exact=True).select_option("none")
    dialog.get_by_role("tab", name="Fields").click()
    dialog.get_by_label("Object", exact=True).select_option("contacts")
    dialog.get_by_role("radiogroup", name="Job title").get_by_text("Hidden").click()
    sound(page)
    dialog.get_by_role("tab", name="See the effect").click()
    expect(dialog.get_by_text("Vera holds this role")).to_be_visible()
    compared = dialog.get_by_role("table", name="Now and if saved")
    expect(compared.get_by_role("row").filter(has_text="Accounts")).to_contain_text("Sees 0")
    expect(compared.get_by_role("row").filter(has_text="Contacts")).to_contain_text(
        "Hidden: Job title, E-mail"
    )
    sound(page)
    dialog.get_by_role("button", name="Cancel").click()
    [role] = [one for one in program.found("roles") if one["name"] == "Role of Vera"]
    assert role["grants"]["*"]["read"] == "all"
    assert "title" not in role["fields"]["contacts"]


def test_what_lies_in_the_trash_is_deleted_for_ever_after_a_question(
    page: Page, account: dict[str, Any], program: Program
) -> None:
    program("DELETE", f"/accounts/{account['id']}/")
    page.goto(f"/accounts?trash=true&q={account['name']}")
    page.get_by_role("button", name=f"Delete for ever: {account['name']}").click()
    dialog = page.get_by_role("dialog", name=f"Delete “{account['name']}” for ever?")
    sound(page)
    dialog.get_by_role("button", name="Delete for ever").click()
    expect(dialog).to_have_count(0)
    assert program.found("accounts", trash="true", search=account["name"]) == []


def test_somebody_is_invited_with_a_role_by_mouse_alone(page: Page, program: Program) -> None:
    """The list of roles stays open for further ones: the button that sends is in reach anyway."""
    email = f"{uuid4().hex[:8]}@harbour.test"
    page.goto("/settings/users")
    page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Invite someone")
    dialog.get_by_label("Name").fill("Ivo")
    dialog.get_by_label("E-mail").fill(email)
    # What holds the chosen ones lies over the field itself.
    dialog.get_by_role("combobox", name="Roles").click(force=True)
    page.get_by_role("option", name="Sales representative").click()
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"Invited: {email}")).to_be_visible()
    [invited] = program.found("users", search=email)
    program("PATCH", f"/users/{invited['id']}/", {"active": False})
