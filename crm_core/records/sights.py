"""Who was shown sensitive fields: collected while one request or job runs, then written at once.

Whatever compiles a statement notes the sensitive fields that it reads or compares; whatever shows
records notes their ids. At the end there is one audit entry for each object, in one statement.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from crm_core.records.catalogue.types import Field
from freehold.audit.models import AuditEntry
from freehold.identity.actor import Actor

#: Ids that an entry names; the rest is counted.
MOST_IDS = 500
ACTION = "view"


@dataclass
class _Sight:
    fields: dict[str, None] = field(default_factory=dict)
    #: As they came: most requests read nothing sensitive, and then nobody looks at them.
    ids: list[Collection[UUID]] = field(default_factory=list)
    #: Of records that leave as a stream, whose ids nobody holds at once.
    streamed: int = 0


class Sights:
    """What one request was shown, by object."""

    def __init__(self) -> None:
        self._sights: dict[str, _Sight] = {}

    def note_field(self, object_name: str, one: Field) -> None:
        self._sights.setdefault(object_name, _Sight()).fields[one.name] = None

    def note_records(self, object_name: str, ids: Collection[UUID]) -> None:
        self._sights.setdefault(object_name, _Sight()).ids.append(ids)

    def note_stream(self, object_name: str, count: int) -> None:
        self._sights.setdefault(object_name, _Sight()).streamed += count

    @property
    def has_fields(self) -> bool:
        return any(sight.fields for sight in self._sights.values())

    def entries(self, actor: Actor) -> list[AuditEntry]:
        return [_entry(actor, name, sight) for name, sight in self._sights.items() if sight.fields]


_open: ContextVar[Sights | None] = ContextVar("crm_sights", default=None)


@contextmanager
def watched(actor: Callable[[], Actor]) -> Iterator[None]:
    """Collect what the block shows, and write it when the block succeeds."""
    if _open.get() is not None:
        yield
        return
    sights = Sights()
    token = _open.set(sights)
    try:
        yield
    finally:
        _open.reset(token)
    entries = sights.entries(actor()) if sights.has_fields else []
    if entries:
        AuditEntry.objects.bulk_create(entries)


def note_field(object_name: str | None, one: Field) -> None:
    """A statement reads or compares this field."""
    sights = _open.get()
    if sights is not None and one.sensitive and object_name is not None:
        sights.note_field(object_name, one)


def note_records(object_name: str, ids: Collection[UUID]) -> None:
    """These records are shown."""
    sights = _open.get()
    if sights is not None:
        sights.note_records(object_name, ids)


def note_stream(object_name: str, count: int) -> None:
    """So many records leave as a file."""
    sights = _open.get()
    if sights is not None:
        sights.note_stream(object_name, count)


def _entry(actor: Actor, object_name: str, sight: _Sight) -> AuditEntry:
    ids = list(dict.fromkeys(chain.from_iterable(sight.ids)))
    told: dict[str, Any] = {
        "fields": [None, list(sight.fields)],
        "records": [None, len(ids) + sight.streamed],
        "ids": [None, [str(one) for one in ids[:MOST_IDS]]],
    }
    return AuditEntry(
        actor_id=actor.user_id,
        actor_name=actor.name,
        source=actor.source,
        request_id=actor.request_id,
        action=ACTION,
        object=object_name,
        record_id=ids[0] if len(ids) == 1 and not sight.streamed else None,
        changes=told,
    )
