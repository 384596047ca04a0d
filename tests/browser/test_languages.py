"""German without a word of English, and every screen from right to left."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.program import Program

pytestmark = pytest.mark.browser

SCREENS = (
    "contacts",
    "opportunities/board",
    "leads/board",
    "import",
    "settings",
    *(f"settings/{name}" for name in (
        "profile", "security", "history", "api-keys", "company", "currencies", "users", "teams",
        "roles", "pipelines", "fields", "objects", "layouts", "audit",
        "webhooks",
    )),
)  # fmt: skip
#: What the page shows and what it says to screen readers, without what people or the server wrote.
_TEXTS = """() => [
    ...document.querySelectorAll('h1, h2, button, label, th, legend, p, [aria-label]')]
  .filter((one) => one.offsetParent !== null && !one.closest('code, pre, [lang]'))
  .flatMap((one) => [one.getAttribute('aria-label') ?? '',
    ...[...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data)])
  .map((text) => text.trim()).filter(Boolean)"""
#: Words that no German sentence has.
_ENGLISH = re.compile(
    r"\b(the|and|of|your|you|with|for|from|this|that|are|is|not|new|save|edit|delete|add|show)\b",
    re.IGNORECASE,
)
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def german(program: Program) -> Iterator[None]:
    program("PATCH", "/me/", {"locale": "de-DE"})
    yield
    program("PATCH", "/me/", {"locale": ""})


def shown(page: Page, place: str) -> None:
    page.goto(f"/{place}")
    expect(page.locator("main h1").first).to_be_visible()
    page.wait_for_load_state("networkidle")


@pytest.mark.usefixtures("german")
def test_no_screen_speaks_english_to_a_german(page: Page) -> None:
    found: dict[str, Any] = {}
    for place in SCREENS:
        shown(page, place)
        wrong = {text for text in page.evaluate(_TEXTS) if _ENGLISH.search(text)}
        if wrong:
            found[place] = sorted(wrong)
    assert page.locator("html").get_attribute("lang") == "de"
    assert found == {}


@pytest.mark.parametrize("width", [1440, 360])
def test_screens_keep_their_shape_from_right_to_left(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "new MutationObserver(() => { if (document.documentElement.dir !== 'rtl')"
        " document.documentElement.dir = 'rtl' })"
        ".observe(document, { attributes: true, childList: true, subtree: true })"
    )
    wrong = []
    for place in SCREENS:
        shown(page, place)
        assert page.locator("html").get_attribute("dir") == "rtl"
        if page.evaluate(_OVERFLOW) > 0:
            wrong.append(f"{place} scrolls sideways")
        if width > 768:
            side = page.get_by_role("navigation", name="Main").first.bounding_box()
            main = page.locator("main").bounding_box()
            assert side is not None
            assert main is not None
            if main["x"] + main["width"] > side["x"] + 1:
                wrong.append(f"{place} lies under the menu")
    assert wrong == []
