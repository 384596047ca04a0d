"""What a new pipeline begins with: a template's stages, another pipeline's, or its own."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from freehold.ids import new_id
from tests.api.callers import Caller, problem
from tests.api.test_audit import parts as told

_PARTS = ("name", "probability", "category", "color", "rots_after", "required_fields")


def parts(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{part: stage[part] for part in _PARTS} for stage in stages]


def test_every_template_makes_the_stages_that_it_shows(admin: Caller) -> None:
    templates = admin.get("/pipelines/templates/").json()["results"]
    assert len(templates) == 5
    for one in templates:
        made = admin.made("/pipelines/", {"name": one["label"], "template": one["key"]})
        assert parts(made["stages"]) == one["stages"]
        assert {"won", "lost"} <= {stage["category"] for stage in made["stages"]}
        assert not made["is_default"]


def test_a_template_speaks_the_language_of_whoever_chooses_it(admin: Caller) -> None:
    german = {"Accept-Language": "de"}
    [shown] = [
        one
        for one in admin.get("/pipelines/templates/", **german).json()["results"]
        if one["key"] == "partners"
    ]
    assert shown["label"] == "Partner"
    made = admin.post("/pipelines/", {"name": "P", "template": "partners"}, **german).json()
    assert made["stages"][0]["name"] == "Erstkontakt"


def test_a_copy_has_stages_and_reasons_of_the_other(admin: Caller) -> None:
    stages = [
        {"name": "Talks", "probability": 35, "rots_after": 9, "required_fields": ["amount"]},
        {"name": "Signed", "category": "won"},
    ]
    reasons = {"won_reasons": ["Reach"], "lost_reasons": ["Too small"]}
    first = admin.made("/pipelines/", {"name": "First", "stages": stages, **reasons})
    copied = admin.made("/pipelines/", {"name": "Second", "copy_of": first["id"]})
    assert parts(copied["stages"]) == parts(first["stages"])
    assert {name: copied[name] for name in reasons} == reasons
    assert not {one["id"] for one in copied["stages"]} & {one["id"] for one in first["stages"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"template": "nonsense"},
        {"copy_of": str(new_id())},
        {"template": "simple", "stages": [{"name": "Talks"}]},
    ],
)
def test_what_it_begins_with_is_one_known_thing(admin: Caller, wrong: dict[str, Any]) -> None:
    told = problem(admin.post("/pipelines/", {"name": "New", **wrong}), 422)
    assert told["errors"][0]["field"] in wrong
    assert len(admin.get("/pipelines/").json()["results"]) == 1


def test_a_copy_of_anothers_pipeline_is_unknown(admin: Caller, stranger: Caller) -> None:
    theirs = stranger.get("/pipelines/").json()["results"][0]["id"]
    problem(admin.post("/pipelines/", {"name": "New", "copy_of": theirs}), 422)


@pytest.fixture
def trial(admin: Caller) -> dict[str, Any]:
    """A pipeline whose first stage, Trial, a deal was in and another still is."""
    stages = [{"name": "Trial"}, {"name": "Talks"}, {"name": "Signed", "category": "won"}]
    made = admin.made("/pipelines/", {"name": "Trials", "stages": stages})
    deals = [
        admin.made("/opportunities/", {"name": name, "pipeline": made["id"]})
        for name in ("Was", "Is")
    ]
    first, second, _ = (stage["id"] for stage in made["stages"])
    moved = admin.post(f"/opportunities/{deals[0]['id']}/move/", {"stage": second})
    assert moved.status_code == 200, moved.content
    return {"pipeline": made["id"], "first": first, "second": second, "deals": deals}


def test_nothing_enters_a_retired_stage_and_the_history_keeps_its_name(
    admin: Caller, trial: dict[str, Any]
) -> None:
    place = f"/stages/{trial['first']}/"
    assert "Retire it" in problem(admin.delete(place), 409)["detail"]
    assert admin.patch(place, {"retired": True}).json()["retired"] is True
    was, still = trial["deals"]
    refused = problem(
        admin.post(f"/opportunities/{was['id']}/move/", {"stage": trial["first"]}), 422
    )
    assert refused["errors"][0]["message"] == "The stage “Trial” is retired: choose another one."
    new = {"name": "New", "pipeline": trial["pipeline"]}
    problem(admin.post("/opportunities/", {**new, "stage": trial["first"]}), 422)
    assert admin.made("/opportunities/", new)["stage"]["name"] == "Talks"
    history = admin.get(f"/opportunities/{was['id']}/stage-history/").content.decode()
    assert "Trial" in history
    # What is in it can still be worked on, and stands on the board until it has left.
    assert admin.patch(f"/opportunities/{still['id']}/", {"name": "Still"}).status_code == 200
    board = f"/opportunities/board/?pipeline={trial['pipeline']}"
    assert admin.get(board).json()["stages"][0]["name"] == "Trial"
    admin.post(f"/opportunities/{still['id']}/move/", {"stage": trial["second"]})
    assert [one["name"] for one in admin.get(board).json()["stages"]] == ["Talks", "Signed"]
    # A copy begins without it.
    copied = admin.made("/pipelines/", {"name": "Copy", "copy_of": trial["pipeline"]})
    assert [one["name"] for one in copied["stages"]] == ["Talks", "Signed"]
    assert admin.patch(place, {"retired": False}).json()["retired"] is False
    assert admin.made("/opportunities/", new)["stage"]["name"] == "Trial"


def test_one_stage_stays_open_to_deals(admin: Caller) -> None:
    stages = [{"name": "Only"}, {"name": "Other"}]
    made = admin.made("/pipelines/", {"name": "Short", "stages": stages})
    only, other = (f"/stages/{stage['id']}/" for stage in made["stages"])
    assert admin.patch(other, {"retired": True}).status_code == 200
    refused = problem(admin.patch(only, {"retired": True}), 422)
    assert refused["errors"][0]["field"] == "retired"
    problem(admin.delete(only), 409)


def test_deals_follow_a_stage_that_comes_to_mean_won(admin: Caller, trial: dict[str, Any]) -> None:
    place, deal = f"/stages/{trial['second']}/", f"/opportunities/{trial['deals'][0]['id']}/"
    admin.patch(place, {"category": "won"})
    won = admin.get(deal).json()
    assert (won["status"], won["probability"]) == ("won", 100)
    entered = datetime.fromisoformat(won["stage_entered_at"])
    zone = ZoneInfo(admin.get("/company/").json()["time_zone"])
    assert won["closed_on"] == str(entered.astimezone(zone).date())
    admin.patch(place, {"category": "open", "probability": 40})
    reopened = admin.get(deal).json()
    assert (reopened["status"], reopened["probability"]) == ("open", 40)
    assert reopened["closed_on"] is None


def test_the_trail_tells_what_else_was_changed(admin: Caller, trial: dict[str, Any]) -> None:
    admin.patch(f"/stages/{trial['first']}/", {"rots_after": 9, "retired": True})
    admin.patch(f"/pipelines/{trial['pipeline']}/", {"lost_reasons": ["Price"]})
    [entry, _] = admin.get(f"/audit/?about={trial['first']}").json()["results"]
    assert {("Rotting after (days)", None, 9), ("Out of use", False, True)} <= set(told(entry))
    [entry, _] = admin.get(f"/audit/?about={trial['pipeline']}").json()["results"]
    assert "Reasons for losing" in {label for label, _before, _after in told(entry)}
