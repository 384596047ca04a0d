"""Many records at once, and taking it back."""

from typing import Any

import pytest

from freehold.ids import new_id
from tests.api.callers import Caller, problem


@pytest.fixture
def ids(admin: Caller) -> list[str]:
    return [admin.made("/accounts/", {"name": f"A{n}"})["id"] for n in range(3)]


def phones(caller: Caller) -> list[Any]:
    found = caller.get("/accounts/?sort=name&fields=phone").json()["results"]
    return [one["phone"] for one in found]


def test_it_changes_all_or_nothing_and_can_be_undone(admin: Caller, ids: list[str]) -> None:
    wanted = {"action": "update", "ids": ids, "values": {"phone": "+4930123"}}
    done = admin.post("/accounts/bulk/", wanted)
    assert done.status_code == 200
    assert done.json()["count"] == 3
    assert phones(admin) == ["+4930123"] * 3
    undone = admin.post(f"/undo/{done.json()['undo']}/")
    assert undone.json()["undone"] is True
    assert set(undone.json()["ids"]) == set(ids)
    assert phones(admin) == [None] * 3


def test_a_filter_names_the_records(admin: Caller, ids: list[str]) -> None:
    wanted = {
        "action": "delete",
        "filter": {"field": "name", "op": "in", "value": ["A0", "A2"]},
    }
    assert admin.post("/accounts/bulk/", wanted).json()["count"] == 2
    assert [one["name"] for one in admin.get("/accounts/").json()["results"]] == ["A1"]
    restored = admin.post("/accounts/bulk/", {"action": "restore", "ids": [ids[0], ids[2]]})
    assert restored.json()["count"] == 2


def test_one_invalid_value_changes_nothing(admin: Caller, ids: list[str]) -> None:
    wanted = {"action": "update", "ids": ids, "values": {"email": "nonsense"}}
    problem(admin.post("/accounts/bulk/", wanted), 422)
    assert {one["version"] for one in admin.get("/accounts/").json()["results"]} == {1}


def test_one_record_out_of_reach_changes_nothing(
    admin: Caller, member: Caller, ids: list[str]
) -> None:
    own = member.made("/accounts/", {"name": "Own"})
    wanted = {"action": "delete", "ids": [own["id"], ids[0]]}
    problem(member.post("/accounts/bulk/", wanted), 403)
    problem(admin.post("/accounts/bulk/", {"action": "delete", "ids": [str(new_id())]}), 403)
    assert member.get(f"/accounts/{own['id']}/").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"action": "explode", "ids": []},
        {"action": "delete"},
        {"action": "delete", "ids": [], "filter": {}},
        {"action": "delete", "ids": ["x"]},
        {"action": "delete", "ids": "x"},
        {"action": "delete", "filter": "x"},
        {"action": "delete", "filter": {"field": "nope", "op": "eq", "value": 1}},
        {"action": "update", "ids": [str(new_id())]},
        {"action": "assign", "ids": [str(new_id())], "values": {"name": "x"}},
        {"action": "delete", "ids": [], "surprise": True},
    ],
)
def test_it_says_what_is_wrong(admin: Caller, ids: list[str], wanted: dict[str, Any]) -> None:
    response = admin.post("/accounts/bulk/", wanted)
    assert response.status_code in (400, 403, 422)
    problem(response, response.status_code)
    assert admin.get("/accounts/").json()["count"] == 3


def test_it_is_closed_to_others(
    anonymous: Caller, nobody: Caller, reader: Caller, stranger: Caller, ids: list[str]
) -> None:
    wanted = {"action": "delete", "ids": ids}
    for caller, status in ((anonymous, 401), (nobody, 403), (reader, 403), (stranger, 403)):
        problem(caller.post("/accounts/bulk/", wanted), status)


def test_what_was_changed_since_can_not_be_undone(admin: Caller, ids: list[str]) -> None:
    deleted = admin.delete(f"/accounts/{ids[0]}/").json()
    admin.post(f"/accounts/{ids[0]}/restore/")
    told = problem(admin.post(f"/undo/{deleted['undo']}/"), 409)
    assert "A0" in told["detail"]


def test_only_ones_own_actions_can_be_undone(
    admin: Caller, member: Caller, stranger: Caller, ids: list[str]
) -> None:
    token = admin.delete(f"/accounts/{ids[0]}/").json()["undo"]
    problem(member.post(f"/undo/{token}/"), 404)
    problem(stranger.post(f"/undo/{token}/"), 404)
    assert admin.post(f"/undo/{token}/").status_code == 200
    problem(admin.post(f"/undo/{token}/"), 409)
    problem(admin.post(f"/undo/{new_id()}/"), 404)
