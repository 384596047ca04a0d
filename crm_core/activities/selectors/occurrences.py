"""What repeating activities will come to: later dates of open ones, which no record holds."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_core.activities.models import Activity
from crm_core.activities.recurrence import moved_along, rule_of
from crm_core.activities.selectors.own import KINDS, readable_fields, when_of
from crm_core.activities.selectors.zones import zones_of
from crm_core.records.policy import policy_for
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import list_records
from freehold.identity.actor import Actor

MOST_SERIES = 200
MOST_OF_ONE = 100
MOST = 2000
_DATES = ("due_at", "starts_at", "ends_at")
_NEEDED = frozenset({"kind", "status", "owner", "repeats"})


@dataclass(frozen=True)
class Series:
    """An open activity as its reader may see it, and the dates of those that follow it."""

    activity: dict[str, Any]
    dates: list[dict[str, datetime]]


@dataclass(frozen=True)
class Occurrences:
    series: list[Series]
    #: False where there are more than are told.
    complete: bool


def occurrences(
    actor: Actor, *, owners: Collection[UUID], since: datetime, until: datetime
) -> Occurrences:
    """The later dates in [since, until) of what the owners repeat, as far as the actor may see it.

    At the clock of each owner; from now on only, because what is late comes back once. Empty where
    the actor's roles hide what it is computed from.
    """
    fields = readable_fields(policy_for(actor))
    begins = [name for name in ("due_at", "starts_at") if name in fields]
    if not begins or not owners or not fields >= _NEEDED:
        return Occurrences([], complete=True)
    page = list_records(
        "activities",
        actor=actor,
        params=ListParams(
            filter=_repeating(owners, begins, until),
            sort=(begins[0],),
            fields=tuple(sorted(fields)),
            limit=MOST_SERIES,
            counted=False,
        ),
    )
    found = _series(page.results, since, until)
    kept = _bounded(found)
    return Occurrences(kept, complete=page.next is None and kept == found)


def _repeating(owners: Collection[UUID], begins: Sequence[str], until: datetime) -> dict[str, Any]:
    return {
        "and": [
            {"field": "owner", "op": "in", "value": [str(one) for one in owners]},
            {"field": "kind", "op": "in", "value": KINDS},
            {"field": "status", "op": "eq", "value": "open"},
            {"field": "repeats", "op": "empty", "value": False},
            {"or": [{"field": one, "op": "lt", "value": until.isoformat()} for one in begins]},
        ]
    }


def _series(rows: list[dict[str, Any]], since: datetime, until: datetime) -> list[Series]:
    ids = [row["id"] for row in rows]
    slots = dict(Activity.objects.filter(id__in=ids).values_list("id", "repeats_from"))
    owner_of = {row["id"]: UUID(str(row["owner"]["id"])) for row in rows}
    zones = zones_of(set(owner_of.values()))
    now, found = timezone.now(), []
    for row in rows:
        when = when_of(row)
        if when is None:
            continue
        base = when.astimezone(zones[owner_of[row["id"]]])
        slot = (slots.get(UUID(str(row["id"]))) or when).astimezone(base.tzinfo)
        dates = list(islice(_dates(row, base, slot, now, since, until), MOST_OF_ONE))
        if dates:
            found.append(Series(row, dates))
    return found


def _dates(
    row: dict[str, Any],
    base: datetime,
    slot: datetime,
    now: datetime,
    since: datetime,
    until: datetime,
) -> Iterator[dict[str, datetime]]:
    """What began before the time and lasts into it is in it."""
    end = row.get("ends_at")
    length = max(end - base, timedelta()) if end is not None else timedelta()
    held = {name: row.get(name) for name in _DATES}
    zone = base.tzinfo
    following = rule_of(row["repeats"]).between(
        slot,
        last=base,
        now=now.astimezone(zone),
        since=(since - length).astimezone(zone),
        until=until.astimezone(zone),
    )
    try:
        for at in following:
            yield moved_along(held, base=base, to=at)
    except (OverflowError, ValueError):
        return


def _bounded(found: list[Series]) -> list[Series]:
    """The earliest of all, whosever they are."""
    if sum(len(one.dates) for one in found) <= MOST:
        return found
    begins = sorted(min(dates.values()) for one in found for dates in one.dates)
    last = begins[MOST]
    kept = [
        Series(one.activity, [dates for dates in one.dates if min(dates.values()) < last])
        for one in found
    ]
    return [one for one in kept if one.dates]
