"""What requests cost that does not depend on the clock: statements, bytes, memory of an export."""

import tracemalloc
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.activities.models import Activity
from crm_core.sales.models import Contact, Opportunity, Stage
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller
from tests.ground.copies import copy

KIB = 1024
_LIST = "/contacts/?fields=id,version,name,account,title,email,phone,owner&sort=name&limit=50"


@dataclass(frozen=True)
class Cost:
    """The most statements and KiB of one request; the numbers are today's, with little room."""

    path: str
    statements: int
    kib: int
    method: str = "GET"
    body: Any = None


COSTS = {
    "list": Cost(_LIST, 4, 14),
    "filtered list": Cost(f"{_LIST}&email__startswith=busy", 4, 14),
    "record": Cost("/contacts/{contact}/", 3, 1),
    "timeline": Cost("/contacts/{contact}/timeline/", 7, 40),
    "search": Cost("/search/?q=busy", 3, 2),
    "board": Cost("/opportunities/board/", 4, 28),
    "dashboard": Cost("/dashboard/", 8, 16),
    "create": Cost("/contacts/", 9, 1, "POST", {"last_name": "New", "email": "new@example.test"}),
    "change": Cost("/contacts/{contact}/", 10, 1, "PATCH", {"title": "Boss"}),
    "move": Cost("/opportunities/{deal}/move/", 13, 2, "POST", {"stage": "{stage}"}),
}


@pytest.fixture
def facts(acme: Tenant, admin: Caller) -> dict[str, str]:
    """A busy contact and a board: as many of each as one page shows, and more."""
    contact = admin.made("/contacts/", {"last_name": "Busy", "email": "busy@example.test"})["id"]
    deal = admin.made("/opportunities/", {"name": "Deal"})["id"]
    note = admin.made("/activities/", {"kind": "note", "subject": "Note", "contact": contact})["id"]
    with in_tenant(acme):
        copy(
            Contact, contact, 200, name="'Busy ' || n", search_text="'busy ' || n",
            email="'busy' || n || '@example.test'",
        )  # fmt: skip
        copy(Opportunity, deal, 200, rank="n")
        copy(Activity, note, 200)
        stages = Stage.objects.filter(category="open", pipeline__is_default=True)
        stage = str(stages.order_by("position")[1].id)
    return {"contact": contact, "deal": deal, "stage": stage}


def test_requests_cost_few_statements_and_bytes(admin: Caller, facts: dict[str, str]) -> None:
    seen, dear = {}, {}
    for name, cost in COSTS.items():
        path = cost.path.format(**facts)
        body = {key: value.format(**facts) for key, value in (cost.body or {}).items()} or None
        if cost.method == "GET":
            admin(cost.method, path)
        with CaptureQueriesContext(connection) as captured:
            response = admin(cost.method, path, body)
        assert response.status_code in (200, 201), response.content
        seen[name] = (len(captured), round(len(response.content) / KIB, 1))
        if len(captured) > cost.statements or len(response.content) > cost.kib * KIB:
            dear[name] = [one["sql"][:200] for one in captured]
    assert not dear, (seen, dear)


def test_an_export_holds_no_more_memory_for_more_rows(
    acme: Tenant, admin: Caller, facts: dict[str, str]
) -> None:
    few = _peak(admin)
    with in_tenant(acme):
        copy(Contact, facts["contact"], 20_000, email="'b' || n || '@example.test'")
    many = _peak(admin)
    assert many < few + 8 * KIB * KIB, (few, many)


def _peak(admin: Caller) -> int:
    fields = "id,name,email,phone,title,created_at"
    response = admin.opened("GET", f"/contacts/export/?format=csv&fields={fields}")
    assert response.status_code == 200
    tracemalloc.start()
    try:
        sent = sum(len(piece) for piece in response.streaming_content)
        assert sent > 1_000
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
