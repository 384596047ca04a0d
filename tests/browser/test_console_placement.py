"""Moving a tenant from the operators' console, where there is a second database."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.test_console import operator, platform, sound

__all__ = ["operator", "platform"]

pytestmark = pytest.mark.browser

CHOICES = {
    "plans": ["team"],
    "offered": [],
    "regions": ["Frankfurt"],
    "databases": [{"name": "default", "region": ""}, {"name": "eu", "region": "Frankfurt"}],
}
OPERATION = {
    "id": "01a2219b-0000-7000-8000-000000000000",
    "kind": "move",
    "state": "running",
    "tenant": "acme",
    "step": "checking",
    "done": 12,
    "total": 50,
    "result": {},
    "error": "",
    "asked_by": "Olga Operator",
    "created_at": "2026-01-31T12:00:00Z",
    "started_at": "2026-01-31T12:00:00Z",
    "ended_at": None,
}


@pytest.fixture
def page(visit: Visit, operator: StorageState, platform: str) -> Page:
    """The installation of these tests has one database: it is told to have two."""
    page = visit(operator, base_url=platform)
    _answer(page, r"/operator/tenant-choices/", CHOICES)
    _answer(page, r"/operator/operations/", {"results": [OPERATION], "next": None})
    return page


def _answer(page: Page, place: str, body: Any, status: int = 200) -> None:
    def answered(route: Route) -> None:
        route.fulfill(status=status, json=body)

    page.route(re.compile(place), answered)


def test_a_tenant_is_moved_to_another_database(page: Page) -> None:
    asked: list[dict[str, Any]] = []

    def move(route: Route) -> None:
        asked.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=202, json=OPERATION)

    page.route(re.compile(r"/operator/tenants/acme/move/"), move)
    page.goto("/console/tenants/acme")
    expect(page.get_by_text("Home database")).to_be_visible()
    page.get_by_role("button", name="Move").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("combobox", name="Database")).to_have_value("eu · Frankfurt")
    sound(page)
    form.get_by_role("button", name="Move").click()
    table = page.get_by_role("table", name="Operations")
    expect(table.get_by_text("Comparing tables")).to_be_visible()
    assert asked == [{"database": "eu"}]
    sound(page)
