"""Fields that a caller must not set, sent with everything that can be written (Z05)."""

from typing import Any

import pytest

from freehold.identity.models import User
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import seeds
from tests.api.callers import Caller
from tests.api.seeds import Seeds

MINE = "Mine"
SYSTEM: dict[str, Any] = {
    "id": str(new_id()),
    "version": 99,
    "created_at": "2001-01-01T00:00:00Z",
    "updated_at": "2001-01-01T00:00:00Z",
    "created_by": str(new_id()),
    "updated_by": str(new_id()),
    "deleted_at": "2001-01-01T00:00:00Z",
}
SURPRISES: dict[str, Any] = {
    "tenant": str(new_id()),
    "schema": "public",
    "is_staff": True,
    "is_superuser": True,
    "role": "admin",
    "plan": "enterprise",
    "stripe_customer_id": "cus_1",
    "email_verified": True,
    "is_deleted": True,
    "search_text": "x",
    "rank": 1,
    "password": "x",
    "custom_raw": {"id": 1},
}


@pytest.fixture(scope="module")
def seeded(held: None) -> Seeds:
    return seeds.sown("acme", "Seed")


@pytest.mark.parametrize("name", seeds.OBJECTS)
def test_system_fields_are_ignored_or_refused(admin: Caller, seeded: Seeds, name: str) -> None:
    values = seeds.body(name, seeded.ids, MINE)
    values = {field: value for field, value in values.items() if field != "custom"}
    if name == "account-contacts":
        values["account"] = admin.made("/accounts/", {"name": "Third"})["id"]
    if name == "contact-roles":
        values["contact"] = admin.made("/contacts/", {"last_name": "Third"})["id"]
    made = admin.made(f"/{name}/", {**values, **SYSTEM})
    assert made["id"] != SYSTEM["id"]
    assert made["version"] == 1
    assert made["deleted_at"] is None
    assert not made["created_at"].startswith("2001")
    assert made["created_by"]["name"].startswith("Admin")
    changed = admin.patch(f"/{name}/{made['id']}/", SYSTEM)
    assert changed.status_code == 200
    assert {**changed.json(), "version": 0, "updated_at": ""} == {
        **made,
        "version": 0,
        "updated_at": "",
    }


@pytest.mark.parametrize("name", seeds.OBJECTS)
def test_unknown_fields_are_refused(admin: Caller, seeded: Seeds, name: str) -> None:
    values = seeds.body(name, seeded.ids, MINE)
    place = f"/{name}/{seeded.ids[name]}/"
    before = admin.get(place).json()
    for field in SURPRISES.keys() - before.keys():
        extra = {field: SURPRISES[field]}
        assert admin.post(f"/{name}/", {**values, **extra}).status_code == 400, field
        assert admin.patch(place, extra).status_code == 400, field
    assert admin.get(place).json() == before


SETTINGS = ("users", "teams", "roles", "pipelines", "stages", "fields", "custom-objects")


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_refuse_what_they_do_not_know(admin: Caller, seeded: Seeds, name: str) -> None:
    place = f"/{name}/{seeded.ids[name]}/"
    before = admin.get(place).json()
    for field, value in {**SYSTEM, **SURPRISES, "digest": "x", "is_active": False}.items():
        assert admin.patch(place, {field: value}).status_code == 422, field
    assert admin.get(place).json() == before


def test_nobody_makes_themselves_an_administrator(acme: Tenant, member: Caller, mia: User) -> None:
    wanted: list[dict[str, Any]] = [{"is_admin": True}, {"roles": []}, {"is_superuser": True}]
    for values in wanted:
        assert member.patch("/me/", values).status_code == 422
        assert member.patch(f"/users/{mia.id}/", values).status_code in (403, 422)
    with in_tenant(acme):
        fresh = User.objects.get(id=mia.id)
        assert not fresh.is_superuser
        assert [role.name for role in fresh.roles.all()] == ["Role of Mia"]
