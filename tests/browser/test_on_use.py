"""What opens on use is a file of its own: it opens when it comes; where it is gone, all reloads."""

import re
import threading
from collections import Counter

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.guard import Guard

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("place", "needed"),
    [
        ("/accounts", ["me/", "objects/", "changes/", "views/", "accounts/"]),
        ("/opportunities/board", ["me/", "objects/", "changes/", "opportunities/board/"]),
        ("/", ["me/", "objects/", "changes/", "dashboard/"]),
    ],
)
def test_a_first_visit_asks_once_for_each_thing(page: Page, place: str, needed: list[str]) -> None:
    """What is asked for ahead of the screen is what the screen then uses."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/api/v1/" in one.url else None)
    page.goto(place)
    expect(page.locator("[data-row='0'], [data-card], [data-tile]").first).to_be_visible()
    times = Counter(re.sub(r".*/api/v1/|\?.*", "", url) for url in asked)
    assert {name: times[name] for name in needed} == dict.fromkeys(needed, 1)


def test_what_opens_on_use_is_fetched_once_the_page_is_idle(device: Page) -> None:
    with device.expect_response(re.compile(r"/assets/shortcut-sheet-.*\.js")) as fetched:
        device.goto("/accounts")
    assert fetched.value.ok
    expect(device.get_by_role("dialog")).to_have_count(0)


def test_a_device_that_saves_data_fetches_what_it_opens(page: Page) -> None:
    page.goto("/accounts")
    expect(page.locator("[data-row='0']")).to_be_visible()
    with page.expect_response(re.compile(r"/assets/shortcut-sheet-.*\.js")):
        page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_what_was_pressed_before_its_file_came_happens_when_it_comes(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/assets/(shortcut-sheet|user-menu-items)-.*\.js"), hold)
    page.goto("/accounts")
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    button = page.get_by_role("button", name="admin@", exact=False)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(sheet).to_be_hidden()
    _let_go(page, held, "user-menu-items")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Profile")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    _let_go(page, held, "shortcut-sheet")
    expect(sheet).to_be_visible()


def test_without_network_the_screen_stays_and_what_was_pressed_opens_later(
    page: Page, guard: Guard
) -> None:
    guard.offline = True
    with page.expect_response(re.compile(r"/assets/offline-status-.*\.js")):
        page.goto("/accounts")
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.context.set_offline(True)
    with page.expect_event("requestfailed", lambda one: "/filter-drop-" in one.url):
        page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_text("You are offline. You see what was loaded at")).to_be_visible()
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("dialog", name="Filter")).to_be_visible()


def test_a_file_that_did_not_come_once_is_asked_for_again_and_what_is_typed_stays(
    page: Page, guard: Guard
) -> None:
    guard.offline = True
    lost: list[Route] = []

    def lose(route: Route) -> None:
        # It is fetched ahead of its import, which asks for it once more.
        if route.request.method == "GET" and len(lost) < 2:
            lost.append(route)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/assets/shortcut-sheet-.*\.js"), lose)
    page.goto("/accounts")
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.evaluate("window.stays = true")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert len(lost) == 2
    assert page.evaluate("window.stays")


def test_a_file_that_a_deployment_took_away_loads_the_page_anew(page: Page, guard: Guard) -> None:
    guard.expected.add(404)
    gone = threading.Event()

    def answer(route: Route) -> None:
        if gone.is_set():
            route.continue_()
        else:
            route.fulfill(status=404, body="gone")

    page.route(re.compile(r"/assets/shortcut-sheet-.*\.js"), answer)
    page.goto("/accounts")
    expect(page.locator("[data-row='0']")).to_be_visible()
    with page.expect_event("load"):
        page.keyboard.press("?")
    gone.set()
    expect(page.locator("[data-row='0']")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def _let_go(page: Page, held: list[Route], name: str) -> None:
    """Waits until the file was asked for, then lets it come."""
    while not any(name in route.request.url for route in held):
        page.wait_for_event("request")
    next(route for route in held if name in route.request.url).continue_()
