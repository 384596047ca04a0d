"""Everybody's days around today: the meetings that were, are and will be, and what is due today."""

import datetime
from collections.abc import Iterator

from crm_core.demo.activities import is_closed, lately, span, subject_of
from crm_core.demo.world import Made, Row, World, make
from freehold.identity.models import User

_DAYS_BACK, _DAYS_AHEAD = 6, 18
_HOURS = (9, 10, 11, 13, 14, 15, 16)
_DUE_TODAY = 3


def make_agenda(world: World) -> None:
    """For who sells and who administers, on working days and about their own deals."""
    people = {one.id: one for one in (*world.sellers, world.administrator)}
    rows = [row for person in people.values() for row in _agenda(world, person)]
    make(world, "activities", sorted(rows, key=lambda row: row.since))


def _agenda(world: World, person: User) -> Iterator[Row]:
    deals = _deals_of(world, person)
    if not deals:
        return
    for offset in range(-_DAYS_BACK, _DAYS_AHEAD + 1):
        day = world.days.date(offset)
        if day.weekday() < 5:
            count = world.chance.choice((0, 1, 1, 2) if offset < 0 else (1, 1, 2))
            for hour in world.chance.sample(_HOURS, count):
                yield _meeting(world, person, world.chance.choice(deals), day, hour)
    for number, hour in enumerate(sorted(world.chance.sample(_HOURS, _DUE_TODAY)), 1):
        yield _due_today(world, person, world.chance.choice(deals), hour, number)


def _deals_of(world: World, person: User) -> list[Made]:
    """Their open ones; of who has none, as an administrator, any that is open."""
    usable = [one for one in world.deals if not is_closed(one)]
    own = [one for one in usable if one.owner.id == person.id]
    return own or (usable if person.id == world.administrator.id else [])


def _meeting(world: World, person: User, deal: Made, day: datetime.date, hour: int) -> Row:
    chance = world.chance
    starts = world.days.at(day, hour, chance.choice((0, 0, 15, 30)))
    ends = starts + datetime.timedelta(minutes=chance.choice((30, 45, 45, 60)))
    is_over = ends < world.days.now
    text = chance.choice(world.company.words.meetings)
    about, names = subject_of(world, deal)
    values = {
        "kind": "meeting",
        "subject": text.subject.format(**names),
        "body": (text.body.format(**names) or None) if is_over else None,
        "status": "done" if is_over else "open",
        "location": chance.choice(world.company.words.locations),
        **span(starts, ends),
        **about,
    }
    since = min(lately(world, deal, 12), starts - datetime.timedelta(hours=6))
    return Row(person, values, since, past={"completed_at": ends} if is_over else {})


def _due_today(world: World, person: User, deal: Made, hour: int, number: int) -> Row:
    """At that hour; where that is over, so many full hours from now."""
    chance = world.chance
    due = world.days.at(world.days.today, hour, 45)
    soon = world.days.now + datetime.timedelta(hours=1)
    later = soon.replace(minute=0, second=0) + datetime.timedelta(hours=number)
    about, names = subject_of(world, deal)
    values = {
        "kind": "task",
        "subject": chance.choice(world.company.words.tasks).subject.format(**names),
        "status": "open",
        "priority": chance.choice(("normal", "normal", "high")),
        "due_at": (due if due > soon else later).isoformat(),
        **about,
    }
    return Row(person, values, min(lately(world, deal, 8), due - datetime.timedelta(hours=6)))
