"""The mail about the day: when it comes, to whom, what it says, and once."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail

from crm_core.activities.services import digest
from crm_core.activities.services.reminding import remind
from crm_core.notices.services.choosing import choose
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.jobs.models import Job
from tests.crm_core.records.acting import grant, make, someone
from tests.ground.jobs import work_off

#: Seven in the morning of Berlin's day.
MORNING = datetime.datetime(2026, 3, 2, 6, 5, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def mia(ada: Actor) -> Actor:
    """In Berlin; the others want no mail."""
    choose({"digest": False}, actor=ada)
    mia = someone("Mia", grants={"*": grant("own", "own", "own")})
    User.objects.filter(name="Mia").update(time_zone="Europe/Berlin")
    return mia


def task(actor: Actor, subject: str, due: datetime.datetime, **values: Any) -> None:
    make("activities", actor, kind="task", subject=subject, due_at=due.isoformat(), **values)


def sent(now: datetime.datetime) -> int:
    digest.start_due(now)
    work_off()
    return len(mail.outbox)


def test_it_tells_of_the_day_in_its_readers_zone(ada: Actor, mia: Actor) -> None:
    task(mia, "Late since yesterday", MORNING - DAY)
    task(mia, "Just after midnight", datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC))
    task(mia, "Tomorrow", MORNING + DAY)
    task(ada, "Somebody else's", MORNING)
    make(
        "activities", mia, kind="meeting", subject="Kick-off", status="open",
        starts_at="2026-03-02T09:00:00Z", ends_at="2026-03-02T10:00:00Z",
    )  # fmt: skip
    assert sent(MORNING) == 1
    (letter,) = mail.outbox
    assert letter.to == ["mia@acme.test"]
    assert letter.subject == "Your day: Meetings today: 1, Tasks today: 1, Overdue: 1"
    body = letter.body
    assert "10:00  Kick-off" in body
    assert "00:30  Just after midnight" in body
    assert body.index("Overdue") < body.index("Late since yesterday")
    assert "Tomorrow" not in body
    assert "Somebody" not in body
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert "Kick-off" in html
    assert "/settings/notifications" in html


def test_a_reminder_of_another_day_that_was_not_read_says_which(ada: Actor, mia: Actor) -> None:
    for subject, due in (("Old", MORNING - 3 * DAY), ("New", MORNING)):
        task(mia, subject, due)
        with time_machine.travel(due, tick=False):
            remind(due)
    sent(MORNING)
    body = mail.outbox[0].body
    assert "Reminder: “Old” on 27 Feb 2026 at 07:05" in body
    assert "Reminder: “New” at 07:05" in body


def test_it_comes_once_a_day_and_at_seven(ada: Actor, mia: Actor) -> None:
    task(mia, "Call", MORNING)
    hour = datetime.timedelta(hours=1)
    assert sent(MORNING - hour) == 0
    assert sent(MORNING) == 1
    assert sent(MORNING + hour) == 1
    assert sent(MORNING + 6 * hour) == 1
    assert sent(MORNING + DAY) == 2


def test_a_second_run_of_its_job_sends_nothing(ada: Actor, mia: Actor) -> None:
    task(mia, "Call", MORNING)
    assert sent(MORNING) == 1
    Job.objects.filter(kind=digest.KIND).update(state="queued")
    work_off()
    assert len(mail.outbox) == 1


def test_it_waits_for_a_mail_server_that_is_away_and_comes_once(
    ada: Actor, mia: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    task(mia, "Call", MORNING)
    with time_machine.travel(MORNING, tick=False) as clock, monkeypatch.context() as away:
        away.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        assert sent(MORNING) == 0
        for _minutes in range(5):
            clock.shift(datetime.timedelta(minutes=1))
            assert sent(MORNING) == 0
    with time_machine.travel(MORNING + datetime.timedelta(hours=1), tick=False):
        assert sent(MORNING) == 1
    with time_machine.travel(MORNING + datetime.timedelta(hours=2), tick=False):
        assert sent(MORNING) == 1
    assert Job.objects.get(kind=digest.KIND).attempts == 1


def refuse(backend: Any, messages: Any) -> int:
    raise ConnectionRefusedError("Connection refused")


def test_without_anything_to_tell_it_does_not_come(ada: Actor, mia: Actor) -> None:
    assert sent(MORNING) == 0
    task(mia, "Call", MORNING)
    choose({"digest": False}, actor=mia)
    assert sent(MORNING + DAY) == 0


def test_it_is_in_its_readers_language(ada: Actor, mia: Actor) -> None:
    User.objects.filter(name="Mia").update(locale="de")
    task(mia, "Anrufen", MORNING)
    assert sent(MORNING) == 1
    assert mail.outbox[0].subject == "Ihr Tag: Aufgaben heute: 1"
    assert "Montag, 2. März" in mail.outbox[0].body


def test_many_late_tasks_hide_nothing_of_today(
    ada: Actor, mia: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "_READ", 3)
    for number in range(5):
        task(mia, f"Late {number}", MORNING - DAY * (number + 1))
    task(mia, "Due today", MORNING)
    starts = (MORNING + datetime.timedelta(hours=2)).isoformat()
    make("activities", mia, kind="meeting", subject="Kick-off", status="open", starts_at=starts)
    assert sent(MORNING) == 1
    body = mail.outbox[0].body
    assert "Kick-off" in body
    assert "Due today" in body
    assert "Late" in body


def test_a_late_task_names_its_day_so_that_nobody_takes_it_for_another(
    ada: Actor, mia: Actor
) -> None:
    task(mia, "Late", datetime.datetime(2026, 2, 3, 9, tzinfo=datetime.UTC))
    assert sent(MORNING) == 1
    assert "3 Feb 2026  Late" in mail.outbox[0].body
