"""Oneself, the index, the catalogue."""

import pytest

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


def test_me_says_who_one_is_and_what_one_may(member: Caller, mia: User, acme: Tenant) -> None:
    me = member.get("/me/").json()
    assert me["user"]["email"] == "mia@acme.test"
    assert me["tenant"]["slug"] == "acme"
    assert me["tenant"]["is_operators"] is False
    assert me["objects"]["contacts"] == {
        "create": True,
        "read": "own",
        "update": "own",
        "delete": "own",
    }
    assert me["rights"] == []


def test_an_administrator_has_every_right(admin: Caller) -> None:
    rights = admin.get("/me/").json()["rights"]
    assert {"settings", "import", "bulk", "audit", "api_keys"} <= set(rights)


def test_one_changes_oneself(member: Caller) -> None:
    changed = member.patch("/me/", {"name": "Maria", "time_zone": "Europe/Berlin"}).json()
    assert (changed["user"]["name"], changed["user"]["time_zone"]) == ("Maria", "Europe/Berlin")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"time_zone": "Mars/Crater"}, "time_zone"),
        ({"locale": "tlh"}, "locale"),
        ({"name": ""}, "name"),
        ({"name": 1}, "name"),
        ({"email": "x@y.test"}, "email"),
        ({"roles": []}, "roles"),
        ({"is_active": False}, "is_active"),
    ],
)
def test_one_does_not_change_what_is_not_ones_own(
    member: Caller, values: dict[str, object], field: str
) -> None:
    told = problem(member.patch("/me/", values), 422)
    assert [error["field"] for error in told["errors"]] == [field]


@pytest.mark.parametrize("scopes", [("read",), ("accounts.write", "accounts.read")])
@pytest.mark.parametrize(
    "change", [{"name": "X"}, {"locale": "de"}, {"preferences": {"theme": "dark"}}]
)
def test_a_bound_key_does_not_change_whose_it_is(
    acme: Tenant, mia: User, scopes: tuple[str, ...], change: dict[str, object]
) -> None:
    bound = callers.with_key(acme, mia, *scopes)
    before = bound.get("/me/").json()["user"]
    problem(bound.patch("/me/", change), 403)
    assert bound.get("/me/").json()["user"] == before


def test_the_index_lists_what_one_may_use(admin: Caller, member: Caller, nobody: Caller) -> None:
    everything = admin.get("/").json()
    assert everything["contacts"] == "/api/v1/contacts/"
    assert everything["audit"] == "/api/v1/audit/"
    assert "audit" not in member.get("/").json()
    assert "contacts" not in nobody.get("/").json()
    for name, place in everything.items():
        if name != "search":
            assert admin.get(place).status_code == 200, name


def test_the_catalogue_describes_objects_and_fields(admin: Caller) -> None:
    objects = {one["name"]: one for one in admin.get("/objects/").json()["results"]}
    assert {"accounts", "contacts", "leads", "opportunities", "activities", "cases"} <= set(objects)
    contacts = objects["contacts"]
    assert admin.get("/objects/contacts/").json() == contacts
    fields = {one["name"]: one for one in contacts["fields"]}
    assert fields["account"]["reference"] == {"object": "accounts"}
    assert fields["last_name"]["required"] is True
    assert fields["name"]["read_only"] is True
    assert "eq" in fields["email"]["operators"]


def test_the_catalogue_shows_only_what_the_caller_may_see(
    acme: Tenant, member: Caller, nobody: Caller, anonymous: Caller
) -> None:
    user = callers.person(
        acme,
        "Hilda",
        grants={"contacts": {"read": "all"}},
        fields={"contacts": {"phone": "hidden", "email": "read"}},
    )
    hilda = callers.with_key(acme, user)
    assert [one["name"] for one in hilda.get("/objects/").json()["results"]] >= ["contacts"]
    described = hilda.get("/objects/contacts/").json()
    access = {one["name"]: one["access"] for one in described["fields"]}
    assert "phone" not in access
    assert access["email"] == "read"
    assert described["permissions"] == {
        "create": False,
        "read": True,
        "update": False,
        "delete": False,
    }
    problem(hilda.get("/objects/leads/"), 403)
    assert nobody.get("/objects/").json()["results"] == []
    problem(anonymous.get("/objects/"), 401)
    problem(hilda.get("/objects/dragons/"), 404)
