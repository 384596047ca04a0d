"""What happened: timelines, the audit trail, search."""

from typing import Any

import pytest

from tests.api.callers import Caller, problem


@pytest.fixture
def account(admin: Caller) -> dict[str, Any]:
    made = admin.made("/accounts/", {"name": "Acme"})
    admin.patch(f"/accounts/{made['id']}/", {"phone": "+4930"}, X_Request_Id="request-12345")
    admin.made("/activities/", {"kind": "note", "subject": "Called", "account": made["id"]})
    return made


def test_the_timeline_tells_everything_newest_first(admin: Caller, account: dict[str, Any]) -> None:
    feed = admin.get(f"/accounts/{account['id']}/timeline/").json()
    assert [one["kind"] for one in feed["results"]] == ["activity", "change", "created"]
    assert feed["results"][0]["activity"]["subject"] == "Called"
    change = feed["results"][1]["changes"][0]
    assert (change["field"], change["from"], change["to"]) == ("phone", None, "+4930")
    assert feed["next"] is None


def test_the_timeline_can_be_narrowed_and_paged(admin: Caller, account: dict[str, Any]) -> None:
    place = f"/accounts/{account['id']}/timeline/"
    assert len(admin.get(f"{place}?kinds=activity").json()["results"]) == 1
    first = admin.get(f"{place}?limit=1").json()
    second = admin.get(f"{place}?limit=1&cursor={first['next']}").json()
    assert second["results"][0]["kind"] == "change"
    for query in ("kinds=nope", "cursor=nope", "limit=0"):
        problem(admin.get(f"{place}?{query}"), 400)


def test_the_audit_trail_names_who_what_and_by_which_request(
    admin: Caller, account: dict[str, Any]
) -> None:
    entries = admin.get(f"/accounts/{account['id']}/audit/").json()["results"]
    assert [one["action"] for one in entries] == ["update", "create"]
    assert entries[0]["request_id"] == "request-12345"
    assert entries[0]["source"] == "api"
    assert entries[0]["object"] == "accounts"
    assert entries[0]["actor"]["name"]


def test_the_workspaces_trail_can_be_narrowed(admin: Caller, account: dict[str, Any]) -> None:
    kinds = {one["action"] for one in admin.get("/audit/").json()["results"]}
    assert {"create", "update", "identity.api_key.created"} <= kinds
    found = admin.get("/audit/?object=accounts&action=update").json()["results"]
    assert [one["record_name"] for one in found] == ["Acme"]
    assert admin.get("/audit/?since=2999-01-01T00:00:00Z").json()["results"] == []
    page = admin.get("/audit/?limit=1").json()
    assert admin.get(f"/audit/?limit=1&cursor={page['next']}").json()["results"]


@pytest.mark.parametrize("query", ["cursor=x", "since=soon", "actor=x", "limit=0"])
def test_a_trail_parameter_that_makes_no_sense_is_refused(admin: Caller, query: str) -> None:
    problem(admin.get(f"/audit/?{query}"), 400)


def test_the_trail_is_closed_to_others(
    anonymous: Caller,
    nobody: Caller,
    member: Caller,
    reader: Caller,
    stranger: Caller,
    account: dict[str, Any],
) -> None:
    for caller, status in ((anonymous, 401), (nobody, 403), (member, 403), (reader, 403)):
        problem(caller.get("/audit/"), status)
    for feed in ("timeline", "audit"):
        place = f"/accounts/{account['id']}/{feed}/"
        for caller, status in ((anonymous, 401), (nobody, 403), (member, 404), (stranger, 404)):
            problem(caller.get(place), status)
    assert "Acme" not in stranger.get("/audit/").content.decode()


def test_search_finds_what_the_caller_may_see(
    admin: Caller,
    member: Caller,
    nobody: Caller,
    anonymous: Caller,
    stranger: Caller,
    account: dict[str, Any],
) -> None:
    found = admin.get("/search/?q=acme").json()
    assert [(one["object"], one["results"][0]["name"]) for one in found["groups"]] == [
        ("accounts", "Acme")
    ]
    for caller in (member, nobody, stranger):
        assert caller.get("/search/?q=acme").json()["groups"] == []
    problem(anonymous.get("/search/?q=acme"), 401)


def test_search_keeps_to_the_objects_named(admin: Caller, account: dict[str, Any]) -> None:
    admin.made("/contacts/", {"last_name": "Acme"})
    found = admin.get("/search/?q=acme&object=contacts").json()["groups"]
    assert [one["object"] for one in found] == ["contacts"]
    assert admin.get("/search/?q=").json()["groups"] == []
    problem(admin.get(f"/search/?q={'x' * 201}"), 400)
    problem(admin.get("/search/?q=x&limit=51"), 400)
