"""Activities about records of a tenant's own objects, as about those that everybody has."""

from typing import Any

import pytest

from tenants.models import Tenant
from tests.api.callers import Caller
from tests.api.notices import delivered

THEN = "2026-03-04T09:00:00Z"


def own_object(admin: Caller, **values: Any) -> dict[str, Any]:
    return admin.made(
        "/custom-objects/", {"label": "Project", "label_plural": "Projects", **values}
    )


@pytest.fixture
def projects(admin: Caller) -> dict[str, Any]:
    made = own_object(admin)
    admin.made(
        "/fields/",
        {"object": "activities", "label": "Project", "type": "reference", "reference": "projects"},
    )
    return made


def project(admin: Caller, name: str = "Bridge") -> str:
    return str(admin.made("/projects/", {"name": name})["id"])


def activity(caller: Caller, record: str, kind: str = "note", **values: Any) -> str:
    told = {"kind": kind, "subject": f"A {kind}", "custom": {"project": record}, **values}
    return str(caller.made("/activities/", told)["id"])


def in_touch(admin: Caller, record: str) -> list[Any]:
    held = admin.get(f"/projects/{record}/").json()
    return [held[f"{name}_at"] for name in ("last_activity", "last_contacted", "next_activity")]


def test_a_record_knows_when_it_was_last_dealt_with_and_what_comes_next(
    acme: Tenant, admin: Caller, projects: Any
) -> None:
    bridge, other = project(admin), project(admin, "Tunnel")
    call = activity(admin, bridge, "call", status="done", starts_at=THEN)
    activity(admin, bridge, "task", due_at="2030-01-02T09:00:00Z")
    activity(admin, other, "note")
    delivered(acme)
    done = admin.get(f"/activities/{call}/").json()["completed_at"]
    assert in_touch(admin, bridge) == [done, done, "2030-01-02T09:00:00Z"]
    last, contacted, following = in_touch(admin, other)
    assert last is not None
    assert (contacted, following) == (None, None)
    found = admin.get("/projects/?sort=-next_activity_at&filter="
                      '{"field":"last_contacted_at","op":"empty","value":false}')  # fmt: skip
    assert [one["id"] for one in found.json()["results"]] == [bridge]
