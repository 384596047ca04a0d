"""Reminders: when they come, to whom, and each only once."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone, translation

from crm_core.activities.services.reminding import LATEST, remind
from crm_core.notices.models import Notice
from crm_core.notices.selectors.listing import list_notices
from crm_core.notices.services.choosing import choose
from crm_core.records.selectors import get_record
from crm_core.records.services import create_record, trash_record, update_record
from crm_core.records.services.undoing import undo
from freehold.errors import Invalid
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tests.crm_core.records.acting import make
from tests.ground.jobs import work_off

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def begins() -> datetime.datetime:
    return timezone.now().replace(microsecond=0) + HOUR


def reminded(now: datetime.datetime) -> int:
    return remind(now)


def test_a_meeting_reminds_so_long_before_and_once(ada: Actor, begins: datetime.datetime) -> None:
    meeting = make(
        "activities", ada, kind="meeting", subject="Kick-off", starts_at=begins.isoformat(),
        reminder_minutes=15,
    )  # fmt: skip
    assert reminded(begins - 16 * MINUTE) == 0
    assert reminded(begins - 15 * MINUTE) == 1
    assert reminded(begins - 14 * MINUTE) == 0
    (notice,) = Notice.objects.all()
    assert (notice.kind, notice.record, notice.user_id) == ("reminder", meeting, ada.user_id)


def test_it_says_when_in_the_zone_of_its_reader(ada: Actor) -> None:
    begins = datetime.datetime(2026, 6, 10, 7, 30, tzinfo=datetime.UTC)
    assert ada.user_id
    User.objects.filter(id=ada.user_id).update(time_zone="Asia/Tokyo")
    for subject, minutes in (("Review", 24 * 60), ("Kick-off", 15)):
        with time_machine.travel(begins - minutes * MINUTE, tick=False):
            make(
                "activities", ada, kind="meeting", subject=subject, starts_at=begins.isoformat(),
                reminder_minutes=minutes,
            )  # fmt: skip
            assert reminded(timezone.now()) == 1
    texts = [one["text"] for one in list_notices(actor=ada, limit=5).results]
    assert texts == ["“Kick-off” at 16:30", "“Review” on 10 Jun 2026 at 16:30"]
    with translation.override("de"):
        texts = [one["text"] for one in list_notices(actor=ada, limit=5).results]
    assert texts == ["„Kick-off“ um 16:30 Uhr", "„Review“ am 10. Juni 2026 um 16:30 Uhr"]


@pytest.mark.parametrize(
    ("locale", "subject"),
    [("en", "Reminder: “Call back” at 07:30"), ("de", "Erinnerung: „Call back“ um 07:30 Uhr")],
)
def test_its_mail_says_that_it_reminds(ada: Actor, locale: str, subject: str) -> None:
    due = datetime.datetime(2026, 6, 10, 7, 30, tzinfo=datetime.UTC)
    assert ada.user_id
    User.objects.filter(id=ada.user_id).update(locale=locale, time_zone="UTC")
    choose({"kinds": {"reminder": "email"}}, actor=ada)
    with time_machine.travel(due, tick=False):
        make("activities", ada, kind="task", subject="Call back", due_at=due.isoformat())
        assert reminded(due) == 1
        work_off()
    (letter,) = mail.outbox
    assert letter.subject == subject
    assert subject in letter.body


def test_a_task_reminds_when_it_is_due_and_a_meeting_without_reminder_never(
    ada: Actor, begins: datetime.datetime
) -> None:
    make("activities", ada, kind="task", subject="Call", due_at=begins.isoformat())
    make("activities", ada, kind="meeting", subject="Lunch", starts_at=begins.isoformat())
    assert reminded(begins - MINUTE) == 0
    assert reminded(begins) == 1
    assert reminded(begins + HOUR) == 0


def test_what_is_moved_reminds_anew(ada: Actor, begins: datetime.datetime) -> None:
    task = make("activities", ada, kind="task", subject="Call", due_at=begins.isoformat())
    assert reminded(begins) == 1
    later = {"due_at": (begins + HOUR).isoformat()}
    update_record("activities", task, later, actor=ada)
    assert reminded(begins + 59 * MINUTE) == 0
    assert reminded(begins + HOUR) == 1


@pytest.mark.parametrize("how", ["done", "trash", "stale"])
def test_what_is_over_reminds_nobody(ada: Actor, begins: datetime.datetime, how: str) -> None:
    task = make("activities", ada, kind="task", subject="Call", due_at=begins.isoformat())
    if how == "done":
        update_record("activities", task, {"status": "done"}, actor=ada)
    if how == "trash":
        trash_record("activities", task, actor=ada)
    assert reminded(begins + (LATEST if how == "stale" else MINUTE)) == 0


def test_a_reminder_stands_in_the_way_of_no_undo(ada: Actor, begins: datetime.datetime) -> None:
    task = make("activities", ada, kind="task", subject="Call", due_at=begins.isoformat())
    moved = update_record("activities", task, {"due_at": (begins + HOUR).isoformat()}, actor=ada)
    assert reminded(begins + HOUR) == 1
    assert moved.undo is not None
    undo(moved.undo, actor=ada)
    assert get_record("activities", task, actor=ada)["due_at"] == begins


@pytest.mark.parametrize("minutes", [-1, 40321])
def test_a_reminder_comes_within_four_weeks(ada: Actor, minutes: Any) -> None:
    with pytest.raises(Invalid) as problem:
        create_record(
            "activities",
            {"kind": "task", "subject": "X", "reminder_minutes": minutes},
            actor=ada,
        )
    assert [one.field for one in problem.value.errors] == ["reminder_minutes"]
