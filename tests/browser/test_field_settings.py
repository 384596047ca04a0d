"""Fields, formulas, objects and layouts, set up by an administrator and met on the record page."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import accessibility
from tests.browser.guard import Guard
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def checked(page: Page, name: str) -> None:
    """No violation in both sizes, and nothing to scroll sideways."""
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], f"{name}, {size}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{name}, {size}"
        )
        if folder := os.environ.get("SCREENS"):
            page.screenshot(path=Path(folder) / f"{name}-{size}.png")
    accessibility.resize(page, "desktop")


def field_row(page: Page, label: str) -> Locator:
    return page.get_by_role("row").filter(
        has=page.get_by_role("cell", name=re.compile(f"^{label}"))
    )


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).first.click()
    page.get_by_role("option", name=option, exact=True).first.click()


@pytest.fixture
def fields(page: Page) -> Page:
    page.goto("/settings/fields")
    expect(page.get_by_role("heading", name="Fields", level=1)).to_be_visible()
    page.get_by_label("Object", exact=True).select_option("opportunities")
    return page


def new_field(page: Page, label: str, type: str) -> Locator:
    page.get_by_role("button", name="New field").click()
    dialog = page.get_by_role("dialog", name="New field")
    dialog.get_by_label("Label").fill(label)
    choose(page, "Type", type)
    return dialog


def test_a_formula_is_written_tried_and_met_on_a_deal(fields: Page, program: Program) -> None:
    deal = program.deal("Formula deal", 100_000)
    dialog = new_field(fields, "Commission", "Formula")
    area = dialog.get_by_label("Formula", exact=True)
    area.fill("amount * commision")
    expect(dialog.get_by_text("There is no field “commision”.")).to_be_visible()
    dialog.get_by_role("button", name="Show the place: character 10").click()
    assert (
        area.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)") == "commision"
    )
    area.fill("amount * ")
    choose(fields, "Insert a field", "Probability (%)")
    expect(area).to_have_value("amount * probability")
    area.press("End")
    area.press_sequentially(" / 100")
    preview = dialog.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("Result: Money")
    expect(preview).to_contain_text("Formula deal")
    dialog.get_by_role("button", name="All functions").click()
    expect(dialog.get_by_text("days_between(from, to)")).to_be_visible()
    checked(fields, "formula")
    dialog.get_by_role("button", name="Create").click()
    expect(field_row(fields, "Commission")).to_contain_text("In use")
    fields.goto(f"/opportunities/{deal['id']}")
    row = fields.locator("[data-field='custom.commission']").first
    expect(row).to_contain_text("€")
    expect(row.get_by_role("button")).to_have_count(0)


def test_a_rollup_counts_an_accounts_deals(page: Page) -> None:
    page.goto("/settings/fields")
    page.get_by_label("Object", exact=True).select_option("accounts")
    dialog = new_field(page, "Deals", "Roll-up")
    choose(page, "Records", "Opportunities (Account)")
    expect(dialog.get_by_role("region", name="Preview")).to_contain_text("Result: Whole number")
    checked(page, "rollup")
    dialog.get_by_role("button", name="Create").click()
    expect(field_row(page, "Deals")).to_contain_text("Roll-up")
    page.goto("/accounts?sort=-custom.deals")
    expect(page.get_by_role("grid", name="Accounts").locator("[data-row]").first).to_be_visible()


def test_rules_are_set_and_kept_to(fields: Page, program: Program, guard: Guard) -> None:
    guard.expected.add(422)
    dialog = new_field(fields, "Discount", "Whole number")
    dialog.get_by_role("button", name="Default and limits").click()
    dialog.get_by_label("Least").fill("10")
    dialog.get_by_label("Most", exact=True).fill("5")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text("The largest value is below the smallest one.")).to_be_visible()
    dialog.get_by_label("Most", exact=True).fill("50")
    checked(fields, "rules")
    dialog.get_by_role("button", name="Create").click()
    expect(field_row(fields, "Discount")).to_be_visible()
    deal = program.deal("Ruled deal", 1000)
    fields.goto(f"/opportunities/{deal['id']}")
    fields.get_by_role("button", name="Edit Discount").click()
    fields.get_by_role("textbox", name="Discount").fill("60")
    fields.keyboard.press("Enter")
    expect(fields.get_by_text("The most is 50.").first).to_be_visible()


def test_a_change_of_type_is_tried_first(fields: Page, program: Program) -> None:
    new_field(fields, "Seats", "Text").get_by_role("button", name="Create").click()
    expect(field_row(fields, "Seats")).to_be_visible()
    for name, seats in (("Good seats", "12"), ("Bad seats", "a dozen")):
        program.made("opportunities", name=name, custom={"seats": seats})
    fields.get_by_role("button", name="Change the type of Seats").click()
    dialog = fields.get_by_role("dialog", name="Change the type of Seats")
    choose(fields, "New type", "Whole number")
    expect(dialog).to_contain_text("1 of 2 values convert; 1 do not and would be empty.")
    expect(dialog.get_by_role("row", name=re.compile("Bad seats"))).to_contain_text("a dozen")
    checked(fields, "change-type")
    dialog.get_by_role("button", name="Change type").click()
    expect(fields.get_by_text("Converted: 1. Kept aside: 1.")).to_be_visible()
    expect(field_row(fields, "Seats")).to_contain_text("Whole number")


def test_an_object_is_made_renamed_retired_and_brought_back(page: Page) -> None:
    page.goto("/settings/objects")
    page.get_by_role("button", name="New object").click()
    dialog = page.get_by_role("dialog", name="New object")
    dialog.get_by_label("One of them").fill("Berth")
    dialog.get_by_label("Many of them").fill("Berths")
    dialog.get_by_label("What it is for").fill("Where ships lie")
    checked(page, "object")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("link", name="Berths").first).to_be_visible()
    page.get_by_role("button", name="Edit Berth").click()
    page.get_by_role("dialog").get_by_label("Many of them").fill("Moorings")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Moorings").first).to_be_visible()
    page.get_by_role("button", name="Retire Berth").click()
    expect(page.get_by_role("row", name=re.compile("Moorings"))).to_contain_text("Retired")
    expect(page.get_by_role("link", name="Moorings")).to_have_count(0)
    page.get_by_role("button", name="Use Berth again").click()
    expect(page.get_by_role("link", name="Moorings").first).to_be_visible()
    checked(page, "objects")


def test_a_layout_is_arranged_by_keyboard_and_pointer(page: Page, program: Program) -> None:
    page.goto("/settings/layouts")
    page.get_by_label("Object", exact=True).select_option("products")
    first = page.get_by_role("region", name=re.compile("^(General|Product)")).first
    expect(first).to_be_visible()
    page.get_by_role("button", name="Add a section").click()
    section = page.get_by_role("region", name="New section", exact=True)
    section.get_by_label("Heading").fill("Numbers")
    numbers = page.get_by_role("region", name="Numbers", exact=True)
    page.locator("[data-layout-field=code]").drag_to(numbers.get_by_text("Drag fields here"))
    expect(numbers.locator("[data-layout-field=code]")).to_be_visible()
    numbers.get_by_label("Add a field to Numbers").click()
    price = page.locator("[data-layout-field=unit_price]")
    page.keyboard.press("Escape")
    price.get_by_role("button", name=re.compile("down$")).focus()
    for _ in range(12):
        if numbers.locator("[data-layout-field=unit_price]").count():
            break
        page.keyboard.press("Alt+ArrowDown")
    expect(numbers.locator("[data-layout-field=unit_price]")).to_be_visible()
    expect(page.get_by_role("complementary", name="Preview")).to_contain_text("Numbers")
    page.get_by_role("button", name="Take Family off the page").click()
    checked(page, "layout")
    page.get_by_role("button", name="Save the layout").click()
    expect(page.get_by_text("Layout saved")).to_be_visible()
    product = program.made("products", name="Anchor", code="A1", family="Iron")
    page.goto(f"/products/{product['id']}")
    shown = page.get_by_role("region", name="Numbers")
    expect(shown.locator("[data-field=code]")).to_be_visible()
    expect(shown.locator("[data-field=unit_price]")).to_be_visible()
    expect(page.locator("[data-field=family]")).to_have_count(0)
    checked(page, "laid-out")
    page.goto("/settings/layouts")
    page.get_by_label("Object", exact=True).select_option("products")
    page.get_by_role("button", name="Use the built-in layout").click()
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        page.get_by_role("button", name="Yes, delete this layout").click()
    assert gone.value.ok
    expect(page.get_by_role("button", name="Yes, delete this layout")).to_have_count(0)


def test_the_only_section_of_a_layout_shows_the_name_that_it_was_given(
    page: Page, program: Program
) -> None:
    sections = [{"label": "Hardware", "columns": 1, "fields": ["name", "code"]}]
    layout = program("POST", "/layouts/", {"object": "products", "sections": sections})
    product = program.made("products", name="Cleat", code="C1")
    page.goto(f"/products/{product['id']}")
    expect(page.get_by_role("heading", name="Hardware")).to_be_visible()
    program("DELETE", f"/layouts/{layout['id']}/")


def test_a_choice_in_use_is_renamed_and_told_of_before_it_goes(
    fields: Page, program: Program
) -> None:
    dialog = new_field(fields, "Grade", "Pick list")
    dialog.get_by_label("Choice 1", exact=True).fill("Gold")
    dialog.get_by_label("Choice 1", exact=True).press("Enter")
    expect(dialog.get_by_label("Choice 2", exact=True)).to_be_focused()
    fields.keyboard.type("Silver")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog).to_be_hidden()
    deal = program.deal("Graded deal", 100_000)
    program.change("opportunities", deal, custom={"grade": "Gold"})

    fields.get_by_role("button", name="Edit Grade").click()
    dialog = fields.get_by_role("dialog", name="Edit Grade")
    dialog.get_by_label("Choice 1", exact=True).fill("Premium")
    dialog.get_by_role("button", name="Move Premium down").click()
    checked(fields, "choices")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    [field] = [
        one for one in program.found("fields", object="opportunities") if one["name"] == "grade"
    ]
    named = [(one["value"], one["label"]) for one in field["choices"]]
    assert named == [("Silver", "Silver"), ("Gold", "Premium")]

    fields.get_by_role("button", name="Edit Grade").click()
    dialog.get_by_role("button", name="Remove Premium").click()
    expect(dialog.get_by_role("status")).to_contain_text("1 record has “Premium”")
    expect(dialog.get_by_label("Choice 1", exact=True)).to_be_focused()
    dialog.get_by_role("button", name="Keep Premium").click()
    expect(dialog.get_by_label("Choice 2", exact=True)).to_have_value("Premium")
