"""No screen breaks WCAG 2.2 AA as far as axe-core can tell: wide and narrow, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.accessibility import LIGHT_AND_DARK, SIZES, resize, violations
from tests.browser.conftest import Visit
from tests.browser.program import Program

pytestmark = pytest.mark.browser


def checked(page: Page) -> dict[str, list[str]]:
    """What is wrong in each size and colour scheme; empty when nothing is."""
    found: dict[str, list[str]] = {}
    for size in SIZES:
        resize(page, size)
        for scheme in LIGHT_AND_DARK:
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            page.wait_for_load_state("networkidle")
            found[f"{size}, {scheme}"] = violations(page)
    return {appearance: wrong for appearance, wrong in found.items() if wrong}


def test_the_sign_in(visit: Visit) -> None:
    page = visit()
    page.goto("/sign-in")
    expect(page.get_by_role("heading", name="Sign in to Harbour Supplies")).to_be_visible()
    assert checked(page) == {}


def _list(page: Page) -> None:
    page.goto("/contacts")
    expect(page.locator("[data-row]").first).to_be_visible()


def _home(page: Page) -> None:
    page.goto("/?period=this_year")
    expect(page.get_by_role("region", name="Win rate")).to_be_visible()


def _panel(page: Page) -> None:
    _list(page)
    page.locator("[data-row]").first.click()
    expect(page.get_by_role("dialog").get_by_role("tab", name="Timeline")).to_be_visible()


def _form(page: Page) -> None:
    _list(page)
    page.get_by_role("button", name="New", exact=True).click()
    expect(page.get_by_role("dialog", name="New: Contact")).to_be_visible()


def _refused_form(page: Page) -> None:
    _form(page)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("Last name is required.")).to_be_visible()


def _filter(page: Page) -> None:
    _list(page)
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("combobox", name="Field")).to_be_visible()


def _palette(page: Page) -> None:
    _list(page)
    page.keyboard.press("Control+k")
    page.get_by_label("Command palette").fill("go")
    expect(page.get_by_role("option").first).to_be_visible()


def _shortcuts(page: Page) -> None:
    _list(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def _board(page: Page) -> None:
    page.goto("/opportunities/board")
    expect(page.locator("[data-card]").first).to_be_visible()


def _move_menu(page: Page) -> None:
    _board(page)
    page.locator("[data-card]").first.get_by_role("button").click()
    expect(page.get_by_role("menuitem", name="Open")).to_be_visible()


def _upload(page: Page) -> None:
    page.goto("/import")
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()


def _mapping(page: Page) -> None:
    _upload(page)
    text = b"First name,Last name,Shoe size\nMia,Moor,39\n"
    page.get_by_label("File to import").set_input_files(
        {"name": "crew.csv", "mimeType": "text/csv", "buffer": text}
    )
    expect(page.get_by_role("table", name="Columns of the file")).to_be_visible()


@pytest.mark.parametrize(
    "show",
    [
        _home,
        _list,
        _panel,
        _form,
        _refused_form,
        _filter,
        _palette,
        _shortcuts,
        _board,
        _move_menu,
        _upload,
        _mapping,
    ],
    ids=lambda show: show.__name__.strip("_"),
)
def test_screens_of_everyday_work(page: Page, show: Callable[[Page], None]) -> None:
    show(page)
    assert checked(page) == {}


@pytest.mark.parametrize("object_name", ["contacts", "opportunities", "cases"])
def test_the_page_of_a_record(page: Page, program: Program, object_name: str) -> None:
    [record, *_] = program.found(object_name)
    page.goto(f"/{object_name}/{record['id']}")
    expect(page.get_by_role("tab", name="Timeline")).to_be_visible()
    assert checked(page) == {}


@pytest.mark.parametrize(
    "section", ["profile", "api-keys", "users", "teams", "roles", "pipelines", "fields", "audit"]
)
def test_the_settings(page: Page, section: str) -> None:
    page.goto(f"/settings/{section}")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    assert checked(page) == {}


def test_a_screen_that_may_not_be_seen(visit: Visit, viewer: StorageState) -> None:
    page = visit(viewer)
    page.goto("/settings/users")
    expect(page.get_by_role("alert")).to_be_visible()
    assert checked(page) == {}
