"""Every way to a field, of every object, for whoever may not know of it or may only read it.

`test_field_channels.py` names each operation by which fields of records come out or go in.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from crm_core.access.services import roles
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers, seeds
from tests.api.callers import Caller
from tests.conventions import field_values
from tests.ground import people

#: What every reader of an object knows: which record, and how often it was changed.
KNOWN = {"id", "version", "created_at", "updated_at", "deleted_at"}
UNKNOWN, CUSTOM_UNKNOWN = "zzz_absent", "custom.zzz_absent"


@pytest.fixture
def vera(acme: Tenant) -> User:
    """May do everything, but for what the test takes away."""
    return callers.person(acme, "Vera", **everything({}))


def everything(fields: dict[str, dict[str, str]]) -> dict[str, Any]:
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    return {"grants": grants, "fields": fields, "rights": ["export", "import", "bulk", "audit"]}


def limited(acme: Tenant, vera: User, name: str, access: dict[str, str]) -> Caller:
    """Vera's program, for whom these fields of one object are hidden or to be read only."""
    with in_tenant(acme):
        held = roles.create_role(
            actor=SYSTEM, values={"name": f"Role {new_id()}", **everything({name: access})}
        )
        roles.assign_roles(actor=SYSTEM, user_id=vera.id, role_ids=[held.id])
    return callers.with_key(acme, vera)


def fields_of(admin: Caller, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = admin.get(f"/objects/{name}/").json()["fields"]
    return [one for one in found if one["name"] not in KNOWN]


@pytest.fixture(scope="module")
def subjects(held: None) -> list["field_values.Subject"]:
    """Of each object a record with a telling value in every field that can be written."""
    ids = seeds.sown("acme", "Seed").ids
    acme = people.tenant("acme")
    admin = callers.with_key(acme, people.admin(acme))
    return [field_values.made(admin, name, ids, fields_of(admin, name)) for name in seeds.OBJECTS]


def readings(subject: "field_values.Subject") -> Iterator[tuple[str, str]]:
    """Channel → address of everything that shows fields without being asked for one by name."""
    place = f"/{subject.name}/{subject.id}/"
    yield "getRecord", place
    yield "listRecords", f"/{subject.name}/?limit=200"
    yield "timeline", f"{place}timeline/"
    yield "audit of a record", f"{place}audit/"
    yield "audit", "/audit/"
    yield "search", f"/search/?q={subject.marker}"
    yield "export as CSV", f"/{subject.name}/export/?format=csv"
    yield "export as JSON", f"/{subject.name}/export/?format=json"
    yield "groups", f"/{subject.name}/groups/?group_by=created_at:day"
    yield "dashboard", "/dashboard/?period=this_year&scope=all"


def test_what_is_hidden_comes_out_nowhere(
    acme: Tenant, admin: Caller, vera: User, subjects: list["field_values.Subject"]
) -> None:
    for subject in subjects:
        fields = [one["name"] for one in fields_of(admin, subject.name)]
        caller = limited(acme, vera, subject.name, dict.fromkeys(fields, "hidden"))
        for channel, place in readings(subject):
            shows_nothing_of(subject, channel, caller.get(place), admin.get(place))
        described = caller.get(f"/objects/{subject.name}/").json()
        assert {one["name"] for one in described["fields"]} <= KNOWN
        (first, *_) = caller.get(f"/{subject.name}/").json()["results"]
        assert first.keys() <= KNOWN | {"custom"}
        assert not first.get("custom")


def shows_nothing_of(
    subject: "field_values.Subject", channel: str, answer: Any, proof: Any
) -> None:
    """`proof` is what an administrator gets there: something must have been hidden."""
    assert answer.status_code == 200, (channel, subject.name, answer.getvalue())
    told = answer.getvalue().decode()
    shown = [one for one in subject.canaries if one in told]
    assert not shown, f"{channel} of {subject.name} shows {shown}"
    everything = proof.getvalue().decode()
    if channel in ("getRecord", "listRecords", "audit of a record") and subject.canaries:
        assert any(one in everything for one in subject.canaries), (channel, subject.name)


def test_a_board_shows_nothing_hidden_and_needs_the_stage(
    acme: Tenant, admin: Caller, vera: User, subjects: list["field_values.Subject"]
) -> None:
    (subject,) = (one for one in subjects if one.name == "opportunities")
    names = {one["name"] for one in fields_of(admin, "opportunities")}
    place = f"/opportunities/board/?pipeline={subject.pipeline}"
    hidden = dict.fromkeys(names - {"stage"}, "hidden")
    caller = limited(acme, vera, "opportunities", hidden)
    shows_nothing_of(subject, "board", caller.get(place), admin.get(place))
    blind = limited(acme, vera, "opportunities", dict.fromkeys(names, "hidden"))
    assert blind.get(place).status_code == 400


def test_a_board_by_a_pick_list_shows_nothing_hidden_and_needs_its_list(
    acme: Tenant, admin: Caller, vera: User, subjects: list["field_values.Subject"]
) -> None:
    by = {"leads": "status", "cases": "priority", "accounts": "type", "activities": "kind"}
    for subject in (one for one in subjects if one.name in by):
        group = by[subject.name]
        names = {one["name"] for one in fields_of(admin, subject.name)}
        place = f"/{subject.name}/board/?group={group}"
        caller = limited(acme, vera, subject.name, dict.fromkeys(names - {group}, "hidden"))
        shows_nothing_of(subject, "board", caller.get(place), admin.get(place))
        blind = limited(acme, vera, subject.name, dict.fromkeys(names, "hidden"))
        assert blind.get(place).status_code == 400
        assert blind.get(f"/{subject.name}/board/").status_code == 404


def test_a_search_finds_nothing_by_what_is_hidden(
    acme: Tenant, admin: Caller, vera: User, subjects: list["field_values.Subject"]
) -> None:
    for subject in subjects:
        fields = [one["name"] for one in fields_of(admin, subject.name)]
        caller = limited(acme, vera, subject.name, dict.fromkeys(fields, "hidden"))
        found = caller.get(f"/{subject.name}/?search={subject.marker}").json()["results"]
        assert found == [], subject.name
        groups = caller.get(f"/search/?q={subject.marker}").json()["groups"]
        assert subject.name not in {one["object"] for one in groups}


def namings(subject: "field_values.Subject", name: str) -> Iterator[tuple[str, str, str, Any]]:
    """Channel, method, address and body of everything that can name a field."""
    listed = f"/{subject.name}/"
    place = f"{listed}{subject.id}/"
    leaf = json.dumps({"field": name, "op": "empty", "value": True})
    value = subject.values.get(name, "x")
    values = field_values.nested(name, value)
    yield "fields of a list", "GET", f"{listed}?fields={name}", None
    yield "fields of a record", "GET", f"{place}?fields={name}", None
    yield "filter", "GET", f"{listed}?filter={leaf}", None
    yield "filter, negated", "GET", f'{listed}?filter={{"not":{leaf}}}', None
    yield "short filter", "GET", f"{listed}?{name}__empty=true", None
    yield "sort", "GET", f"{listed}?sort={name}", None
    yield "updateRecord", "PATCH", place, values
    yield "createRecord", "POST", listed, values
    yield "bulk", "POST", f"{listed}bulk/", _bulk(subject, values)
    yield "bulk preview", "POST", f"{listed}bulk/", {**_bulk(subject, values), "dry_run": True}
    yield "groups", "GET", f"{listed}groups/?group_by={name}", None
    if subject.name != "opportunities":  # their board is by stage alone
        yield "board", "GET", f"{listed}board/?group={name}", None
    yield "sums", "GET", f"{listed}groups/?group_by={name}&sums={name}", None
    yield "fields of an export", "GET", f"{listed}export/?fields={name}", None
    yield "filter of an export", "GET", f"{listed}export/?filter={leaf}", None
    view = {"object": subject.name, "name": "V"}
    yield "filter of a view", "POST", "/views/", {**view, "filter": json.loads(leaf)}
    yield "columns of a view", "POST", "/views/", {**view, "columns": [{"field": name}]}
    yield "groups of a view", "POST", "/views/", {**view, "group_by": name}
    yield "own columns", "PUT", "/views/columns/", {
        "object": subject.name, "columns": [{"field": name}],
    }  # fmt: skip


def _bulk(subject: "field_values.Subject", values: dict[str, Any]) -> dict[str, Any]:
    return {"action": "update", "ids": [subject.id], "values": values}


def told(answer: Any, name: str) -> tuple[int, list[Any]]:
    """An answer as somebody could compare it with another: without the field's own name."""
    found = answer.json()
    detail = found.get("detail", "").replace(f"“{name}”", "…")
    errors = [
        (one["field"].replace(name, "…"), one["code"], one["message"].replace(f"“{name}”", "…"))
        for one in found.get("errors", [])
    ]
    return answer.status_code, [detail, *errors]


def test_naming_what_is_hidden_is_like_naming_what_there_is_not(
    acme: Tenant, admin: Caller, vera: User, subjects: list["field_values.Subject"]
) -> None:
    for subject in subjects:
        fields = [one["name"] for one in fields_of(admin, subject.name)]
        caller = limited(acme, vera, subject.name, dict.fromkeys(fields, "hidden"))
        place = f"/{subject.name}/{subject.id}/"
        before = admin.get(place).json()
        answers = {name: answered(caller, subject, name) for name in (UNKNOWN, CUSTOM_UNKNOWN)}
        for name in fields:
            absent = CUSTOM_UNKNOWN if name.startswith("custom.") else UNKNOWN
            assert answered(caller, subject, name) == answers[absent], f"{subject.name}.{name}"
        assert {one[0] for one in answers[UNKNOWN].values()} <= {400, 422}
        assert admin.get(place).json() == before


def answered(
    caller: Caller, subject: "field_values.Subject", name: str
) -> dict[str, tuple[int, list[Any]]]:
    """Channel → what somebody who names this field gets there."""
    return {
        channel: told(caller(method, address, body=body), name)
        for channel, method, address, body in namings(subject, name)
    }


def test_what_may_only_be_read_is_shown_and_stays(
    acme: Tenant, admin: Caller, vera: User, subjects: list["field_values.Subject"]
) -> None:
    for subject in subjects:
        fields = [one["name"] for one in fields_of(admin, subject.name)]
        caller = limited(acme, vera, subject.name, dict.fromkeys(fields, "read"))
        place = f"/{subject.name}/{subject.id}/"
        before = admin.get(place).json()
        assert caller.get(place).json() == before
        described = caller.get(f"/objects/{subject.name}/").json()["fields"]
        assert {one["access"] for one in described} == {"read"}
        for name in subject.values:
            for channel, method, address, body in namings(subject, name):
                answer = caller(method, address, body)
                allowed: tuple[int, ...] = (200, 400) if method == "GET" else (403, 422)
                if channel in LOOKS:
                    allowed = (201, 204, 422)
                told = answer.getvalue() if answer.streaming else answer.content
                assert answer.status_code in allowed, (channel, name, told)
        assert admin.get(place).json() == before


#: Ways of looking at records, which whoever may read a field may keep.
LOOKS = {"filter of a view", "columns of a view", "groups of a view", "own columns"}
