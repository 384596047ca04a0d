"""What the tests of lists for experts share: people to find, lists as they were, rows and cells."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.program import Program


@pytest.fixture
def family(program: Program) -> str:
    """Four contacts that a search for their last name finds: two pilots, a purser, one without."""
    name = f"Zephyr{uuid4().hex[:6]}"
    for first, title in (("Alma", "Pilot"), ("Bela", "Purser"), ("Cleo", "Pilot"), ("Dora", None)):
        program.made("contacts", first_name=first, last_name=name, title=title)
    return name


@pytest.fixture
def no_views(program: Program) -> Iterator[None]:
    """The administrator's lists are as they were before."""
    yield
    for view in program("GET", "/views/")["results"]:
        program("DELETE", f"/views/{view['id']}/")
    for name in ("contacts", "leads", "opportunities"):
        program("PUT", "/views/columns/", {"object": name, "columns": None})


def rows(page: Page) -> Locator:
    return page.get_by_role("grid").locator("[data-row][data-id]")


def cell(page: Page, text: str, field: str) -> Locator:
    return rows(page).filter(has_text=text).locator(f"[data-field='{field}']")


def columns(page: Page) -> list[str]:
    found: list[str] = page.get_by_role("columnheader").evaluate_all(
        "cells => cells.map(cell => cell.querySelector('button .truncate')?.textContent)"
        ".filter(Boolean)"
    )
    return found
