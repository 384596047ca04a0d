"""Somebody whose roles reach their own records alone tries everything on those of others."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_core.access.models import Role
from freehold.identity.models import User
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

Attempt = Callable[[Caller, str, str], Any]

_RIGHTS = ["bulk", "share", "purge", "export", "import", "audit"]


@pytest.fixture
def owen(acme: Tenant) -> User:
    return callers.person(acme, "Owen", grants=callers.MEMBER, rights=_RIGHTS)


@pytest.fixture
def caller(acme: Tenant, owen: User) -> Caller:
    return callers.with_key(acme, owen)


def _move(caller: Caller, place: str, oneself: str) -> Any:
    stage = caller.get("/stages/").json()["results"][-1]["id"]
    return caller.post(f"{place}move/", {"stage": stage})


def _bulk(action: str, **values: Any) -> Attempt:
    def attempt(caller: Caller, place: str, oneself: str) -> Any:
        ids = [place.split("/")[2]]
        given = {name: oneself if value == "oneself" else value for name, value in values.items()}
        return caller.post("/opportunities/bulk/", {"action": action, "ids": ids, "values": given})

    return attempt


ATTEMPTS: dict[str, Attempt] = {
    "read": lambda caller, place, _: caller.get(place),
    "change": lambda caller, place, _: caller.patch(place, {"name": "Mine"}),
    "reassign": lambda caller, place, me: caller.patch(place, {"owner": me}),
    "replace": lambda caller, place, _: caller("PUT", place, {"name": "Mine"}),
    "delete": lambda caller, place, _: caller.delete(place),
    "move": _move,
    "share": lambda caller, place, me: caller.post(f"{place}shares/", {"user": me}),
    "unshare": lambda caller, place, me: caller.delete(f"{place}shares/?user={me}"),
    "explain": lambda caller, place, _: caller.get(f"{place}access/"),
    "ask who sees it": lambda caller, place, _: caller.get(f"{place}viewers/"),
    "read its timeline": lambda caller, place, _: caller.get(f"{place}timeline/"),
    "read its trail": lambda caller, place, _: caller.get(f"{place}audit/"),
    "read its stages": lambda caller, place, _: caller.get(f"{place}stage-history/"),
    "change in bulk": _bulk("update", name="Mine"),
    "assign in bulk": _bulk("assign", owner="oneself"),
    "delete in bulk": _bulk("delete"),
    "comment": lambda caller, place, _: caller.post(
        "/activities/", {"kind": "note", "subject": "Mine", "opportunity": place.split("/")[2]}
    ),
    "add a line": lambda caller, place, _: caller.post(
        "/line-items/", {"opportunity": place.split("/")[2], "product": str(new_id())}
    ),
}
_NO = {403, 404, 405, 422}


@pytest.mark.parametrize("what", ATTEMPTS)
def test_z02_nothing_can_be_done_to_anothers_record(
    admin: Caller, caller: Caller, owen: User, what: str
) -> None:
    place = f"/opportunities/{admin.made('/opportunities/', {'name': 'Theirs'})['id']}/"
    before = admin.get(place).json()
    answer = ATTEMPTS[what](caller, place, str(owen.id))
    problem(answer, answer.status_code)
    assert answer.status_code in _NO
    assert "Theirs" not in answer.content.decode()
    assert admin.get(place).json() == before
    assert admin.get(f"{place}shares/").json()["results"] == []


def test_z02_nobody_converts_anothers_lead(admin: Caller, caller: Caller) -> None:
    place = f"/leads/{admin.made('/leads/', {'last_name': 'Theirs', 'company': 'X'})['id']}/"
    problem(caller.post(f"{place}convert/"), 404)
    assert admin.get(place).json()["status"] == "new"


@pytest.mark.parametrize("what", ["restore", "purge"])
def test_z02_nothing_is_taken_out_of_anothers_trash(
    admin: Caller, caller: Caller, what: str
) -> None:
    made = admin.made("/accounts/", {"name": "Theirs"})["id"]
    admin.delete(f"/accounts/{made}/")
    problem(caller.post(f"/accounts/{made}/{what}/"), 404)
    assert admin.get(f"/accounts/{made}/?trash=true").json()["deleted_at"]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_z02_who_may_read_but_not_write_is_told_so_for_each_verb(
    acme: Tenant, admin: Caller, caller: Caller, owen: User, verb: str
) -> None:
    place = f"/accounts/{admin.made('/accounts/', {'name': 'Theirs'})['id']}/"
    with in_tenant(acme):
        role = str(Role.objects.get(users=owen).id)
    grants = {"accounts": {"create": True, "read": "all", "update": "own", "delete": "own"}}
    admin.patch(f"/roles/{role}/", {"grants": grants})
    assert caller.get(place).status_code == 200
    answer = caller.patch(place, {"name": "Mine"}) if verb == "update" else caller.delete(place)
    problem(answer, 403)
    assert caller.get(f"{place}access/").json()["verbs"][verb]["allowed"] is False
    assert admin.get(place).json()["name"] == "Theirs"


@pytest.fixture
def mixed(admin: Caller, caller: Caller, stranger: Caller) -> dict[str, str]:
    return {
        "own": caller.made("/accounts/", {"name": "Own"})["id"],
        "other": admin.made("/accounts/", {"name": "Other"})["id"],
        "missing": str(new_id()),
        "foreign": stranger.made("/accounts/", {"name": "Foreign"})["id"],
    }


@pytest.mark.parametrize("also", ["other", "missing", "foreign"])
@pytest.mark.parametrize("action", ["update", "assign", "delete", "restore"])
def test_z04_ids_that_are_not_all_ones_own_change_nothing(
    admin: Caller,
    caller: Caller,
    stranger: Caller,
    owen: User,
    mixed: dict[str, str],
    also: str,
    action: str,
) -> None:
    values = {"owner": str(owen.id)} if action == "assign" else {"name": "Mine"}
    wanted = {"action": action, "ids": [mixed["own"], mixed[also]], "values": values}
    told = problem(caller.post("/accounts/bulk/", wanted), 403)
    assert "Other" not in told["detail"]
    assert admin.get(f"/accounts/{mixed['own']}/").json()["name"] == "Own"
    assert admin.get(f"/accounts/{mixed['other']}/").json()["owner"]["id"] != str(owen.id)
    assert stranger.get(f"/accounts/{mixed['foreign']}/").json()["name"] == "Foreign"


@pytest.mark.parametrize("action", ["update", "assign", "delete"])
def test_z04_a_filter_reaches_ones_own_alone(
    admin: Caller,
    caller: Caller,
    acme_admin: User,
    mixed: dict[str, str],
    action: str,
) -> None:
    values = {"owner": str(acme_admin.id)} if action == "assign" else {"phone": "+49 30 1"}
    wanted = {"action": action, "filter": {"and": []}, "values": values}
    assert caller.post("/accounts/bulk/", wanted).json()["count"] == 1
    other = admin.get(f"/accounts/{mixed['other']}/").json()
    assert (other["version"], other["deleted_at"], other["phone"]) == (1, None, None)


def test_z04_a_bulk_change_writes_no_field_that_is_closed_to_one(
    acme: Tenant, admin: Caller, caller: Caller, owen: User, mixed: dict[str, str]
) -> None:
    with in_tenant(acme):
        role = str(Role.objects.get(users=owen).id)
    levels = {"accounts": {"owner": "read", "website": "hidden"}}
    admin.patch(f"/roles/{role}/", {"fields": levels})
    for values in ({"owner": str(owen.id)}, {"website": "https://x.test"}):
        wanted = {"action": "update", "ids": [mixed["own"]], "values": values}
        answer = caller.post("/accounts/bulk/", wanted)
        problem(answer, answer.status_code)
        assert answer.status_code in (400, 422)
    assert admin.get(f"/accounts/{mixed['own']}/").json()["website"] is None
