"""Taking an import back: what it created goes to the Trash, what it changed becomes as it was."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_core.access.services.people import deactivate_user
from crm_core.records import catalogue
from crm_core.records.catalogue import ObjectType
from crm_core.records.services.undoing import put_back
from crm_core.transfer.choices import ImportState, Phase, RowState
from crm_core.transfer.mapping.targets import PEOPLE
from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.reading.table import Notice
from crm_core.transfer.services.undoing_named import named_by_others, take_back_named
from freehold.audit.services import act_as, record
from freehold.errors import Problem
from freehold.identity.actor import Actor
from freehold.text import grouped

CHUNK = 1_000
_WRITTEN = (RowState.CREATED, RowState.UPDATED)


@transaction.atomic
def take_back(import_id: UUID, cursor: UUID | None, *, actor: Actor) -> UUID | None:
    """Take back the next records; the last one's id, or None when all are done."""
    act_as(actor)
    imported = Import.objects.select_for_update().get(id=import_id)
    if imported.phase != Phase.UNDOING:
        return None
    rows = ImportRow.objects.filter(file=imported, state__in=_WRITTEN, record_id__isnull=False)
    if cursor is not None:
        rows = rows.filter(record_id__gt=cursor)
    ids = list(rows.order_by("record_id").values_list("record_id", flat=True).distinct()[:CHUNK])
    if not ids:
        _finish(imported, actor)
        return None
    found: dict[UUID, list[ImportRow]] = {}
    for row in rows.filter(record_id__in=ids).order_by("number"):
        if row.record_id is not None:
            found.setdefault(row.record_id, []).append(row)
    back = _people if imported.object == PEOPLE else _records
    blocked = back(imported, found, actor)
    _count(imported, len(found) - len(blocked), blocked)
    return ids[-1]


def _records(imported: Import, found: dict[UUID, list[ImportRow]], actor: Actor) -> list[int]:
    object_type = catalogue.current().object(imported.object)
    manager = object_type.model._default_manager
    locked = manager.select_for_update(of=("self",)).filter(id__in=found).order_by("id")
    versions = {row.id: row.version for row in locked if row.deleted_at is None}
    made = [one for one, rows in found.items() if _is_made(rows)]
    used = named_by_others(object_type, made, since=imported.finished_at) if made else set()
    steps: list[dict[str, Any]] = []
    blocked: list[int] = []
    for record_id, rows in found.items():
        if versions.get(record_id) != rows[-1].version or record_id in used:
            blocked.append(rows[-1].number)
            continue
        steps.append(
            {"id": str(record_id), "version": versions[record_id], "before": _before(rows)}
        )
    for kind in _alike(steps):
        put_back(object_type, kind, actor)
    _parts(object_type, [UUID(one["id"]) for one in steps if "deleted_at" in one["before"]])
    return blocked


def _is_made(rows: Sequence[ImportRow]) -> bool:
    return any(row.state == RowState.CREATED for row in rows)


def _before(rows: Sequence[ImportRow]) -> dict[str, Any]:
    """The record as it was before the first of the rows that wrote it."""
    if _is_made(rows):
        return {"deleted_at": timezone.now().isoformat()}
    before: dict[str, Any] = {}
    for row in reversed(rows):
        before.update(row.before or {})
    return before


def _alike(steps: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Created and changed records apart: each batch writes the columns that it needs."""
    created = [one for one in steps if "deleted_at" in one["before"]]
    changed = [one for one in steps if "deleted_at" not in one["before"]]
    return [batch for batch in (created, changed) if batch]


def _parts(object_type: ObjectType, trashed: Sequence[UUID]) -> None:
    """An opportunity's lines go into the Trash with it."""
    if not trashed:
        return
    now = timezone.now()
    for part in catalogue.current().objects.values():
        if part.parent is not None and part.parent[1] == object_type.name:
            held = part.model._default_manager.filter(
                **{f"{part.parent[0]}__in": trashed}, deleted_at=None
            )
            held.update(deleted_at=now, updated_at=now)


def _people(imported: Import, found: dict[UUID, list[ImportRow]], actor: Actor) -> list[int]:
    """Created users are deactivated: their records and their name in history stay."""
    blocked: list[int] = []
    for user_id, rows in found.items():
        if rows[0].state != RowState.CREATED:
            blocked.append(rows[-1].number)
            continue
        try:
            with transaction.atomic():
                deactivate_user(actor=actor, user_id=user_id)
        except Problem:
            blocked.append(rows[-1].number)
    return blocked


def _count(imported: Import, done: int, blocked: list[int]) -> None:
    kept = [
        notice for notice in imported.notices if notice["code"] not in ("undone", "undo_blocked")
    ]
    held = {notice["code"]: notice for notice in imported.notices}
    undone = held.get("undone", {}).get("count", 0) + done
    rows = [*held.get("undo_blocked", {}).get("rows", []), *blocked]
    notices = [Notice("undone", _("These records were taken back."), count=undone)]
    if rows:
        message = _(
            "These rows' records were changed or used since the import, so they were left as they "
            "are."
        )
        notices.append(Notice("undo_blocked", message, count=len(rows), rows=tuple(rows[:2_000])))
    imported.notices = [*kept, *(notice.as_json() for notice in notices)]
    imported.reached += done + len(blocked)
    imported.save(update_fields=["notices", "reached"])


def _told_of_named(count: int) -> Notice:
    message = ngettext(
        "%(count)s record that was made because the file named it was taken back, too.",
        "%(count)s records that were made because the file named them were taken back, too.",
        count,
    )
    return Notice("undone_named", message % {"count": grouped(count)})


def _finish(imported: Import, actor: Actor) -> None:
    if named := take_back_named(imported, actor):
        imported.notices = [*imported.notices, _told_of_named(named).as_json()]
    imported.phase = Phase.UNDONE
    imported.state = ImportState.DONE
    imported.save(update_fields=["notices", "phase", "state"])
    record(
        actor=actor,
        action="transfer.import.undone",
        object="imports",
        record_id=imported.id,
        record_name=f"{imported.file_name} → {catalogue.current().words_for(imported.object)}",
    )
