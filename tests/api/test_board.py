"""The board of opportunities: columns, moves, history."""

from typing import Any

import pytest

from freehold.ids import new_id
from tests.api.callers import Caller, problem


@pytest.fixture
def stages(admin: Caller) -> dict[str, str]:
    found = admin.get("/stages/").json()["results"]
    return {one["name"]: one["id"] for one in found}


@pytest.fixture
def deal(admin: Caller) -> dict[str, Any]:
    amount = {"amount": 100_000, "currency": "EUR"}
    return admin.made("/opportunities/", {"name": "Deal", "amount": amount})


def column(board: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in board["stages"] if one["name"] == name)
    return found


def test_each_column_tells_count_and_sums(admin: Caller, deal: dict[str, Any]) -> None:
    admin.made("/opportunities/", {"name": "D2", "amount": {"amount": 5, "currency": "USD"}})
    board = admin.get("/opportunities/board/").json()
    first = column(board, "Qualification")
    assert board["pipeline"]["name"] == "Sales"
    assert first["count"] == 2
    assert {(one["currency"], one["amount"]) for one in first["sums"]} == {
        ("EUR", 100_000),
        ("USD", 5),
    }
    assert ("EUR", 10_000) in {(one["currency"], one["amount"]) for one in first["weighted"]}
    assert {card["name"] for card in first["cards"]} == {"Deal", "D2"}
    assert column(board, "Won")["cards"] == []


def test_a_column_can_be_continued(admin: Caller, stages: dict[str, str]) -> None:
    for n in range(3):
        admin.made("/opportunities/", {"name": f"D{n}"})
    first = column(admin.get("/opportunities/board/?limit=2").json(), "Qualification")
    assert len(first["cards"]) == 2
    stage = stages["Qualification"]
    place = f"/opportunities/board/?stage={stage}&limit=2&cursor={first['next']}"
    rest = admin.get(place).json()
    assert rest["stage"] == stage
    assert len(rest["cards"]) == 1
    assert rest["next"] is None
    assert not {one["id"] for one in rest["cards"]} & {one["id"] for one in first["cards"]}


def test_the_board_can_be_narrowed(admin: Caller, deal: dict[str, Any]) -> None:
    admin.made("/opportunities/", {"name": "Other"})
    for query in ("search=Deal", "name=Deal"):
        board = admin.get(f"/opportunities/board/?{query}").json()
        assert column(board, "Qualification")["count"] == 1


def test_a_card_moves_and_the_move_can_be_undone(
    admin: Caller, deal: dict[str, Any], stages: dict[str, str]
) -> None:
    place = f"/opportunities/{deal['id']}/"
    moved = admin.post(f"{place}move/", {"stage": stages["Won"], "before": None, "after": None})
    assert moved.status_code == 200
    assert (moved.json()["status"], moved.json()["stage"]["name"]) == ("won", "Won")
    assert moved.json()["undo"] == moved.headers["Undo-Token"]
    assert moved.headers["ETag"] == '"2"'
    history = admin.get(f"{place}stage-history/").json()["results"]
    assert [(one["from"] or {}).get("name") for one in history] == [None, "Qualification"]
    assert history[1]["to"]["name"] == "Won"
    assert history[1]["seconds_in_previous"] >= 0
    admin.post(f"/undo/{moved.json()['undo']}/")
    assert admin.get(place).json()["status"] == "open"


def test_cards_keep_the_place_they_are_put(admin: Caller, stages: dict[str, str]) -> None:
    cards = [admin.made("/opportunities/", {"name": f"D{n}"})["id"] for n in range(3)]
    stage = stages["Proposal"]
    for card in cards:
        admin.post(f"/opportunities/{card}/move/", {"stage": stage})
    admin.post(f"/opportunities/{cards[0]}/move/", {"stage": stage, "before": cards[2]})
    admin.post(f"/opportunities/{cards[2]}/move/", {"stage": stage, "after": cards[1]})
    shown = column(admin.get("/opportunities/board/").json(), "Proposal")["cards"]
    assert [card["id"] for card in shown] == [cards[0], cards[1], cards[2]]


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({}, 422),
        ({"stage": "x"}, 422),
        ({"stage": str(new_id())}, 422),
        ({"stage": None, "before": 1}, 422),
    ],
)
def test_a_move_to_nowhere_is_refused(
    admin: Caller, deal: dict[str, Any], wanted: dict[str, Any], status: int
) -> None:
    problem(admin.post(f"/opportunities/{deal['id']}/move/", wanted), status)
    assert admin.get(f"/opportunities/{deal['id']}/").json()["version"] == 1


def test_reasons_and_limits_are_settings_that_the_board_tells(admin: Caller) -> None:
    [pipeline] = admin.get("/pipelines/").json()["results"]
    assert "No budget" in pipeline["lost_reasons"]
    place = f"/pipelines/{pipeline['id']}/"
    given = {"lost_reasons": [" Too late ", "Price", "", "Price"], "won_reasons": []}
    changed = admin.patch(place, given).json()
    assert (changed["lost_reasons"], changed["won_reasons"]) == (["Too late", "Price"], [])
    board = admin.get("/opportunities/board/").json()
    assert board["pipeline"]["lost_reasons"] == ["Too late", "Price"]
    problem(admin.patch(place, {"lost_reasons": ["x" * 101]}), 422)
    problem(admin.patch(place, {"lost_reasons": "Price"}), 422)
    first = pipeline["stages"][0]
    assert admin.patch(f"/stages/{first['id']}/", {"rots_after": 5}).json()["rots_after"] == 5
    problem(admin.patch(f"/stages/{first['id']}/", {"rots_after": 0}), 422)
    assert admin.patch(f"/stages/{first['id']}/", {"rots_after": None}).json()["rots_after"] is None


def test_a_move_takes_values_along_and_minds_only_other_moves(
    admin: Caller, deal: dict[str, Any], stages: dict[str, str]
) -> None:
    place = f"/opportunities/{deal['id']}/"
    admin.patch(place, {"name": "Newer"})
    seen_in = {"from": stages["Qualification"], "version": 1}
    wanted = {"stage": stages["Won"], "values": {"won_reason": "Price"}, **seen_in}
    moved = admin.post(f"{place}move/", wanted).json()
    assert (moved["won_reason"], moved["status"], moved["name"]) == ("Price", "won", "Newer")
    told = problem(admin.post(f"{place}move/", {"stage": stages["Lost"], **seen_in}), 412)
    assert "Won" in told["detail"]
    problem(admin.post(f"{place}move/", {"stage": stages["Lost"], "values": {"nope": 1}}), 400)


def test_a_stale_move_is_refused(
    admin: Caller, deal: dict[str, Any], stages: dict[str, str]
) -> None:
    place = f"/opportunities/{deal['id']}/"
    admin.patch(place, {"name": "Newer"})
    told = problem(admin.post(f"{place}move/", {"stage": stages["Won"], "version": 1}), 412)
    assert told["current"]["name"] == "Newer"
    problem(admin.post(f"{place}move/", {"stage": stages["Won"]}, If_Match='"1"'), 412)


def test_it_is_closed_to_others(
    anonymous: Caller,
    nobody: Caller,
    member: Caller,
    reader: Caller,
    stranger: Caller,
    deal: dict[str, Any],
    stages: dict[str, str],
) -> None:
    place, wanted = f"/opportunities/{deal['id']}/move/", {"stage": stages["Won"]}
    expected = ((anonymous, 401), (nobody, 404), (member, 404), (reader, 403), (stranger, 404))
    for caller, status in expected:
        problem(caller.post(place, wanted), status)
    problem(nobody.get("/opportunities/board/"), 403)
    problem(anonymous.get("/opportunities/board/"), 401)
    board = stranger.get("/opportunities/board/").json()
    assert sum(one["count"] for one in board["stages"]) == 0
    board = member.get("/opportunities/board/").json()
    assert sum(one["count"] for one in board["stages"]) == 0


@pytest.mark.parametrize("query", ["pipeline=x", "stage=x", "limit=0", "cursor=x&stage=", "nope=1"])
def test_parameters_that_make_no_sense_are_refused(admin: Caller, query: str) -> None:
    response = admin.get(f"/opportunities/board/?{query}")
    assert response.status_code in ({400, 200} if query.startswith("cursor") else {400})


def test_what_is_no_id_is_refused_with_what_to_do(admin: Caller) -> None:
    told = problem(admin.get("/opportunities/board/?pipeline=x"), 400)["detail"]
    assert told == "“pipeline” holds no id. Give that of one that exists, or leave it out."


def test_an_absent_pipeline_is_not_found(admin: Caller) -> None:
    problem(admin.get(f"/opportunities/board/?pipeline={new_id()}"), 404)
    problem(admin.get(f"/opportunities/board/?stage={new_id()}"), 404)
