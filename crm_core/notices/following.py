"""What followers hear of the records that they follow: changes, new activities, new files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from crm_core.access.policy import policies_of
from crm_core.notices.choices import NoticeKind
from crm_core.notices.selectors.seen import ACTIVITIES
from crm_core.notices.services.telling import News
from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field
from crm_core.records.selectors.interests import follows
from crm_core.records.selectors.titles import titles_of
from freehold.events.models import OutboxEvent

#: Of more records than this at once, a person is told the number.
SINGLY = 5

#: By person and record, what the notification says of it.
_Heard = dict[UUID, dict[UUID, dict[str, Any]]]


def news_of_change(
    event: OutboxEvent, records: Sequence[UUID], fields: Sequence[str]
) -> Iterator[News]:
    """Whose a record now is hears of that by being given it."""
    owners: dict[UUID, UUID | None] = {}
    if "owner" in fields:
        model = catalogue.current().object(event.object).model
        rows = model._default_manager.filter(id__in=records)
        owners = dict(rows.values_list("id", "owner_id"))
    heard: _Heard = {}
    for record, user in follows(event.object, records):
        told = [one for one in fields if one != "owner" or owners.get(record) != user]
        if told:
            heard.setdefault(user, {})[record] = {"fields": told}
    yield from _news(event, event.object, heard)


def news_of_file(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    heard: _Heard = {}
    for record, user in follows(event.object, records):
        heard.setdefault(user, {})[record] = {"files": [event.payload["file"]]}
    yield from _news(event, event.object, heard)


def news_of_activities(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    """Each activity is told to a person once, of the record that it is about most closely.

    Whoever it is given to, or is mentioned in it, hears of it by that. What a series goes on with
    is no news.
    """
    known = catalogue.current()
    model = known.object(ACTIVITIES).model
    rows: Any = model._default_manager.filter(id__in=records, deleted_at=None)
    found = [row for row in rows if row.follows_id is None]
    told: set[tuple[UUID, UUID]] = set()
    for object_name, field in reversed(known.subjects.items()):
        about: dict[UUID, list[Any]] = {}
        for row in found:
            if subject := _subject(row, field):
                about.setdefault(subject, []).append(row)
        heard: _Heard = {}
        for record, user in follows(object_name, list(about)) if about else ():
            for row in about[record]:
                if (user, row.id) in told or _knows(row, user):
                    continue
                told.add((user, row.id))
                held = heard.setdefault(user, {}).setdefault(record, {ACTIVITIES: []})
                held[ACTIVITIES].append(str(row.id))
        yield from _news(event, object_name, heard)


def _subject(row: Any, field: Field) -> UUID | None:
    if not field.custom:
        return cast("UUID | None", getattr(row, field.column))
    held = row.custom.get(field.key)
    return UUID(held) if held else None


def _knows(row: Any, user: UUID) -> bool:
    return row.owner_id == user or f"(user:{user})" in (row.body or "")


def _news(event: OutboxEvent, object_name: str, heard: _Heard) -> Iterator[News]:
    many = [user for user, of in heard.items() if len(of) > SINGLY]
    policies = policies_of(many) if many else {}
    for user, of in heard.items():
        seen = of
        if policy := policies.get(user):
            titles = titles_of({object_name: list(of)}, policy)
            seen = {one: details for one, details in of.items() if (object_name, one) in titles}
        if len(seen) > SINGLY:
            details = {**_together(list(seen.values())), "count": len(seen)}
            yield News(NoticeKind.FOLLOWED, [user], object_name, None, event.actor_id, details)
            continue
        for record, details in seen.items():
            yield News(NoticeKind.FOLLOWED, [user], object_name, record, event.actor_id, details)


def _together(details: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    return {
        key: list(dict.fromkeys(value for one in details for value in one[key]))
        for key in details[0]
    }
