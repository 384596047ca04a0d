"""Cases: numbers that nobody else has, and when they were closed."""

import datetime

import time_machine

from crm_core.records.services import create_many, create_record, update_record
from freehold.identity.actor import Actor
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.crm_core.records import acting
from tests.crm_core.records.acting import make

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


def test_numbers_rise_and_are_never_given_twice(ada: Actor) -> None:
    first = create_record("cases", {"subject": "A", "number": 7}, actor=ada)["number"]
    outcomes = create_many(
        "cases", [{"subject": "B"}, {"subject": ""}, {"subject": "C"}], actor=ada
    )
    made = [one.id for one in outcomes if one.id]
    last = create_record("cases", {"subject": "D"}, actor=ada)["number"]
    assert len(made) == 2
    assert last > first + 2
    assert update_record("cases", made[0], {"number": 1}, actor=ada).record["number"] > first


def test_each_tenant_counts_for_itself(ada: Actor, globex: Tenant) -> None:
    def number_in_globex() -> int:
        with in_tenant(globex):
            made = create_record("cases", {"subject": "A"}, actor=acting.administrator())
            return int(made["number"])

    before = number_in_globex()
    make("cases", ada, subject="Between")
    assert number_in_globex() == before + 1


def test_a_case_is_closed_when_it_was_first_resolved(ada: Actor) -> None:
    case = make("cases", ada, subject="A")
    with time_machine.travel(NOW, tick=False):
        resolved = update_record("cases", case, {"status": "resolved"}, actor=ada).record
    closed = update_record("cases", case, {"status": "closed"}, actor=ada).record
    assert resolved["closed_at"] == closed["closed_at"] == NOW
    again = update_record("cases", case, {"status": "open"}, actor=ada).record
    assert again["closed_at"] is None


def test_a_new_case_may_be_closed_already(ada: Actor) -> None:
    made = create_record("cases", {"subject": "A", "status": "closed"}, actor=ada)
    assert made["closed_at"] == made["created_at"]
