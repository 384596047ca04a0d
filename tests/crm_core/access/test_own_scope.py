"""Z02: someone who may change only their own records changes nobody else's, by whatever way."""

from typing import Any

import pytest

from crm_core.sales.models import Account, ContactRole, Opportunity, Stage
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller

SEES_ALL = {"*": {"create": True, "read": "all", "update": "own", "delete": "own"}}


@pytest.fixture
def eve(acme: Tenant) -> User:
    return callers.person(acme, "Eve", grants=SEES_ALL)


@pytest.fixture
def hers(acme: Tenant, eve: User) -> Caller:
    return callers.with_key(acme, eve)


@pytest.fixture
def anothers(acme: Tenant, acme_admin: User) -> dict[str, Any]:
    return callers.with_key(acme, acme_admin).made("/accounts/", {"name": "Another's"})


def stored(tenant: Tenant, model: Any, record_id: str) -> dict[str, Any]:
    with in_tenant(tenant):
        found: dict[str, Any] = model.objects.values().get(id=record_id)
        return found


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", "", {"name": "Mine now"}, 403),
        ("PATCH", "", {"owner": None}, 403),
        ("PUT", "", {"name": "Mine now"}, 405),
        ("DELETE", "", None, 403),
        ("POST", "restore/", {}, 403),
        ("POST", "shares/", {"user": None, "access": "write"}, 403),
    ],
)
def test_z02_it_is_refused_and_the_row_stays(
    acme: Tenant,
    eve: User,
    hers: Caller,
    anothers: dict[str, Any],
    method: str,
    path: str,
    body: Any,
    status: int,
) -> None:
    place = f"/accounts/{anothers['id']}/"
    assert hers.get(place).status_code == 200
    before = stored(acme, Account, anothers["id"])
    if isinstance(body, dict) and "user" in body:
        body = {**body, "user": str(eve.id)}
    assert hers(method, f"{place}{path}", body).status_code in {status, 404}
    assert stored(acme, Account, anothers["id"]) == before


def test_z02_the_trash_of_others_stays_shut(
    acme: Tenant, acme_admin: User, hers: Caller, anothers: dict[str, Any]
) -> None:
    place = f"/accounts/{anothers['id']}/"
    callers.with_key(acme, acme_admin).delete(place)
    before = stored(acme, Account, anothers["id"])
    assert hers.post(f"{place}restore/").status_code in {403, 404}
    assert stored(acme, Account, anothers["id"]) == before


def test_z02_a_bulk_edit_reaches_only_ones_own(
    acme: Tenant, eve: User, hers: Caller, anothers: dict[str, Any]
) -> None:
    mine = hers.made("/accounts/", {"name": "Mine"})
    ids = [mine["id"], anothers["id"]]
    for wish in (
        {"action": "update", "values": {"phone": "+49 30 1"}},
        {"action": "delete"},
        {"action": "assign", "values": {"owner": str(eve.id)}},
    ):
        before = stored(acme, Account, anothers["id"])
        hers.post("/accounts/bulk/", {**wish, "ids": ids})
        assert stored(acme, Account, anothers["id"]) == before, wish


def test_z02_parts_of_anothers_deal_and_its_stage_stay(
    acme: Tenant, acme_admin: User, hers: Caller
) -> None:
    admin = callers.with_key(acme, acme_admin)
    deal = admin.made("/opportunities/", {"name": "Another's deal"})
    contact = admin.made("/contacts/", {"last_name": "Byron"})
    before = stored(acme, Opportunity, deal["id"])
    part = {"opportunity": deal["id"], "contact": contact["id"]}
    assert hers.post("/contact-roles/", part).status_code in {403, 422}
    with in_tenant(acme):
        other = Stage.objects.exclude(id=deal["stage"]["id"]).first()
        assert other is not None
    moved = hers.post(f"/opportunities/{deal['id']}/move/", {"stage": str(other.id)})
    assert moved.status_code in {403, 404}
    assert stored(acme, Opportunity, deal["id"]) == before
    kept = admin.made("/contact-roles/", part)
    assert hers.delete(f"/contact-roles/{kept['id']}/").status_code in {403, 404}
    with in_tenant(acme):
        assert ContactRole.objects.filter(id=kept["id"], deleted_at=None).exists()


def test_z02_nobody_undoes_what_another_did(
    acme: Tenant, acme_admin: User, hers: Caller, anothers: dict[str, Any]
) -> None:
    deleted = callers.with_key(acme, acme_admin).delete(f"/accounts/{anothers['id']}/").json()
    before = stored(acme, Account, anothers["id"])
    assert hers.post(f"/undo/{deleted['undo']}/").status_code in {403, 404}
    assert stored(acme, Account, anothers["id"]) == before
