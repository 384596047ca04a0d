"""Columns and cards of a board, as a page shows them."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page


def column(page: Page, name: str) -> Locator:
    return page.locator(f"[data-col='{name}']")


def card(page: Page, record: Mapping[str, Any]) -> Locator:
    return page.locator(f"[data-card='{record['id']}']")


def sums(page: Page, name: str) -> Locator:
    return column(page, name).locator("header p").first


def drag(page: Page, record: Mapping[str, Any], name: str) -> None:
    card(page, record).drag_to(column(page, name).get_by_role("group", name="Cards in"))
