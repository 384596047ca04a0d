"""Notifications in tests: told within the test, read over HTTP."""

from freehold.events.services import deliver_waiting
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller


def delivered(tenant: Tenant) -> None:
    with in_tenant(tenant):
        deliver_waiting()


def told(caller: Caller, query: str = "") -> list[str]:
    return [one["text"] for one in caller.get(f"/notifications/{query}").json()["results"]]


def unread(caller: Caller) -> int:
    found: int = caller.get("/notifications/unread/").json()["unread"]
    return found
