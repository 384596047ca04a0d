"""The timeline: complete, in order, in pages without gaps, and nothing in it that is hidden."""

import datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from crm_core.activities.selectors.timeline import timeline
from crm_core.records.services import create_many, restore_record, trash_record, update_record
from freehold.errors import Malformed, NotFound
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import euros, grant, make, seeing_all_but, someone
from tests.crm_core.sales.selling import put

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


def told(actor: Actor, ident: UUID, **params: Any) -> list[dict[str, Any]]:
    """All entries, page by page."""
    page = timeline("opportunities", ident, actor=actor, **params)
    found = list(page["results"])
    while page["next"]:
        page = timeline("opportunities", ident, actor=actor, cursor=page["next"], **params)
        found += page["results"]
    return found


def kinds(entries: list[dict[str, Any]]) -> list[str]:
    return [one["kind"] for one in entries]


@pytest.fixture
def deal(ada: Actor) -> UUID:
    ident = make("opportunities", ada, name="Deal", amount=euros(5))
    make("activities", ada, kind="call", subject="Rang up", opportunity=str(ident))
    update_record("opportunities", ident, {"amount": euros(7)}, actor=ada)
    put(ada, ident, "Proposal")
    trash_record("opportunities", ident, actor=ada)
    restore_record("opportunities", ident, actor=ada)
    return ident


def test_everything_that_happened_newest_first(ada: Actor, deal: UUID) -> None:
    entries = told(ada, deal)
    assert kinds(entries) == ["restored", "deleted", "stage", "change", "activity", "created"]
    assert [one["at"] for one in entries] == sorted((one["at"] for one in entries), reverse=True)
    assert {one["actor"]["name"] for one in entries} == {ada.name}
    stage, change, activity = entries[2:5]
    assert stage["changes"][0]["to"]["name"] == "Proposal"
    assert change["changes"][0]["to"] == {"amount": 7, "currency": "EUR"}
    assert activity["activity"]["subject"] == activity["title"] == "Rang up"


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_have_no_gaps(ada: Actor, deal: UUID, limit: int) -> None:
    assert told(ada, deal, limit=limit) == told(ada, deal)


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_pages_have_no_gaps_where_times_are_equal(ada: Actor, limit: int) -> None:
    with time_machine.travel(NOW, tick=False):
        ident = make("opportunities", ada, name="Deal")
        rows = [{"kind": "note", "subject": str(n), "opportunity": str(ident)} for n in range(12)]
        create_many("activities", rows, actor=ada)
    entries = told(ada, ident, limit=limit)
    assert len(entries) == len({one["id"] for one in entries}) == 13


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_why_a_deal_was_lost_is_told_with_its_move(ada: Actor, deal: UUID, limit: int) -> None:
    put(ada, deal, "Lost", lost_reason="Price", description="Too dear")
    first = told(ada, deal, limit=limit)[0]
    assert first["kind"] == "stage"
    shown = {one["field"]: one["to"] for one in first["changes"]}
    assert shown.pop("stage")["name"] == "Lost"
    assert shown == {"lost_reason": "Price", "description": "Too dear"}
    assert "Price" not in str(told(ada, deal, limit=limit)[1:])
    assert "Price" in str(told(ada, deal, kinds=["change"]))
    eve = seeing_all_but("Eve", "opportunities", "lost_reason")
    assert "Price" not in str(told(eve, deal))


def test_only_the_kinds_asked_for(ada: Actor, deal: UUID) -> None:
    assert kinds(told(ada, deal, kinds=["stage", "created"])) == ["stage", "created"]
    with pytest.raises(Malformed):
        told(ada, deal, kinds=["gossip"])


@pytest.mark.parametrize(
    "cursor",
    ["x", "2026-01-01T00:00:00Z", "2026-01-01~1", "2026-01-01T00:00:00Z~x",
     "2026-13-01T00:00:00Z~1"],
)  # fmt: skip
def test_a_cursor_that_is_none_is_refused(ada: Actor, deal: UUID, cursor: str) -> None:
    with pytest.raises(Malformed):
        timeline("opportunities", deal, actor=ada, cursor=cursor)


def test_what_a_reader_can_not_see_does_not_hide_what_they_can(ada: Actor, deal: UUID) -> None:
    """Changes of hidden fields leave no empty entries, and cut no page short."""
    for number in range(9):
        update_record("opportunities", deal, {"amount": euros(100 + number)}, actor=ada)
    eve = seeing_all_but("Eve", "opportunities", "amount")
    entries = told(eve, deal, limit=2, kinds=["change", "created", "deleted"])
    assert kinds(entries) == ["deleted", "created"]
    assert "100" not in str(entries)


def test_each_part_keeps_to_the_readers_rights(ada: Actor, deal: UUID) -> None:
    assert "stage" not in kinds(told(seeing_all_but("Eve", "opportunities", "stage"), deal))
    unsaid = seeing_all_but("Ann", "activities", "subject", "body")
    (activity,) = told(unsaid, deal, kinds=["activity"])
    assert activity["title"] is None
    assert "Rang up" not in str(activity)
    deaf = someone("Bob", grants={"*": grant("all"), "activities": grant("none")})
    assert "activity" not in kinds(told(deaf, deal))
    with pytest.raises(NotFound):
        told(someone("Tim", grants={"*": grant("own")}), deal)


def test_a_record_from_elsewhere_begins_when_it_began_there(ada: Actor) -> None:
    since = datetime.datetime(2020, 5, 4, tzinfo=datetime.UTC)
    (outcome,) = create_many(
        "opportunities", [{"name": "Old"}], actor=ada, pasts=[{"created_at": since}]
    )
    assert outcome.id is not None
    (entry,) = told(ada, outcome.id)
    assert (entry["kind"], entry["at"]) == ("created", since)
