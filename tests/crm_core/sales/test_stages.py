"""A deal's way through the stages: what follows from a stage, and the history of it."""

import datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from crm_core.records.services import create_record, undo, update_many, update_record
from crm_core.sales.models import StageChange
from crm_core.sales.selectors.history import stage_history
from crm_core.sales.services.pipeline import move_opportunity
from crm_core.sales.services.pipelines import create_pipeline, update_stage
from freehold.errors import Forbidden, Invalid, Malformed, NotFound
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import grant, someone
from tests.crm_core.sales.selling import deal, put, stages

DAY = datetime.timedelta(days=1)
MONDAY = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


def test_the_stage_decides_pipeline_status_and_probability(ada: Actor) -> None:
    made = create_record("opportunities", {"name": "Deal"}, actor=ada)
    assert made["stage"]["name"] == "Qualification"
    assert (made["status"], made["probability"], made["closed_on"]) == ("open", 10, None)
    won = put(ada, made["id"], "Won")
    assert (won["status"], won["probability"]) == ("won", 100)
    assert won["closed_on"] is not None
    again = put(ada, made["id"], "Proposal")
    assert (again["status"], again["probability"], again["closed_on"]) == ("open", 50, None)


def test_what_is_given_beside_the_stage_counts(ada: Actor) -> None:
    ident = deal(ada, "Deal")
    day = datetime.date(2026, 2, 3)
    lost = put(ada, ident, "Lost", closed_on=day.isoformat(), lost_reason="Price", probability=3)
    assert (lost["closed_on"], lost["lost_reason"], lost["probability"]) == (day, "Price", 3)


def test_the_history_tells_each_step_with_its_duration(ada: Actor) -> None:
    with time_machine.travel(MONDAY, tick=False):
        ident = deal(ada, "Deal")
    with time_machine.travel(MONDAY + 3 * DAY, tick=False):
        put(ada, ident, "Proposal")
    with time_machine.travel(MONDAY + 10 * DAY, tick=False):
        move_opportunity(ident, stage=stages()["Won"], actor=ada)
    steps = [
        (one["from"] and one["from"]["name"], one["to"]["name"], one["seconds_in_previous"])
        for one in stage_history(ident, actor=ada)
    ]
    assert steps == [
        (None, "Qualification", None),
        ("Qualification", "Proposal", 3 * 86400),
        ("Proposal", "Won", 7 * 86400),
    ]
    assert {one["by"]["name"] for one in stage_history(ident, actor=ada)} == {ada.name}


def test_other_changes_leave_no_mark_in_the_history(ada: Actor) -> None:
    ident = deal(ada, "Deal")
    update_record("opportunities", ident, {"next_step": "Call"}, actor=ada)
    put(ada, ident, "Qualification")
    assert len(stage_history(ident, actor=ada)) == 1


def test_undoing_a_move_is_a_step_back_of_its_own(ada: Actor) -> None:
    with time_machine.travel(MONDAY, tick=False):
        ident = deal(ada, "Deal")
    with time_machine.travel(MONDAY + DAY, tick=False):
        moved = move_opportunity(ident, stage=stages()["Won"], actor=ada)
    with time_machine.travel(MONDAY + 2 * DAY, tick=False):
        assert moved.undo is not None
        undo(moved.undo, actor=ada)
    history = stage_history(ident, actor=ada)
    assert [one["to"]["name"] for one in history] == ["Qualification", "Won", "Qualification"]
    assert [one["seconds_in_previous"] for one in history] == [None, 86400, 86400]
    record = update_record("opportunities", ident, {"next_step": "x"}, actor=ada).record
    assert (record["status"], record["closed_on"], record["probability"]) == ("open", None, 10)
    assert record["stage_entered_at"] == MONDAY


def test_a_history_told_afterwards_keeps_its_times(ada: Actor) -> None:
    with time_machine.travel(MONDAY, tick=False):
        ident = deal(ada, "Deal")
    for days, stage in ((2, "Discovery"), (6, "Won")):
        changes = [(ident, {"stage": str(stages()[stage])})]
        update_many("opportunities", changes, actor=ada, times=[MONDAY + days * DAY])
    assert [one["at"] for one in stage_history(ident, actor=ada)] == [
        MONDAY,
        MONDAY + 2 * DAY,
        MONDAY + 6 * DAY,
    ]
    assert stage_history(ident, actor=ada)[-1]["seconds_in_previous"] == 4 * 86400


def test_a_stage_may_ask_for_fields_first(ada: Actor) -> None:
    ident = deal(ada, "Deal")
    proposal = stages()["Proposal"]
    update_stage(proposal, {"required_fields": ["amount", "next_step"]}, actor=ada)
    for act in (
        lambda: put(ada, ident, "Proposal"),
        lambda: move_opportunity(ident, stage=proposal, actor=ada),
    ):
        with pytest.raises(Invalid) as problem:
            act()
        assert {(one.field, one.code) for one in problem.value.errors} == {
            ("amount", "required_at_stage"),
            ("next_step", "required_at_stage"),
        }
    put(ada, ident, "Proposal", amount=5, next_step="Send")


def test_a_stage_of_another_pipeline_takes_the_deal_there(ada: Actor) -> None:
    other = create_pipeline(
        {"name": "Renewals", "stages": [{"name": "Due"}, {"name": "Renewed", "category": "won"}]},
        actor=ada,
    )
    first = other.stages.get(name="Due")
    ident = deal(ada, "Deal")
    wrong = {"pipeline": str(other.id), "stage": str(stages()["Proposal"])}
    with pytest.raises(Invalid) as problem:
        update_record("opportunities", ident, wrong, actor=ada)
    assert [(one.field, one.code) for one in problem.value.errors] == [("stage", "other_pipeline")]
    moved = update_record("opportunities", ident, {"pipeline": str(other.id)}, actor=ada).record
    assert moved["stage"] == {"id": first.id, "name": "Due"}


@pytest.mark.parametrize("values", [{"stage": str(uuid4())}, {"pipeline": str(uuid4())}])
def test_an_unknown_stage_or_pipeline_is_refused(ada: Actor, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        create_record("opportunities", {"name": "Deal", **values}, actor=ada)


def test_the_history_is_closed_to_whoever_can_not_see_the_deal_or_its_stage(ada: Actor) -> None:
    ident = deal(ada, "Deal")
    stranger = someone("Bob", grants={"*": grant("own", "own")})
    with pytest.raises(NotFound):
        stage_history(ident, actor=stranger)
    blind = someone(
        "Eve", grants={"*": grant("all", "all")}, fields={"opportunities": {"stage": "hidden"}}
    )
    with pytest.raises(Malformed):
        stage_history(ident, actor=blind)
    with pytest.raises((Forbidden, Malformed)):
        move_opportunity(ident, stage=stages()["Won"], actor=blind)
    assert StageChange.objects.count() == 1
