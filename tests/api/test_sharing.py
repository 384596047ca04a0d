"""Shares of one record, and why somebody may see it."""

from typing import Any
from uuid import UUID

import pytest

from freehold.identity.models import User
from freehold.ids import new_id
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.fixture
def place(admin: Caller) -> str:
    return f"/accounts/{admin.made('/accounts/', {'name': 'Acme'})['id']}/"


@pytest.fixture
def team(admin: Caller, mia: User) -> str:
    made = admin.made("/teams/", {"name": "Sales", "members": [str(mia.id)]})
    return str(made["id"])


def test_a_share_opens_the_record_and_its_end_closes_it(
    admin: Caller, member: Caller, mia: User, place: str
) -> None:
    problem(member.get(place), 404)
    shared = admin.post(f"{place}shares/", {"user": str(mia.id), "access": "read"})
    assert shared.status_code == 201
    assert [one["user"]["name"] for one in shared.json()["results"]] == ["Mia"]
    assert member.get(place).status_code == 200
    problem(member.patch(place, {"name": "Mine"}), 403)
    assert admin.delete(f"{place}shares/?user={mia.id}").json()["results"] == []
    problem(member.get(place), 404)


def test_a_team_may_be_given_the_right_to_write(
    admin: Caller, member: Caller, place: str, team: str
) -> None:
    admin.post(f"{place}shares/", {"team": team, "access": "write"})
    assert member.patch(place, {"name": "Ours"}).status_code == 200
    assert member.get(f"{place}shares/").json()["results"][0]["team"]["name"] == "Sales"


def test_a_share_may_be_ended_by_a_body_too(admin: Caller, mia: User, place: str) -> None:
    admin.post(f"{place}shares/", {"user": str(mia.id)})
    assert admin("DELETE", f"{place}shares/", {"user": str(mia.id)}).json()["results"] == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({}, "user"),
        ({"user": "x"}, "user"),
        ({"user": str(UUID(int=1))}, "user"),
        ({"team": str(UUID(int=1))}, "team"),
        ({"user": str(UUID(int=1)), "team": str(UUID(int=1))}, "user"),
        ({"user": None}, "user"),
        ({"user": str(UUID(int=1)), "access": "own"}, "access"),
        ({"user": str(UUID(int=1)), "expires_at": "soon"}, "expires_at"),
        ({"user": str(UUID(int=1)), "expires_at": "2026-02-31T00:00:00Z"}, "expires_at"),
        ({"user": str(UUID(int=1)), "nonsense": 1}, "nonsense"),
    ],
)
def test_it_says_what_is_wrong_with_a_share(
    admin: Caller, place: str, wanted: dict[str, Any], field: str
) -> None:
    told = problem(admin.post(f"{place}shares/", wanted), 422)
    assert field in {error["field"] for error in told["errors"]}


def test_only_who_may_change_a_record_shares_it(
    admin: Caller, member: Caller, reader: Caller, stranger: Caller, mia: User, place: str
) -> None:
    wanted = {"user": str(mia.id)}
    problem(member.post(f"{place}shares/", wanted), 404)
    admin.post(f"{place}shares/", wanted)
    problem(member.post(f"{place}shares/", wanted), 403)
    problem(reader.post(f"{place}shares/", wanted), 403)
    problem(stranger.post(f"{place}shares/", wanted), 404)


def test_it_explains_who_may_do_what_and_why(admin: Caller, mia: User, place: str) -> None:
    own = admin.get(f"{place}access/").json()
    assert own["verbs"]["delete"]["allowed"] is True
    hers = admin.get(f"{place}access/?user={mia.id}").json()
    assert hers["user"]["name"] == "Mia"
    assert hers["verbs"]["read"]["allowed"] is False
    assert hers["verbs"]["read"]["reasons"][0]["text"]


def test_asking_about_others_needs_a_right(
    acme: Tenant, acme_admin: User, admin: Caller, place: str
) -> None:
    reads_all = callers.person(acme, "Rita", grants={"accounts": {"read": "all"}})
    rita = callers.with_key(acme, reads_all)
    assert rita.get(f"{place}access/").status_code == 200
    problem(rita.get(f"{place}access/?user={acme_admin.id}"), 403)
    problem(admin.get(f"{place}access/?user={new_id()}"), 404)
    problem(admin.get(f"{place}access/?user=x"), 400)


def test_who_may_not_see_the_owner_does_not_learn_of_them_by_asking_why(
    acme: Tenant, admin: Caller, mia: User, place: str
) -> None:
    admin.patch(place, {"owner": str(mia.id)})
    boss = callers.person(
        acme,
        "Boss",
        grants={"accounts": {"read": "team"}},
        fields={"accounts": {"owner": "hidden"}},
        rights=["settings"],
    )
    team = {"name": "West", "members": [str(mia.id)], "manager": str(boss.id)}
    admin.made("/teams/", team)
    caller = callers.with_key(acme, boss)
    told = caller.get(f"{place}access/")
    assert told.json()["verbs"]["read"]["allowed"] is True
    assert "West" not in told.content.decode()
    problem(caller.get(f"{place}access/?user={mia.id}"), 403)
    problem(caller.get(f"{place}viewers/"), 403)
