"""What was changed in the settings and not saved is not lost unasked, nor put over others' work."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.program import Program

pytestmark = pytest.mark.browser


@pytest.fixture
def company(program: Program) -> Iterator[dict[str, object]]:
    """The company, which is put back as it was."""
    before = program("GET", "/company/")
    yield before
    program("PATCH", "/company/", {name: before[name] for name in ("name", "time_zone", "address")})


@pytest.mark.usefixtures("company")
def test_leaving_a_changed_form_asks_first(page: Page, program: Program) -> None:
    page.goto("/settings/company")
    street = page.get_by_label("Street")
    street.fill("Am Hafen 1")
    navigation = page.get_by_role("navigation", name="Settings")
    navigation.get_by_role("link", name="Teams").click()
    asking = page.get_by_role("dialog", name="Leave without saving?")
    expect(asking.get_by_role("button", name="Stay here")).to_be_focused()
    assert violations(page) == []
    asking.get_by_role("button", name="Stay here").click()
    expect(street).to_have_value("Am Hafen 1")
    page.get_by_role("region", name="Name and address").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert program("GET", "/company/")["address"]["street"] == "Am Hafen 1"
    navigation.get_by_role("link", name="Teams").click()
    expect(page.get_by_role("heading", name="Teams", level=1)).to_be_visible()
    page.go_back()
    page.get_by_label("Street").fill("Somewhere else")
    navigation.get_by_role("link", name="Roles").click()
    asking.get_by_role("button", name="Leave without saving").click()
    expect(page.get_by_role("heading", name="Roles", level=1)).to_be_visible()


def test_choosing_another_object_asks_before_a_layout_is_lost(page: Page) -> None:
    page.goto("/settings/layouts")
    objects = page.get_by_label("Object", exact=True)
    first = objects.input_value()
    page.get_by_role("button", name="Add a section").click()
    objects.select_option("contacts")
    asking = page.get_by_role("dialog", name="Leave without saving?")
    asking.get_by_role("button", name="Stay here").click()
    expect(objects).to_have_value(first)
    objects.select_option("contacts")
    asking.get_by_role("button", name="Leave without saving").click()
    expect(objects).to_have_value("contacts")
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Teams").click()
    expect(page.get_by_role("heading", name="Teams", level=1)).to_be_visible()


def test_saving_one_thing_puts_back_nothing_that_another_has_changed(
    page: Page, program: Program, company: dict[str, object]
) -> None:
    page.goto("/settings/company")
    expect(page.get_by_role("combobox", name="The week begins on")).to_be_visible()
    program("PATCH", "/company/", {"time_zone": "Europe/Lisbon", "address": {"city": "Lisboa"}})
    page.get_by_label("Name", exact=True).fill("Harbour Works")
    panel = page.get_by_role("region", name="Name and address")
    panel.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    told = program("GET", "/company/")
    assert told["name"] == "Harbour Works" != company["name"]
    assert (told["time_zone"], told["address"]["city"]) == ("Europe/Lisbon", "Lisboa")


def test_a_dialog_is_not_closed_by_a_slip_with_what_was_typed_in_it(page: Page) -> None:
    page.goto("/settings/users")
    page.get_by_role("button", name="Invite", exact=True).click()
    form = page.get_by_role("dialog", name="Invite someone")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    page.get_by_role("button", name="Invite", exact=True).click()
    form.get_by_label("Name").fill("Nora Nielsen")
    asking = page.get_by_role("dialog", name="Leave without saving?")
    page.keyboard.press("Escape")
    expect(asking.get_by_role("button", name="Stay here")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(asking).to_be_hidden()
    page.mouse.click(5, 5)
    asking.get_by_role("button", name="Stay here").click()
    expect(form.get_by_label("Name")).to_have_value("Nora Nielsen")
    form.get_by_role("button", name="Close").click()
    asking.get_by_role("button", name="Leave without saving").click()
    expect(form).to_be_hidden()
