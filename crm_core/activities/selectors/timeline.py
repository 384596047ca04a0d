"""One chronological feed of a record: what people did, how it moved, what changed."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from crm_core.activities.objects import KINDS as ACTIVITY_KINDS
from crm_core.activities.selectors import timeline_parts as parts
from crm_core.activities.selectors.timeline_parts import Entry
from crm_core.records.policy import policy_for
from crm_core.records.query.source import readable_field
from crm_core.records.selectors import get_record
from crm_core.records.selectors.reading import readable_object
from freehold.errors import Malformed
from freehold.identity.actor import Actor

KINDS = ("activity", "stage", "change", "file", "created", "deleted", "restored")
#: Sorts of activities, each of which can be asked for by itself.
SORTS = tuple(one.value for one in ACTIVITY_KINDS)
_OF_RECORD = ("id", "created_at", "created_by")
_MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Place:
    """Where a page ended: the moment of its last entry, and how many of that moment are told."""

    at: datetime.datetime
    told: int

    def __str__(self) -> str:
        at = self.at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
        return f"{at}~{self.told}"


def timeline(
    object_name: str,
    record_id: UUID,
    *,
    actor: Actor,
    cursor: str | None = None,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Newest first, for whoever sees the record; each part bounded by what they may read."""
    policy = policy_for(actor)
    object_type = readable_object(object_name, policy)
    told_of = [one for one in _OF_RECORD if readable_field(policy, object_type, one)]
    record = get_record(object_name, record_id, actor=actor, fields=told_of)
    place = _place(cursor) if cursor else None
    told = place.told if place else 0
    reader = parts.Reader(
        policy,
        object_type,
        record,
        until=place.at if place else None,
        most=told + limit + 1,
    )
    found = parts.entries(reader, _wanted(kinds))
    found.sort(key=lambda entry: (entry["at"], str(entry["id"])), reverse=True)
    page = found[told : told + limit]
    more = len(found) > told + limit
    return {"results": page, "next": str(_end(page, place)) if more and page else None}


def _wanted(kinds: Iterable[str] | None) -> set[str]:
    wanted = set(kinds or KINDS)
    if wanted - {*KINDS, *SORTS}:
        raise Malformed(
            gettext("The kinds of a timeline are: %(sorts)s.")
            % {"sorts": ", ".join([*KINDS, *SORTS])}
        )
    return wanted


def _end(page: Sequence[Entry], former: Place | None) -> Place:
    last = page[-1]["at"]
    told = sum(entry["at"] == last for entry in page)
    before = former.told if former is not None and former.at == last else 0
    return Place(last, told + before)


def _place(cursor: str) -> Place:
    moment, _, told = cursor.partition("~")
    try:
        at = parse_datetime(moment)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not told.isdecimal() or int(told) > _MOST_AT_ONCE:
        raise Malformed(gettext("This cursor is not one of this timeline; begin again without it."))
    return Place(at, int(told))
