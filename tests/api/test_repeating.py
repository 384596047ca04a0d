"""Repeating activities: the next comes when the open one is done, on the day that the rule says."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller

#: A Monday, at ten in Berlin.
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def berlin(admin: Caller) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        assert admin.patch("/me/", {"time_zone": "Europe/Berlin"}).status_code == 200
        yield


def task(caller: Caller, repeats: str, due: str = "2026-03-02T08:00:00Z", **more: Any) -> Any:
    values = {"kind": "task", "subject": "Report", "due_at": due, "repeats": repeats, **more}
    return caller.made("/activities/", values)


def finish(caller: Caller, ident: str, status: str = "done") -> Any:
    return caller.patch(f"/activities/{ident}/", {"status": status})


def open_ones(caller: Caller) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.get(
        '/activities/?filter={"field":"status","op":"eq","value":"open"}&sort=created_at'
        "&fields=id,subject,due_at,starts_at,ends_at,repeats,owner,account,reminder_minutes,version"
    ).json()["results"]
    return found


def dates(caller: Caller, repeats: str, due: str, times: int) -> list[str]:
    """When the next ones are due, each done a minute after it was due."""
    ident, found = task(caller, repeats, due)["id"], []
    at = datetime.datetime.fromisoformat(due)
    for _ in range(times):
        with time_machine.travel(at + datetime.timedelta(minutes=1), tick=False):
            finish(caller, ident)
        left = open_ones(caller)
        if not left:
            break
        (following,) = left
        ident, at = following["id"], datetime.datetime.fromisoformat(following["due_at"])
        found.append(following["due_at"].removesuffix(":00Z"))
    return found


@pytest.mark.parametrize(
    ("rule", "due", "following"),
    [
        ("FREQ=DAILY", "2026-03-02T08:00:00Z", ["2026-03-03T08:00", "2026-03-04T08:00"]),
        ("FREQ=DAILY;INTERVAL=3", "2026-03-02T08:00:00Z", ["2026-03-05T08:00", "2026-03-08T08:00"]),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "2026-03-05T08:00:00Z",
            ["2026-03-06T08:00", "2026-03-09T08:00"],
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
            "2026-03-02T08:00:00Z",
            ["2026-03-05T08:00", "2026-03-16T08:00", "2026-03-19T08:00"],
        ),
        # At nine in Berlin, whatever the sun does: the clocks go forward on 29 March.
        ("FREQ=WEEKLY", "2026-03-23T08:00:00Z", ["2026-03-30T07:00", "2026-04-06T07:00"]),
        # At half past two there is no such hour on that day: it is half past three.
        ("FREQ=DAILY", "2026-03-28T01:30:00Z", ["2026-03-29T01:30", "2026-03-30T00:30"]),
        ("FREQ=MONTHLY", "2026-03-31T07:00:00Z", ["2026-04-30T07:00", "2026-05-31T07:00"]),
        (
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "2026-11-30T08:00:00Z",
            ["2026-12-31T08:00", "2027-01-31T08:00", "2027-02-28T08:00"],
        ),
        ("FREQ=YEARLY", "2028-02-29T08:00:00Z", ["2029-02-28T08:00", "2030-02-28T08:00"]),
        ("FREQ=DAILY;COUNT=3", "2026-03-02T08:00:00Z", ["2026-03-03T08:00", "2026-03-04T08:00"]),
        ("FREQ=DAILY;UNTIL=20260303", "2026-03-02T08:00:00Z", ["2026-03-03T08:00"]),
    ],
)
def test_the_next_is_due_by_the_rule(
    admin: Caller, rule: str, due: str, following: list[str]
) -> None:
    asked = len(following) + ("COUNT" in rule or "UNTIL" in rule)
    assert dates(admin, rule, due, asked) == following


def test_the_next_says_what_the_former_said(admin: Caller) -> None:
    account = admin.made("/accounts/", {"name": "Analytical"})
    made = task(admin, "freq=weekly", account=account["id"], reminder_minutes=30)
    assert made["repeats"] == "FREQ=WEEKLY;BYDAY=MO"
    finish(admin, made["id"])
    (following,) = open_ones(admin)
    same = ("subject", "repeats", "owner", "account", "reminder_minutes")
    assert [following[name] for name in same] == [made[name] for name in same]
    told = admin.get(f"/activities/{following['id']}/audit/").json()["results"]
    assert [one["action"] for one in told] == ["create"]


def test_what_was_left_lying_is_next_due_after_today(admin: Caller) -> None:
    made = task(admin, "FREQ=WEEKLY;INTERVAL=2", "2026-01-05T08:00:00Z")
    finish(admin, made["id"])
    assert [one["due_at"] for one in open_ones(admin)] == ["2026-03-16T08:00:00Z"]


def test_moving_one_moves_no_other(admin: Caller) -> None:
    made = task(admin, "FREQ=WEEKLY", "2026-03-09T08:00:00Z")
    admin.patch(f"/activities/{made['id']}/", {"due_at": "2026-03-06T10:00:00Z"})
    finish(admin, made["id"])
    assert [one["due_at"] for one in open_ones(admin)] == ["2026-03-16T08:00:00Z"]


def test_another_hour_is_that_of_those_that_follow(admin: Caller) -> None:
    made = task(admin, "FREQ=WEEKLY", "2026-03-09T08:00:00Z")
    admin.patch(f"/activities/{made['id']}/", {"due_at": "2026-03-09T10:00:00Z"})
    finish(admin, made["id"])
    assert [one["due_at"] for one in open_ones(admin)] == ["2026-03-16T10:00:00Z"]


def test_a_meeting_keeps_its_length_across_summer_time(admin: Caller) -> None:
    values = {
        "kind": "meeting",
        "subject": "Weekly",
        "starts_at": "2026-03-25T09:00:00Z",
        "ends_at": "2026-03-25T10:30:00Z",
        "repeats": "FREQ=WEEKLY",
    }
    finish(admin, admin.made("/activities/", values)["id"])
    (following,) = open_ones(admin)
    assert following["starts_at"] == "2026-04-01T08:00:00Z"
    assert following["ends_at"] == "2026-04-01T09:30:00Z"


def test_done_twice_makes_one_and_undo_takes_it_back(admin: Caller) -> None:
    made = task(admin, "FREQ=DAILY")
    token = finish(admin, made["id"]).headers["Undo-Token"]
    finish(admin, made["id"])
    assert len(open_ones(admin)) == 1
    assert admin.post(f"/undo/{token}/").status_code == 200
    assert [one["id"] for one in open_ones(admin)] == [made["id"]]
    finish(admin, made["id"])
    (following,) = open_ones(admin)
    admin.patch(f"/activities/{following['id']}/", {"priority": "high"})
    finish(admin, made["id"], "open")
    assert {one["id"] for one in open_ones(admin)} == {made["id"], following["id"]}
    finish(admin, made["id"])
    assert [one["id"] for one in open_ones(admin)] == [following["id"]]


def test_many_done_at_once_each_have_their_next(admin: Caller) -> None:
    ids = [task(admin, "FREQ=DAILY")["id"] for _ in range(3)]
    changed = admin.post(
        "/activities/bulk/", {"action": "update", "ids": ids, "values": {"status": "done"}}
    )
    assert changed.status_code == 200, changed.content
    assert [one["due_at"] for one in open_ones(admin)] == ["2026-03-03T08:00:00Z"] * 3
    assert admin.post(f"/undo/{changed.json()['undo']}/").status_code == 200
    assert {one["id"] for one in open_ones(admin)} == set(ids)


@pytest.mark.parametrize("end", ["stopped", "cancelled", "trashed"])
def test_a_series_ends_with_the_one_that_is_open(admin: Caller, end: str) -> None:
    made = task(admin, "FREQ=DAILY")
    place = f"/activities/{made['id']}/"
    if end == "stopped":
        admin.patch(place, {"repeats": None})
        finish(admin, made["id"])
    elif end == "cancelled":
        finish(admin, made["id"], "cancelled")
    else:
        admin.delete(place)
    assert open_ones(admin) == []


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("every monday", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=SECONDLY", "DAILY, WEEKLY, MONTHLY and YEARLY"),
        ("FREQ=HOURLY;INTERVAL=2", "DAILY, WEEKLY, MONTHLY and YEARLY"),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 99"),
        ("FREQ=DAILY;INTERVAL=100", "from 1 to 99"),
        ("FREQ=DAILY;COUNT=1000000", "from 1 to 999"),
        ("FREQ=DAILY;BYSECOND=1", "BYSECOND"),
        ("FREQ=WEEKLY;BYDAY=2MO", "MO, TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "1 to 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=3", "BYSETPOS"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no day 30"),
        ("FREQ=DAILY;UNTIL=20260230", "20271231"),
        ("FREQ=DAILY;UNTIL=20260301", "before its first date"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "not by both"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;WKST=SU", "WKST"),
    ],
)
def test_a_rule_that_cant_be_is_refused_in_words(admin: Caller, rule: str, named: str) -> None:
    values = {"kind": "task", "subject": "X", "due_at": "2026-03-02T08:00:00Z", "repeats": rule}
    (error,) = callers.problem(admin.post("/activities/", values), 422)["errors"]
    assert error["field"] == "repeats"
    assert named in error["message"]


def test_only_what_has_a_date_repeats_and_no_note(admin: Caller) -> None:
    values = {"kind": "task", "subject": "X", "repeats": "FREQ=DAILY"}
    (error,) = callers.problem(admin.post("/activities/", values), 422)["errors"]
    assert error["field"] == "due_at"
    (error,) = callers.problem(admin.post("/activities/", {**values, "kind": "note"}), 422)[
        "errors"
    ]
    assert error["field"] == "repeats"
    made = task(admin, "FREQ=DAILY")
    emptied = admin.patch(f"/activities/{made['id']}/", {"due_at": None})
    assert callers.problem(emptied, 422)["errors"][0]["field"] == "due_at"
    noted = admin.patch(f"/activities/{made['id']}/", {"kind": "note"})
    assert noted.json()["repeats"] is None


def test_it_repeats_for_whoever_may_not_see_that_it_does(
    acme: Tenant, admin: Caller, mia: User
) -> None:
    blind = callers.person(
        acme, "Bob", grants=callers.MEMBER, fields={"activities": {"repeats": "hidden"}}
    )
    made = task(admin, "FREQ=DAILY", owner=str(blind.id))
    done = finish(callers.with_key(acme, blind), made["id"])
    assert done.status_code == 200
    assert "repeats" not in done.json()
    (following,) = open_ones(admin)
    assert (following["owner"]["id"], following["repeats"]) == (str(blind.id), "FREQ=DAILY")


def test_the_number_of_statements_is_the_same_for_two_and_for_twenty(
    admin: Caller, django_assert_max_num_queries: Any
) -> None:
    def finish_all(number: int) -> int:
        ids = [task(admin, "FREQ=DAILY")["id"] for _ in range(number)]
        body = {"action": "update", "ids": ids, "values": {"status": "done"}}
        with django_assert_max_num_queries(100) as counted:
            assert admin.post("/activities/bulk/", body).status_code == 200
        return len(counted)

    finish_all(2)
    assert finish_all(2) == finish_all(12)
