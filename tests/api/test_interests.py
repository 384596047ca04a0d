"""Following, favourites, naming people: each for oneself, within what one sees."""

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_core.access.services import roles
from crm_core.records.selectors.interests import followers_of
from freehold.events.models import OutboxEvent
from freehold.events.services import deliver_waiting
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller


@pytest.fixture
def account(admin: Caller) -> str:
    return str(admin.made("/accounts/", {"name": "Northwind"})["id"])


def share(admin: Caller, account: str, user: User) -> None:
    assert admin.post(f"/accounts/{account}/shares/", {"user": str(user.id)}).status_code == 201


def test_who_follows_is_told_and_ends_with_unfollowing(
    admin: Caller, member: Caller, mia: User, acme: Tenant, acme_admin: User, account: str
) -> None:
    share(admin, account, mia)
    place = f"/accounts/{account}/interest/"
    for caller in (admin, member, member):
        assert caller.patch(place, {"following": True}).json()["following"] is True
    shown = member.get(place).json()
    assert {one["name"] for one in shown["followers"]} == {str(mia), str(acme_admin)}
    with in_tenant(acme):
        found = followers_of("accounts", UUID(account))
        assert set(found) == {mia.id, acme_admin.id}
    member.patch(place, {"following": False})
    assert [one["name"] for one in admin.get(place).json()["followers"]] == [str(acme_admin)]


def test_favourites_keep_their_order_and_lose_what_is_no_longer_seen(
    admin: Caller, member: Caller, mia: User
) -> None:
    made = [str(admin.made("/accounts/", {"name": name})["id"]) for name in ("A", "B", "C")]
    for one in made:
        share(admin, one, mia)
        member.patch(f"/accounts/{one}/interest/", {"favourite": True})
    named = [one["name"] for one in member.get("/favourites/").json()["results"]]
    assert named == ["A", "B", "C"]
    order = [made[2], made[0]]
    ordered = member("PUT", "/favourites/", {"order": order}).json()["results"]
    assert [one["name"] for one in ordered] == ["C", "A", "B"]
    admin.delete(f"/accounts/{made[2]}/shares/?user={mia.id}")
    assert [one["name"] for one in member.get("/favourites/").json()["results"]] == ["A", "B"]
    assert admin.get("/favourites/").json()["results"] == []


def test_a_favourite_s_hidden_title_is_not_told(admin: Caller, acme: Tenant, account: str) -> None:
    grants = {"accounts": {"read": "all"}}
    blind = callers.person(acme, "Bo", grants=grants, fields={"accounts": {"name": "hidden"}})
    caller = callers.with_key(acme, blind)
    caller.patch(f"/accounts/{account}/interest/", {"favourite": True})
    assert caller.get("/favourites/").json()["results"] == [
        {"object": "accounts", "id": account, "name": None}
    ]


def test_favourites_cost_the_same_for_two_and_for_many(admin: Caller) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            admin.get("/favourites/")
        return len(seen)

    def more(count: int) -> None:
        for number in range(count):
            one = admin.made("/accounts/", {"name": f"Firm {number}"})["id"]
            admin.patch(f"/accounts/{one}/interest/", {"favourite": True})

    more(2)
    admin.get("/favourites/")
    few = statements()
    more(12)
    assert statements() == few


def test_the_people_to_name_are_told_with_whether_they_see_the_record(
    admin: Caller, mia: User, acme: Tenant, account: str
) -> None:
    found = admin.get(f"/accounts/{account}/people/?q=mia").json()["results"]
    assert found == [{"id": str(mia.id), "name": "Mia", "sees": False, "reads": False}]
    share(admin, account, mia)
    found = admin.get(f"/accounts/{account}/people/?q=MIA").json()["results"]
    assert (found[0]["sees"], found[0]["reads"]) == (True, False)
    with in_tenant(acme):
        held = roles.create_role(
            actor=SYSTEM,
            values={
                "name": "Half",
                "grants": {"accounts": {"read": "all"}},
                "fields": {"accounts": {"owner": "hidden"}},
            },
        )
        roles.assign_roles(actor=SYSTEM, user_id=mia.id, role_ids=[held.id])
    half = callers.with_key(acme, mia)
    people = half.get(f"/accounts/{account}/people/").json()["results"]
    assert {one["sees"] for one in people} == {None}


@pytest.mark.parametrize(("scope", "reads"), [("own", False), ("team", True), ("all", True)])
def test_who_would_not_see_a_note_is_told_before_they_are_named_in_one(
    admin: Caller, acme_admin: User, acme: Tenant, account: str, scope: str, reads: bool
) -> None:
    grants = {"accounts": {"read": "all"}, "activities": {"read": scope}}
    nora = callers.person(acme, "Nora", grants=grants)
    admin.made("/teams/", {"name": "Both", "members": [str(nora.id), str(acme_admin.id)]})
    (found,) = admin.get(f"/accounts/{account}/people/?q=nora").json()["results"]
    assert (found["sees"], found["reads"]) == (True, reads)
    note = admin.made("/activities/", {"kind": "note", "subject": "Hi", "account": account})
    seen = callers.with_key(acme, nora).get(f"/activities/{note['id']}/").status_code == 200
    assert seen is reads


def test_whose_name_begins_with_what_is_typed_comes_first(
    admin: Caller, acme: Tenant, account: str
) -> None:
    names = ("Anna Petersen", "Bea Lopetz", "Petra Wolff")
    with in_tenant(acme):
        for number, name in enumerate(names):
            User.objects.create(name=name, email=f"u{number}@acme.test")
    found = admin.get(f"/accounts/{account}/people/?q=pet").json()["results"]
    assert [one["name"] for one in found] == ["Petra Wolff", "Anna Petersen", "Bea Lopetz"]


def mentions(tenant: Tenant) -> list[tuple[list[str], list[str]]]:
    with in_tenant(tenant):
        events = OutboxEvent.objects.filter(name="crm.activities.mentioned").order_by("id")
        return [(one.records, one.payload["users"]) for one in events]


def test_whom_a_text_names_is_emitted_once(
    admin: Caller, mia: User, acme_admin: User, acme: Tenant, account: str
) -> None:
    def mark(user: Any) -> str:
        return f"@[{user}](user:{user.id})"

    text = f"Ask {mark(mia)}, {mark(mia)} and me, {mark(acme_admin)}, or <b>@nobody</b>"
    values = {"kind": "note", "subject": "Ask", "body": text, "account": account}
    note = admin.made("/activities/", values)
    assert note["body"] == text
    expected = [([note["id"]], [str(mia.id)])]
    assert mentions(acme) == expected
    admin.patch(f"/activities/{note['id']}/", {"body": f"{text} again"})
    assert mentions(acme) == expected
    private = admin.made("/activities/", {**values, "is_private": True})
    assert mentions(acme) == expected
    admin.patch(f"/activities/{private['id']}/", {"is_private": False})
    assert mentions(acme) == [*expected, ([private["id"]], [str(mia.id)])]


def test_calls_mails_and_meetings_are_contact_and_what_is_open_comes_next(
    admin: Caller, acme: Tenant, account: str
) -> None:
    about = {"account": account, "subject": "x"}
    admin.made("/activities/", {**about, "kind": "note"})
    task = {**about, "kind": "task", "due_at": "2031-01-02T09:00:00Z"}
    admin.made("/activities/", task)
    with in_tenant(acme):
        deliver_waiting()
    shown = admin.get(f"/accounts/{account}/").json()
    assert shown["last_activity_at"]
    assert shown["last_contacted_at"] is None
    assert shown["next_activity_at"] == task["due_at"]
    call = admin.made("/activities/", {**about, "kind": "call", "status": "done"})
    with in_tenant(acme):
        deliver_waiting()
    filter = '{"field":"last_contacted_at","op":"empty","value":false}'
    found = admin.get(f"/accounts/?filter={filter}")
    (contacted,) = found.json()["results"]
    assert contacted["last_contacted_at"] == call["completed_at"]
    actions = [one["action"] for one in admin.get(f"/accounts/{account}/audit/").json()["results"]]
    assert actions == ["create"]


def names(caller: Caller, query: str) -> list[str]:
    return sorted(one["name"] for one in caller.get(f"/accounts/?{query}").json()["results"])


def test_a_list_shows_what_its_reader_follows_and_sees(
    admin: Caller, member: Caller, mia: User
) -> None:
    made = [str(admin.made("/accounts/", {"name": name})["id"]) for name in ("A", "B", "C")]
    for one in made[:2]:
        share(admin, one, mia)
        member.patch(f"/accounts/{one}/interest/", {"following": True})
    admin.patch(f"/accounts/{made[2]}/interest/", {"following": True})
    admin.patch(f"/accounts/{made[0]}/interest/", {"favourite": True})
    assert names(member, "followed=true") == ["A", "B"]
    assert names(admin, "followed=true") == ["C"]
    assert names(admin, "followed=false") == names(admin, "followed__ne=true") == ["A", "B"]
    told = json.dumps(
        {"and": [{"field": "followed", "op": "eq", "value": True},
                 {"not": {"field": "name", "op": "eq", "value": "A"}}]}
    )  # fmt: skip
    assert names(member, f"filter={quote(told)}&sort=-updated_at") == ["B"]
    admin.delete(f"/accounts/{made[1]}/shares/?user={mia.id}")
    assert names(member, "followed=true") == ["A"]
    member.patch(f"/accounts/{made[0]}/interest/", {"following": False})
    assert names(member, "followed=true") == []


@pytest.mark.parametrize("query", ["followed=maybe", "followed__gt=true", "account.followed=true"])
def test_what_following_does_not_know_is_refused(admin: Caller, query: str) -> None:
    assert admin.get(f"/accounts/?{query}").status_code == 400


def test_what_holds_for_everyone_alike_knows_no_following(admin: Caller) -> None:
    rule = {"field": "followed", "op": "eq", "value": True}
    told = {"object": "contacts", "reference": "account", "function": "count", "filter": rule}
    named = {"object": "accounts", "name": "people", "label": "People", "type": "rollup"}
    field = {**named, "rollup": told}
    assert admin.post("/fields/", field).status_code in (400, 422)
    del told["filter"]
    assert admin.post("/fields/", field).status_code == 201
