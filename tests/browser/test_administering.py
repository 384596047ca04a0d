"""Keys that tell what they may, stages that nothing enters any more, currencies and their rates."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def test_a_key_is_made_for_some_objects_and_the_list_tells_what_it_may(page: Page) -> None:
    name = f"Reporting {uuid4().hex[:6]}"
    page.goto("/settings/api-keys")
    page.get_by_role("button", name="New key").click()
    form = page.get_by_role("dialog", name="New API key")
    form.get_by_label("Name").fill(name)
    form.get_by_role("combobox", name="May").click()
    page.get_by_role("option", name="Only some kinds of records").click()
    form.get_by_role("button", name="Make the key").click()
    expect(form.get_by_text("Choose what the key may read or change.")).to_be_visible()
    form.get_by_role("combobox", name="Of these").fill("Accounts")
    page.get_by_role("option", name="Accounts: only read").click()
    expect(form.get_by_role("option", name="Line items: only read")).to_have_count(0)
    page.keyboard.press("Escape")
    assert violations(page) == []
    form.get_by_role("button", name="Make the key").click()
    shown = page.get_by_role("dialog")
    expect(shown.get_by_text("fh_").first).to_be_visible()
    page.keyboard.press("Escape")
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Accounts: only read")


def test_a_retired_stage_goes_from_the_board_and_a_deal_in_it_is_led_out(
    page: Page, program: Program
) -> None:
    stages = [{"name": "Trial"}, {"name": "Talks"}, {"name": "Signed", "category": "won"}]
    made = program("POST", "/pipelines/", {"name": f"T{uuid4().hex[:6]}", "stages": stages})
    values = {"name": "Pontoon", "pipeline": made["id"]}
    deal = program("POST", "/opportunities/", values)
    page.goto("/settings/pipelines")
    panel = page.get_by_role("region", name=made["name"])
    panel.get_by_role("button", name="Edit Trial").click()
    form = page.get_by_role("dialog", name="Edit Trial")
    form.get_by_role("switch", name="Retired").press("Space")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    expect(panel.get_by_text("Retired")).to_be_visible()
    page.goto(f"/opportunities/board?pipeline={made['id']}")
    column = page.get_by_role("region", name="Trial")
    expect(column.get_by_text("Retired", exact=True)).to_be_visible()
    expect(column.get_by_role("button", name="New in Trial")).to_be_hidden()
    page.goto(f"/opportunities/{deal['id']}")
    bar = page.get_by_role("list", name="Stage", exact=True)
    expect(bar.get_by_role("button", name="Trial")).to_be_visible()
    bar.get_by_role("button", name="Talks").click()
    expect(bar.get_by_role("button", name="Trial")).to_be_hidden()
    page.goto(f"/opportunities/board?pipeline={made['id']}")
    expect(page.get_by_text("Pontoon").first).to_be_visible()
    expect(page.get_by_text("Trial", exact=True)).to_be_hidden()


@pytest.fixture
def money(program: Program) -> Iterator[None]:
    """The company's currencies and rates, which are put back as they were."""
    before = program("GET", "/company/")["currencies"]
    yield
    program("PATCH", "/company/", {"currencies": before})
    for rate in program("GET", "/exchange-rates/")["results"]:
        program("DELETE", f"/exchange-rates/{rate['id']}/")


@pytest.mark.usefixtures("money")
def test_amounts_are_offered_in_the_currencies_that_the_company_sells_in(
    page: Page, program: Program
) -> None:
    for chosen, offered in ([], []), (["USD"], ["EUR", "USD"]):
        program("PATCH", "/company/", {"currencies": chosen})
        page.goto("/opportunities")
        page.get_by_role("button", name="New", exact=True).first.click()
        form = page.get_by_role("dialog")
        expect(form.get_by_label("Amount").first).to_be_visible()
        expect(form.get_by_label("Currency").locator("option")).to_have_text(offered)
        page.keyboard.press("Escape")


@pytest.mark.usefixtures("money")
def test_a_rate_that_was_removed_by_a_slip_comes_back(page: Page, program: Program) -> None:
    program("PATCH", "/company/", {"currencies": ["USD"]})
    rate = {"currency": "USD", "day": "2026-01-31", "rate": "0.92"}
    program("POST", "/exchange-rates/", {"rates": [rate]})
    page.goto("/settings/currencies")
    page.get_by_role("button", name="Remove the rate of USD").click()
    expect(page.get_by_text("No rates yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Remove the rate of USD")).to_be_visible()
    [kept] = program("GET", "/exchange-rates/")["results"]
    assert (kept["day"], float(kept["rate"])) == ("2026-01-31", 0.92)
