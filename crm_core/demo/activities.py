"""What the company's people did and mean to do about deals, leads and cases."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from crm_core.demo.days import Moment
from crm_core.demo.plan import Text
from crm_core.demo.world import Made, Row, World, make

_KINDS = ("call", "email", "meeting", "note")
_SHARES = (36, 32, 17, 15)
About = dict[str, Any]


def make_activities(world: World) -> None:
    """Three fifths about deals, the rest about leads and cases; then tasks and meetings to come."""
    wanted = world.volumes.activities
    rows = [
        *_about_deals(world, int(wanted * 0.58)),
        *_about_leads(world, int(wanted * 0.11)),
        *_about_cases(world, int(wanted * 0.14)),
        *_to_come(world, int(wanted * 0.17)),
    ]
    make(world, "activities", sorted(rows, key=lambda row: row.since))


def _about_deals(world: World, wanted: int) -> Iterator[Row]:
    for deal in world.chance.choices(world.deals, k=wanted):
        end = deal.values.get("moved_at") if is_closed(deal) else None
        at = world.days.between(world.chance, deal.since, end or world.days.now)
        about, names = subject_of(world, deal)
        yield _done(world, deal, about, names, at)


def _about_leads(world: World, wanted: int) -> Iterator[Row]:
    for lead in world.chance.choices(world.leads, k=wanted):
        at = world.days.between(world.chance, lead.since, world.days.now)
        names = {
            "person": f"{lead.values['first_name']} {lead.values['last_name']}",
            "account": lead.values["company"],
            "product": world.chance.choice(world.products).values["name"],
        }
        yield _done(world, lead, {"lead": str(lead.id)}, names, at)


def _about_cases(world: World, wanted: int) -> Iterator[Row]:
    people = {str(one.id): one for one in world.contacts}
    for case in world.chance.choices(world.cases, k=wanted):
        person = people[case.values["contact"]]
        end = case.values["closed_at"] or world.days.now
        at = world.days.between(world.chance, case.since, end)
        about = {
            "case": str(case.id),
            "account": case.values["account"],
            "contact": case.values["contact"],
        }
        text = world.chance.choice(world.company.words.replies)
        kind = "email" if text.subject.startswith("Re:") else world.chance.choice(("call", "note"))
        names = {"person": full_name(person), "account": "", "product": ""}
        yield took_place(world, case, kind, text, about, names, at)


def subject_of(world: World, deal: Made) -> tuple[About, dict[str, str]]:
    """What an activity about the deal refers to, and the names for its text."""
    account = next(one for one in world.accounts if str(one.id) == deal.values["account"])
    people = world.people_of(account.id)
    about = {"opportunity": str(deal.id), "account": str(account.id)}
    names = {
        "account": account.values["name"],
        "product": world.chance.choice(world.products).values["name"],
        "person": world.company.words.front_desk,
    }
    if people:
        person = world.chance.choice(people)
        about["contact"] = str(person.id)
        names["person"] = full_name(person)
    return about, names


def full_name(person: Made) -> str:
    return f"{person.values['first_name']} {person.values['last_name']}"


def _done(world: World, record: Made, about: About, names: dict[str, str], at: Moment) -> Row:
    kind = world.chance.choices(_KINDS, _SHARES)[0]
    return took_place(
        world, record, kind, world.chance.choice(_texts(world, kind)), about, names, at
    )


def _texts(world: World, kind: str) -> Sequence[Text]:
    words = world.company.words
    known = {
        "call": words.calls,
        "email": words.emails,
        "meeting": words.meetings,
        "note": words.notes,
    }
    return known[kind]


def took_place(
    world: World,
    record: Made,
    kind: str,
    text: Text,
    about: About,
    names: dict[str, str],
    at: Moment,
) -> Row:
    """An activity that took place and was written down at `at`."""
    chance = world.chance
    values: dict[str, Any] = {
        "kind": kind,
        "subject": text.subject.format(**names),
        "body": text.body.format(**names) or None,
        "status": "done",
        **about,
    }
    if kind in ("call", "email"):
        values["direction"] = chance.choices(("outbound", "inbound"), (3, 2))[0]
    if kind == "call":
        values["duration_minutes"] = chance.choice((2, 4, 6, 9, 12, 18, 25, 40))
    if kind == "meeting":
        values |= span(at - datetime.timedelta(minutes=chance.choice((60, 75, 90, 120))), at)
        values["location"] = chance.choice(world.company.words.locations)
    return Row(record.owner, values, at, past={"completed_at": at})


def span(starts: Moment, ends: Moment) -> dict[str, str]:
    return {"starts_at": starts.isoformat(), "ends_at": ends.isoformat()}


def is_closed(deal: Made) -> bool:
    return deal.values.get("category") in ("won", "lost")


def _to_come(world: World, wanted: int) -> Iterator[Row]:
    """Tasks, some of them overdue or done, and meetings of the weeks ahead."""
    open_deals = [one for one in world.deals if not is_closed(one)]
    for deal in world.chance.choices(open_deals or world.deals, k=wanted):
        about, names = subject_of(world, deal)
        if world.chances(0.3):
            yield _meeting_ahead(world, deal, about, names)
        else:
            yield task(world, deal, world.company.words.tasks, about, names)


def _meeting_ahead(world: World, deal: Made, about: About, names: dict[str, str]) -> Row:
    chance = world.chance
    starts = world.days.ahead(chance, chance.triangular(0, 40, 5))
    text = chance.choice(world.company.words.meetings)
    values = {
        "kind": "meeting",
        "subject": text.subject.format(**names),
        "status": "open",
        "location": chance.choice(world.company.words.locations),
        **span(starts, starts + datetime.timedelta(minutes=chance.choice((30, 45, 60, 90)))),
        **about,
    }
    return Row(deal.owner, values, lately(world, deal, 12))


def task(
    world: World, record: Made, texts: Sequence[Text], about: About, names: dict[str, str]
) -> Row:
    """Ahead, overdue or done."""
    chance = world.chance
    state = chance.choices(("ahead", "overdue", "done"), (5, 2, 3))[0]
    due = (
        world.days.ahead(chance, chance.triangular(0, 30, 3))
        if state == "ahead"
        else world.days.past(chance, chance.uniform(1, 14))
    )
    values = {
        "kind": "task",
        "subject": chance.choice(texts).subject.format(**names),
        "status": "done" if state == "done" else "open",
        "priority": chance.choices(("normal", "high", "low"), (6, 3, 1))[0],
        "due_at": due.isoformat(),
        **about,
    }
    past = {"completed_at": due} if state == "done" else {}
    since = min(lately(world, record, 20), due - datetime.timedelta(hours=6))
    return Row(record.owner, values, since, past)


def lately(world: World, record: Made, days: int) -> Moment:
    """Within the last days, but not before there was the record."""
    found = world.days.past(world.chance, world.chance.uniform(0, days))
    return max(found, min(record.since, world.days.now))
