"""A private note is its author's alone, on every channel, whatever anybody's role allows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from freehold.events.services import deliver_waiting
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

SECRET = "Quicksilver"


@pytest.fixture
def account(admin: Caller, mia: User) -> dict[str, Any]:
    return admin.made("/accounts/", {"name": "Acme", "owner": str(mia.id)})


@pytest.fixture
def note(member: Caller, account: dict[str, Any]) -> dict[str, Any]:
    values = {"kind": "note", "subject": SECRET, "body": SECRET, "is_private": True}
    return member.made("/activities/", {**values, "account": account["id"]})


def channels(account: str, note: str) -> Iterator[str]:
    yield "/activities/?limit=200"
    yield f"/activities/?search={SECRET}"
    yield "/activities/?filter=" + json.dumps({"field": "is_private", "op": "eq", "value": True})
    yield "/activities/?trash=true"
    yield "/activities/export/?format=csv"
    yield "/activities/export/?format=json"
    yield f"/search/?q={SECRET}"
    yield f"/accounts/{account}/timeline/"
    yield f"/accounts/{account}/audit/"
    yield "/audit/?limit=200"
    yield f"/activities/{note}/"
    yield f"/activities/{note}/audit/"
    yield f"/activities/{note}/timeline/"
    yield f"/activities/{note}/access/"
    yield f"/activities/{note}/viewers/"
    yield f"/activities/{note}/shares/"


def test_not_even_an_administrator_meets_it_anywhere(
    admin: Caller, account: dict[str, Any], note: dict[str, Any]
) -> None:
    for path in channels(account["id"], note["id"]):
        answer = admin.get(path)
        sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = sent.decode().replace(f"?search={SECRET}", "").replace(f"?q={SECRET}", "")
        told = told.replace(f'"query":"{SECRET}"', "")
        assert answer.status_code in (200, 404), path
        assert SECRET not in told, path
        assert note["id"] not in told.replace(f"/activities/{note['id']}/", ""), path
    assert admin.get("/activities/").json()["count"] == 0


def test_its_author_meets_it_where_notes_are(
    member: Caller, account: dict[str, Any], note: dict[str, Any]
) -> None:
    assert member.get("/activities/").json()["count"] == 1
    (entry, *_) = member.get(f"/accounts/{account['id']}/timeline/?kinds=activity").json()[
        "results"
    ]
    assert entry["activity"]["is_private"] is True
    assert member.get(f"/search/?q={SECRET}").json()["groups"]
    (viewer,) = member.get(f"/activities/{note['id']}/viewers/").json()["results"]
    assert (viewer["user"]["name"], viewer["is_owner"]) == ("Mia", True)


def test_it_says_why_an_administrator_does_not_see_it(
    member: Caller, acme_admin: User, note: dict[str, Any]
) -> None:
    told = member.get(f"/activities/{note['id']}/access/?user={acme_admin.id}").json()
    read = told["verbs"]["read"]
    assert (read["allowed"], read["reasons"][0]["kind"]) == (False, "private")


@pytest.mark.parametrize("action", ["update", "delete", "assign"])
def test_no_bulk_change_reaches_it(
    admin: Caller, member: Caller, acme_admin: User, note: dict[str, Any], action: str
) -> None:
    values = {"owner": str(acme_admin.id)} if action == "assign" else {"subject": "X"}
    problem(
        admin.post("/activities/bulk/", {"action": action, "ids": [note["id"]], "values": values}),
        403,
    )
    everything = {"action": action, "filter": {"and": []}, "values": values}
    assert admin.post("/activities/bulk/", everything).json()["count"] == 0
    assert member.get(f"/activities/{note['id']}/").json()["subject"] == SECRET


def test_it_does_not_move_when_somebody_was_last_in_touch(
    acme: Tenant, admin: Caller, account: dict[str, Any], note: dict[str, Any]
) -> None:
    with in_tenant(acme):
        deliver_waiting()
    assert admin.get(f"/accounts/{account['id']}/").json()["last_activity_at"] is None


def test_nobody_hides_what_is_anothers(
    admin: Caller, member: Caller, mia: User, account: dict[str, Any]
) -> None:
    open_note = member.made("/activities/", {"kind": "note", "subject": "Open"})
    told = problem(admin.patch(f"/activities/{open_note['id']}/", {"is_private": True}), 422)
    assert told["errors"][0]["field"] == "is_private"
    planted = {"kind": "note", "subject": "X", "is_private": True, "owner": str(mia.id)}
    problem(admin.post("/activities/", planted), 422)


def test_its_author_does_not_give_it_away_unless_they_make_it_visible(
    admin: Caller, member: Caller, acme_admin: User, note: dict[str, Any]
) -> None:
    place, to = f"/activities/{note['id']}/", {"owner": str(acme_admin.id)}
    told = problem(member.patch(place, to), 422)
    assert told["errors"][0]["field"] == "owner"
    assert member.patch(place, {**to, "is_private": False}).status_code == 200
    assert admin.get(place).json()["subject"] == SECRET


def test_it_is_not_shared(
    acme: Tenant, admin: Caller, acme_admin: User, account: dict[str, Any]
) -> None:
    sue = callers.person(acme, "Sue", grants=callers.MEMBER, rights=["share"])
    caller = callers.with_key(acme, sue)
    note = caller.made("/activities/", {"kind": "note", "subject": "X", "is_private": True})
    problem(caller.post(f"/activities/{note['id']}/shares/", {"user": str(acme_admin.id)}), 409)


def test_even_what_is_gone_for_ever_stays_its_authors(acme: Tenant, admin: Caller) -> None:
    pam = callers.person(acme, "Pam", grants=callers.MEMBER, rights=["purge"])
    caller = callers.with_key(acme, pam)
    note = caller.made("/activities/", {"kind": "note", "subject": SECRET, "is_private": True})
    problem(admin.post(f"/activities/{note['id']}/purge/"), 404)
    caller.delete(f"/activities/{note['id']}/")
    assert caller.post(f"/activities/{note['id']}/purge/").status_code == 204
    told = admin.get("/audit/?limit=200").content.decode()
    assert SECRET not in told
    assert note["id"] not in told
