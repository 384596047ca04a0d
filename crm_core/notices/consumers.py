"""What people are told of, out of what happened."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from crm_core.notices.choices import NoticeKind
from crm_core.notices.following import (
    SINGLY,
    news_of_activities,
    news_of_change,
    news_of_file,
)
from crm_core.notices.selectors.seen import ACTIVITIES
from crm_core.notices.services.telling import News, tell
from crm_core.records import catalogue
from freehold.audit.services import act_as
from freehold.events.models import OutboxEvent
from freehold.events.services import subscribe
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User

#: Jobs whose end their asker is told of: those that one does not wait for.
TOLD_JOBS = frozenset(
    {"transfer.import", "transfer.undo", "records.bulk", "access.hand_over", "access.hand_back"}
)


@subscribe("notices.records", "crm.*")
def tell_of_records(event: OutboxEvent) -> None:
    object_type = catalogue.current().objects.get(event.object)
    handle = _HANDLERS.get(event.name.rpartition(".")[2])
    if handle is None or object_type is None or object_type.parent is not None:
        return
    act_as(SYSTEM)
    tell(handle(event, [UUID(one) for one in event.records]))


@subscribe("notices.jobs", "jobs.ended")
def tell_of_job(event: OutboxEvent) -> None:
    kind = event.payload["job"]
    if kind not in TOLD_JOBS or event.actor_id is None:
        return
    act_as(SYSTEM)
    tell([News(NoticeKind.JOB, [event.actor_id], details=event.payload)])


def _created(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    yield from _assigned(event, records)
    if event.object == ACTIVITIES:
        yield from news_of_activities(event, records)


def _updated(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    fields = event.payload.get("fields", [])
    if "owner" in fields:
        yield from _assigned(event, records)
    yield from news_of_change(event, records, fields)


def _moved(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    yield from news_of_change(event, records, ["stage"])


def _assigned(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    """Whoever was given records by somebody; what the system makes is nobody's gift."""
    if event.actor_id is None:
        return
    model = catalogue.current().object(event.object).model
    rows = model._default_manager.filter(id__in=records, deleted_at=None)
    owned: dict[UUID, list[UUID]] = {}
    for ident, owner in rows.values_list("id", "owner_id"):
        if owner is not None and owner != event.actor_id:
            owned.setdefault(owner, []).append(ident)
    for owner, ids in owned.items():
        yield from _given(event, owner, ids)


def _given(event: OutboxEvent, owner: UUID, ids: Sequence[UUID]) -> Iterator[News]:
    if len(ids) > SINGLY:
        details = {"count": len(ids)}
        yield News(NoticeKind.ASSIGNED, [owner], event.object, None, event.actor_id, details)
        return
    for ident in ids:
        yield News(NoticeKind.ASSIGNED, [owner], event.object, ident, event.actor_id)


def _filed(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    yield from news_of_file(event, records)


def _mentioned(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    users = [UUID(one) for one in event.payload["users"]]
    for record in records:
        yield News(NoticeKind.MENTIONED, users, event.object, record, event.actor_id)


def _shared(event: OutboxEvent, records: Sequence[UUID]) -> Iterator[News]:
    users = [UUID(one) for one in event.payload.get("users", [])]
    group = event.payload.get("group")
    if group is not None:
        members = User.groups.through.objects.filter(group_id=group)
        users += members.values_list("user_id", flat=True)
    for record in records:
        yield News(NoticeKind.SHARED, users, event.object, record, event.actor_id)


_HANDLERS: dict[str, Callable[[OutboxEvent, Sequence[UUID]], Iterator[News]]] = {
    "created": _created,
    "updated": _updated,
    "moved": _moved,
    "mentioned": _mentioned,
    "shared": _shared,
    "file_added": _filed,
}
