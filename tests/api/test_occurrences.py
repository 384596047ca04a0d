"""What repeating activities will come to, told before it is made to whoever sees the activity."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

#: A Monday, at ten in Berlin.
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
MARCH = ("2026-02-28T23:00:00Z", "2026-04-05T22:00:00Z")


@pytest.fixture(autouse=True)
def berlin(admin: Caller) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        assert admin.patch("/me/", {"time_zone": "Europe/Berlin"}).status_code == 200
        yield


def task(caller: Caller, repeats: str, due: str = "2026-03-02T08:00:00Z", **more: Any) -> Any:
    values = {"kind": "task", "subject": "Report", "due_at": due, "repeats": repeats, **more}
    return caller.made("/activities/", values)


def planned(caller: Caller, since: str = MARCH[0], until: str = MARCH[1], **more: str) -> Any:
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    answer = caller.get(f"/activities/occurrences/?from={since}&until={until}{asked}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def due(caller: Caller, *times: str) -> list[str]:
    """When the later ones of the only series are due."""
    found = planned(caller, *times)["results"]
    return [one["due_at"].removesuffix(":00Z") for series in found for one in series["dates"]]


@pytest.mark.parametrize(
    ("rule", "first", "following"),
    [
        # At nine in Berlin, whatever the sun does: the clocks go forward on 29 March.
        (
            "FREQ=WEEKLY",
            "2026-03-09T08:00:00Z",
            ["2026-03-16T08:00", "2026-03-23T08:00", "2026-03-30T07:00"],
        ),
        # What is late comes back once: nothing is planned before now.
        (
            "FREQ=WEEKLY;INTERVAL=2",
            "2026-01-05T08:00:00Z",
            ["2026-03-16T08:00", "2026-03-30T07:00"],
        ),
        ("FREQ=DAILY;COUNT=3", "2026-03-03T08:00:00Z", ["2026-03-04T08:00", "2026-03-05T08:00"]),
        ("FREQ=DAILY;COUNT=1", "2026-03-03T08:00:00Z", []),
        ("FREQ=DAILY;UNTIL=20260304", "2026-03-03T08:00:00Z", ["2026-03-04T08:00"]),
        ("FREQ=MONTHLY", "2026-03-31T07:00:00Z", []),
    ],
)
def test_the_later_ones_are_told_by_the_rule(
    admin: Caller, rule: str, first: str, following: list[str]
) -> None:
    task(admin, rule, first)
    assert due(admin) == following


def test_far_ahead_they_are_the_same_as_one_by_one(admin: Caller) -> None:
    task(admin, "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH", "2026-03-02T08:00:00Z")
    times = ("2031-05-01T00:00:00Z", "2031-08-01T00:00:00Z")
    ahead = due(admin, *times)
    first = datetime.date(2026, 3, 2)
    weeks = {(datetime.date.fromisoformat(one[:10]) - first).days // 7 for one in ahead}
    assert len(ahead) == 10
    assert {week % 3 for week in weeks} == {0}
    assert {one[11:] for one in ahead} == {"07:00"}


def test_a_rule_that_counts_ends_also_far_ahead(admin: Caller) -> None:
    task(admin, "FREQ=WEEKLY;COUNT=12", "2026-03-02T08:00:00Z")
    assert due(admin, "2026-05-10T00:00:00Z", "2026-07-01T00:00:00Z") == [
        "2026-05-11T07:00",
        "2026-05-18T07:00",
    ]


def test_what_is_done_comes_on_the_first_of_the_days_told(admin: Caller) -> None:
    made = task(admin, "FREQ=DAILY;COUNT=4")
    before = due(admin)
    assert len(before) == 3
    admin.patch(f"/activities/{made['id']}/", {"status": "done"})
    (following,) = admin.get("/activities/?status=open&fields=due_at").json()["results"]
    assert following["due_at"].startswith(before[0])
    assert due(admin) == before[1:]


def test_a_moved_one_moves_no_other_and_keeps_its_length(admin: Caller) -> None:
    made = admin.made(
        "/activities/",
        {
            "kind": "meeting",
            "subject": "Jour fixe",
            "repeats": "FREQ=WEEKLY",
            "starts_at": "2026-03-09T08:00:00Z",
            "ends_at": "2026-03-09T09:30:00Z",
        },
    )
    moved = {"starts_at": "2026-03-10T13:00:00Z", "ends_at": "2026-03-10T14:30:00Z"}
    admin.patch(f"/activities/{made['id']}/", moved)
    (series,) = planned(admin)["results"]
    assert series["activity"]["id"] == made["id"]
    assert series["dates"][0] == {
        "starts_at": "2026-03-16T08:00:00Z",
        "ends_at": "2026-03-16T09:30:00Z",
    }
    within = planned(admin, "2026-03-16T09:00:00Z", "2026-03-16T09:10:00Z")["results"]
    assert len(within) == 1


def test_cancelled_and_done_ones_plan_nothing(admin: Caller) -> None:
    made = task(admin, "FREQ=DAILY")
    admin.patch(f"/activities/{made['id']}/", {"status": "cancelled"})
    assert planned(admin) == {"results": [], "complete": True}


def test_it_tells_what_one_may_see(
    acme: Tenant, admin: Caller, member: Caller, mia: User, acme_admin: User
) -> None:
    account = admin.made("/accounts/", {"name": "Secret Ltd"})
    task(admin, "FREQ=WEEKLY", subject="Of Ada")
    task(admin, "FREQ=WEEKLY", subject="Of Mia", owner=str(mia.id), account=account["id"])
    task(member, "FREQ=WEEKLY", subject="Private", is_private=True)
    both = f"{acme_admin.id},{mia.id}"

    def subjects(caller: Caller, owner: str) -> set[str]:
        found = planned(caller, owner=owner)["results"]
        return {one["activity"]["subject"] for one in found}

    assert subjects(admin, both) == {"Of Ada", "Of Mia"}
    assert subjects(member, both) == {"Of Mia", "Private"}
    assert (
        b"Secret"
        not in member.get(
            f"/activities/occurrences/?from={MARCH[0]}&until={MARCH[1]}&owner={mia.id}"
        ).content
    )
    hidden = {"activities": {"repeats": "hidden"}}
    vera = callers.person(acme, "Vera", grants=callers.MEMBER, fields=hidden)
    task(admin, "FREQ=WEEKLY", owner=str(vera.id))
    assert subjects(callers.with_key(acme, vera), str(vera.id)) == set()


def test_hidden_fields_stay_hidden(acme: Tenant, admin: Caller) -> None:
    hidden = {"activities": {"subject": "hidden", "location": "hidden", "starts_at": "hidden"}}
    vera = callers.person(acme, "Vera", grants=callers.MEMBER, fields=hidden)
    canary = {"subject": "Canary", "location": "Canary", "starts_at": "2026-03-02T10:11:00Z"}
    task(admin, "FREQ=WEEKLY", owner=str(vera.id), **canary)
    caller = callers.with_key(acme, vera)
    answer = caller.get(f"/activities/occurrences/?from={MARCH[0]}&until={MARCH[1]}")
    assert len(answer.json()["results"]) == 1
    assert b"Canary" not in answer.content
    assert b"10:11" not in answer.content


def test_two_cost_as_many_statements_as_many(admin: Caller) -> None:
    def statements() -> int:
        planned(admin)
        with CaptureQueriesContext(connection) as held:
            planned(admin)
        return len(held)

    for _ in range(2):
        task(admin, "FREQ=DAILY")
    usual = statements()
    for _ in range(20):
        task(admin, "FREQ=DAILY")
    assert statements() == usual


def test_it_is_bounded(admin: Caller) -> None:
    for _ in range(22):
        task(admin, "FREQ=DAILY")
    found = planned(admin, "2026-03-02T00:00:00Z", "2026-06-08T00:00:00Z")
    assert found["complete"] is False
    assert 1900 < sum(len(one["dates"]) for one in found["results"]) <= 2000


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "from=2026-03-01T00:00:00Z",
        "from=x&until=y",
        "from=2026-03-01T00:00:00&until=2026-03-02T00:00:00",
        "from=2026-03-01T00:00:00Z&until=2026-03-01T00:00:00Z",
        "from=2026-03-01T00:00:00Z&until=2027-03-01T00:00:00Z",
        "from=9999-12-31T00:00:00Z&until=9999-12-31T23:00:00Z",
        "from=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z&owner=me",
    ],
)
def test_it_says_what_it_needs(admin: Caller, asked: str) -> None:
    assert problem(admin.get(f"/activities/occurrences/?{asked}"), 400)["detail"]


def test_calendars_elsewhere_hold_them_one_by_one(acme: Tenant, admin: Caller) -> None:
    made = task(admin, "FREQ=WEEKLY", "2026-03-23T08:00:00Z")
    address = admin.post("/me/calendar-feed/").json()["address"]
    anonymous = callers.anonymous(acme)
    path = "/" + address.split("/", 3)[3]
    answer = anonymous.client.get(path, headers={"host": anonymous.host})
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    days = [one.decoded("dtstart") for one in events]
    assert days[:3] == [datetime.date(2026, 3, day) for day in (23, 30)] + [
        datetime.date(2026, 4, 6)
    ]
    assert len(days) == 101
    assert b"RRULE" not in answer.content
    uids = [str(one["uid"]) for one in events]
    assert len(set(uids)) == len(uids)
    assert all(uid.startswith(made["id"]) for uid in uids)
    assert "Planned" not in str(events[0]["description"])
    assert "Planned" in str(events[1]["description"])
