"""Activities: their state, and what the records they are about learn of them."""

import datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from crm_core.records.selectors import get_record
from crm_core.records.services import create_record, restore_record, trash_record, update_record
from freehold.errors import Invalid, NotFound
from freehold.events.services import deliver_waiting
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import found, grant, make, someone

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"kind": "task"}, "open"),
        ({"kind": "note"}, "done"),
        ({"kind": "call"}, "done"),
        ({"kind": "meeting", "starts_at": "2999-01-01T00:00:00Z"}, "open"),
        ({"kind": "meeting", "starts_at": "2001-01-01T00:00:00Z"}, "done"),
        ({"kind": "call", "due_at": "2999-01-01T00:00:00Z"}, "open"),
        ({"kind": "note", "due_at": "2999-01-01T00:00:00Z"}, "done"),
        ({"kind": "task", "status": "cancelled"}, "cancelled"),
    ],
)
def test_the_kind_and_the_time_decide_the_state(
    ada: Actor, values: dict[str, Any], status: str
) -> None:
    made = create_record("activities", {"subject": "X", **values}, actor=ada)
    assert made["status"] == status
    assert (made["completed_at"] is not None) == (status == "done")


def test_done_is_when_it_was_done_and_reopening_forgets_it(ada: Actor) -> None:
    task = make("activities", ada, kind="task", subject="X")
    with time_machine.travel(NOW, tick=False):
        done = update_record("activities", task, {"status": "done"}, actor=ada).record
    assert done["completed_at"] == NOW
    again = update_record("activities", task, {"status": "open"}, actor=ada).record
    assert again["completed_at"] is None


def test_a_meeting_does_not_end_before_it_starts(ada: Actor) -> None:
    times = {"starts_at": NOW.isoformat(), "ends_at": (NOW - HOUR).isoformat()}
    with pytest.raises(Invalid) as problem:
        create_record("activities", {"kind": "meeting", "subject": "X", **times}, actor=ada)
    assert [one.field for one in problem.value.errors] == ["ends_at"]


def last_activity(ada: Actor, object_name: str, ident: UUID, name: str = "last") -> Any:
    deliver_waiting()
    return get_record(object_name, ident, actor=ada)[f"{name}_activity_at"]


def about(ada: Actor, at: datetime.datetime, **values: Any) -> UUID:
    with time_machine.travel(at, tick=False):
        return make("activities", ada, **{"kind": "call", "subject": "X", **values})


def test_records_know_when_they_were_last_in_touch(ada: Actor) -> None:
    account = make("accounts", ada, name="Acme")
    contact = make("contacts", ada, last_name="Bob")
    assert last_activity(ada, "accounts", account) is None
    about(ada, NOW, account=str(account), contact=str(contact))
    later = about(ada, NOW + HOUR, account=str(account))
    assert last_activity(ada, "accounts", account) == NOW + HOUR
    assert last_activity(ada, "contacts", contact) == NOW
    trash_record("activities", later, actor=ada)
    assert last_activity(ada, "accounts", account) == NOW
    restore_record("activities", later, actor=ada)
    assert last_activity(ada, "accounts", account) == NOW + HOUR


def test_without_activities_there_was_no_touch(ada: Actor) -> None:
    account = make("accounts", ada, name="Acme")
    only = about(ada, NOW, account=str(account))
    assert last_activity(ada, "accounts", account) == NOW
    trash_record("activities", only, actor=ada)
    assert last_activity(ada, "accounts", account) is None


def test_a_deal_knows_its_next_activity(ada: Actor) -> None:
    deal = make("opportunities", ada, name="Deal")
    due = NOW.replace(year=2999)
    task = make(
        "activities", ada, kind="task", subject="X", opportunity=str(deal), due_at=due.isoformat()
    )
    assert last_activity(ada, "opportunities", deal, "next") == due
    update_record("activities", task, {"status": "done"}, actor=ada)
    assert last_activity(ada, "opportunities", deal, "next") is None


def test_being_in_touch_changes_no_version_and_leaves_no_trail(ada: Actor) -> None:
    from crm_core.records.selectors import audit_trail

    account = make("accounts", ada, name="Acme")
    about(ada, NOW, account=str(account))
    assert last_activity(ada, "accounts", account) == NOW
    assert get_record("accounts", account, actor=ada)["version"] == 1
    entries = audit_trail(actor=ada, object_name="accounts", record_id=account)["results"]
    assert [one["action"] for one in entries] == ["create"]


def test_a_private_activity_is_its_owners_alone(ada: Actor) -> None:
    account = make("accounts", ada, name="Acme")
    bob = someone("Bob", grants={"*": grant("all", "all", "all")})
    mine = make(
        "activities", bob, kind="note", subject="Mine", is_private=True, account=str(account)
    )
    assert found("activities", ada) == []
    assert found("activities", bob) == ["Mine"]
    with pytest.raises(NotFound):
        get_record("activities", mine, actor=ada)
    assert last_activity(ada, "accounts", account) is None
