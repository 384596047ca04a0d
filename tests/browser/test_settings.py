"""The company's look and money, one's own choices on a second device, and signing out elsewhere."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, StorageState, expect

from tests.browser import accessibility, company
from tests.browser.conftest import Visit, sign_in
from tests.browser.guard import Guard
from tests.browser.program import Program
from tests.ground import pictures

pytestmark = pytest.mark.browser


@pytest.fixture
def restored(program: Program) -> Iterator[None]:
    """The company as it was before."""
    before = program("GET", "/company/")
    yield
    program("DELETE", "/company/logo/")
    kept = ("name", "accent", "currencies", "currency", "locale", "time_zone")
    program("PATCH", "/company/", {name: before[name] for name in kept})
    for rate in program("GET", "/exchange-rates/")["results"]:
        program("DELETE", f"/exchange-rates/{rate['id']}/")


def sound(page: Page) -> None:
    for size in accessibility.SIZES:
        accessibility.resize(page, size)
        assert accessibility.violations(page) == [], size
    accessibility.resize(page, "desktop")


@pytest.mark.usefixtures("restored")
def test_a_company_gets_name_colour_and_logo_and_a_stranger_sees_them_at_sign_in(
    page: Page, visit: Visit
) -> None:
    page.goto("/settings/company")
    page.get_by_label("Name", exact=True).fill("Harbour & Sons")
    page.get_by_role("region", name="Name and address").get_by_role("button", name="Save").click()
    navigation = page.get_by_role("navigation", name="Main").first
    expect(navigation).to_contain_text("Harbour & Sons")
    page.get_by_label("Colour as #rrggbb").fill("#ffdd00")
    expect(page.get_by_text("On buttons a darker shade is used")).to_be_visible()
    page.get_by_role("region", name="Look").get_by_role("button", name="Save").click()
    logo: FilePayload = {
        "name": "logo.png",
        "mimeType": "image/png",
        "buffer": pictures.png(300, 100),
    }
    page.locator("input[type=file]").set_input_files([logo])
    expect(navigation.locator("img")).to_have_attribute("src", re.compile("/company/logo/"))
    sound(page)
    page.emulate_media(color_scheme="dark")
    assert accessibility.violations(page) == []

    stranger = visit()
    stranger.goto("/sign-in")
    expect(stranger.get_by_role("heading", name="Sign in to Harbour & Sons")).to_be_visible()
    expect(stranger.locator("main img")).to_be_visible()
    assert accessibility.violations(stranger) == []


@pytest.mark.usefixtures("restored")
def test_another_language_of_the_company_is_spoken_at_once(page: Page, program: Program) -> None:
    page.goto("/settings/company")
    page.get_by_label("Colour as #rrggbb").fill("#0B7285")
    expect(page.get_by_label("Colour as #rrggbb")).to_have_value("#0b7285")
    page.get_by_label("Colour as #rrggbb").fill("")
    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name="Deutsch").click()
    try:
        page.get_by_role("button", name="Save").nth(1).click()
        expect(page.get_by_role("heading", name="Unternehmen", level=1)).to_be_visible()
    finally:
        program("PATCH", "/company/", {"locale": "en"})


def test_rates_make_one_total_of_the_board(page: Page, program: Program) -> None:
    name = f"Abroad {uuid4().hex[:6]}"
    program.made("opportunities", name=name, amount={"amount": 900_000_000, "currency": "USD"})
    page.goto("/settings/currencies")
    others = page.get_by_role("textbox", name="Others")
    others.or_(page.get_by_role("combobox", name="Others")).fill("USD")
    page.get_by_role("option", name="USD – US Dollar").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("1 USD is worth").fill("0.5")
    page.get_by_role("button", name="Enter").click()
    expect(page.get_by_role("table").get_by_role("cell", name="0.50")).to_be_visible()
    sound(page)
    page.goto(f"/opportunities/board?q={name}")
    expect(page.locator("[data-col=Qualification] header")).to_contain_text("≈ €4.5")


def test_choices_follow_to_a_second_device(page: Page, visit: Visit, program: Program) -> None:
    page.goto("/settings/profile")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    with page.expect_response(re.compile("/api/v1/me/")):
        page.get_by_role("radiogroup", name="Theme").get_by_text("Dark").click()
    with page.expect_response(re.compile("/api/v1/me/")):
        page.get_by_role("radiogroup", name="Rows of lists").get_by_text("Compact").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    sound(page)

    elsewhere = visit(page.context.storage_state())
    elsewhere.goto("/contacts")
    expect(elsewhere.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    row = elsewhere.locator("[data-row]").first
    expect(row).to_be_visible()
    box = row.bounding_box()
    assert box is not None
    assert round(box["height"]) == 28
    changed = {"preferences": {"theme": "auto", "density": "comfortable"}}
    assert program("PATCH", "/me/", changed)["user"]["preferences"]["theme"] == "auto"


PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)


def test_a_lost_phone_is_signed_out_from_the_desk(visit: Visit, guard: Guard) -> None:
    guard.expected.add(401)
    desk, phone = visit(), visit(None, user_agent=PHONE)
    for one in (desk, phone):
        one.goto("/sign-in")
        sign_in(one, f"vera@{company.SLUG}.test")
        expect(one).not_to_have_url(re.compile("/sign-in"))
    desk.goto("/settings/security")
    listed = desk.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
    expect(listed.first).to_contain_text("This one")
    sound(desk)
    lost = listed.filter(has_text="Safari · iPhone")
    lost.get_by_role("button", name="Sign out").click()
    expect(lost).to_have_count(0)
    phone.goto("/contacts")
    expect(phone).to_have_url(re.compile("/sign-in"))


def drawn_over(page: Page, user: str) -> None:
    """Waits until the photo is drawn over every one of the person's initials."""
    page.locator(f'[data-of="{user}"]').first.wait_for()
    page.wait_for_function(
        """(user) => [...document.querySelectorAll(`[data-of="${user}"]`)].every((one) =>
          getComputedStyle(one, '::after').backgroundImage.includes(`/users/${user}/photo/?v=`))""",
        arg=user,
    )


def test_a_photo_covers_the_initials_for_colleagues_too(
    page: Page, visit: Visit, viewer: StorageState, program: Program
) -> None:
    user = program("GET", "/me/")["user"]["id"]
    page.goto("/settings/profile")
    photo: FilePayload = {
        "name": "me.png",
        "mimeType": "image/png",
        "buffer": pictures.png(300, 200),
    }
    page.locator("input[type=file]").set_input_files([photo])
    expect(page.get_by_role("button", name="Choose another")).to_be_visible()
    drawn_over(page, user)
    sound(page)

    colleague = visit(viewer)
    colleague.goto("/opportunities")
    drawn_over(colleague, user)

    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Choose a photo")).to_be_visible()
    assert program("GET", "/users/photos/")["results"] == []

    # Who manages users takes a colleague's away.
    colleague.goto("/settings/profile")
    colleague.locator("input[type=file]").set_input_files([photo])
    expect(colleague.get_by_role("button", name="Choose another")).to_be_visible()
    page.goto("/settings/users")
    page.get_by_role("button", name="More about Vera").click()
    page.get_by_role("menuitem", name="Remove their photo").click()
    expect(page.get_by_text("The photo of Vera is removed").first).to_be_visible()
    assert program("GET", "/users/photos/")["results"] == []
    page.get_by_role("button", name="More about Vera").click()
    expect(page.get_by_role("menuitem", name="What can they see?")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Remove their photo")).to_have_count(0)


def test_a_pipeline_begins_with_a_template_seen_before_and_is_copied(
    page: Page, program: Program
) -> None:
    name = f"Wharf {uuid4().hex[:6]}"
    page.goto("/settings/pipelines")
    page.get_by_role("button", name="New pipeline").click()
    dialog = page.get_by_role("dialog", name="New pipeline")
    dialog.get_by_label("Name", exact=True).fill(name)
    preview = dialog.get_by_role("region", name="Stages")
    expect(preview).to_contain_text("Discovery")
    dialog.get_by_role("radio", name="Partners").click()
    expect(preview.get_by_role("listitem")).to_have_count(6)
    expect(preview).to_contain_text("rotting after 60 d · asks for Account")
    sound(page)
    dialog.get_by_role("button", name="Create").click()
    panel = page.get_by_role("region", name=name, exact=True)
    expect(panel).to_contain_text("Agreement drafted")

    page.get_by_role("button", name="New pipeline").click()
    dialog.get_by_label("Name", exact=True).fill(f"{name} again")
    dialog.get_by_role("radio", name=f"Copy of {name}").click()
    expect(preview).to_contain_text("Pilot")
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_role("region", name=f"{name} again")).to_contain_text("Fit checked")
    for one in program("GET", "/pipelines/")["results"]:
        if one["name"].startswith(name):
            program("DELETE", f"/pipelines/{one['id']}/")


def test_a_pipeline_is_deleted_only_by_whoever_says_so_twice(page: Page, program: Program) -> None:
    name = f"Spare {uuid4().hex[:6]}"
    program("POST", "/pipelines/", {"name": name})
    page.goto("/settings/pipelines")
    pipeline = page.get_by_role("region", name=name)
    pipeline.get_by_role("button", name=re.compile("^Edit ")).first.click()
    dialog = page.get_by_role("dialog", name=f"Edit {name}")
    dialog.get_by_role("button", name="Delete the pipeline").dblclick()
    expect(dialog.get_by_role("status")).to_contain_text("Its stages and its reasons go")
    sound(page)
    assert name in {one["name"] for one in program.found("pipelines")}
    dialog.get_by_role("button", name="Yes, delete the pipeline").click()
    expect(dialog).to_be_hidden()
    assert name not in {one["name"] for one in program.found("pipelines")}


def test_the_theme_that_the_palette_chose_is_kept(page: Page, program: Program) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/accounts")
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_label("Command palette").fill("light and dark")
    with page.expect_response(lambda one: one.url.endswith("/me/") and one.ok):
        page.get_by_role("option", name="Switch between light and dark").click()
    scheme = page.locator("html")
    expect(scheme).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("[data-row='0']")).to_be_visible()
    expect(scheme).to_have_attribute("data-mantine-color-scheme", "dark")
    program("PATCH", "/me/", {"preferences": {"theme": "auto"}})


def test_the_address_of_imports_among_the_settings_leads_to_them(page: Page) -> None:
    page.goto("/settings/imports")
    expect(page).to_have_url(re.compile("/import$"))
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
