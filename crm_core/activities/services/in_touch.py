"""What records know of the activities about them: the last, the last contact, the next."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection, transaction

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ACTIVITIES
from crm_core.records.models import FieldDefinition
from crm_core.records.query.source import Located, rows_of_object
from freehold.audit.services import act_as
from freehold.identity.actor import SYSTEM
from freehold.live import signals as live

_AT_ONCE = 2_000
#: When an activity took place or will: done at, or planned for.
_LAST = "max(coalesce(a.completed_at, a.starts_at, a.created_at)) FILTER (WHERE a.status = 'done'"
_COLUMNS = {
    "last_activity_at": f"{_LAST})",
    "last_contacted_at": f"{_LAST} AND a.kind IN ('call', 'email', 'meeting'))",
    "next_activity_at": "min(coalesce(a.due_at, a.starts_at)) FILTER (WHERE a.status = 'open')",
}


def subject_column(object_name: str) -> str | None:
    """SQL of the reference by which the activity `a` is about a record of this object."""
    known = catalogue.current()
    field = known.subjects.get(object_name)
    if field is None:
        return None
    return Located("a", field, known.object(ACTIVITIES), field.name).sql


def refresh_of(activities: Collection[UUID], *, were_changed: bool) -> None:
    """Recompute it for every record that these activities are about, or were before a change."""
    columns = {name: subject_column(name) for name in catalogue.current().subjects}
    if not columns:
        return
    with connection.cursor() as run:
        run.execute(
            f"SELECT {', '.join(map(str, columns.values()))} FROM activities_activity a"
            " WHERE a.id = ANY(%s)",
            [list(activities)],
        )
        rows = run.fetchall()
    touched = {name: {row[at] for row in rows} - {None} for at, name in enumerate(columns)}
    for name, record in _left_by(activities) if were_changed else ():
        touched[name].add(record)
    for name, records in touched.items():
        refresh(name, records)


def _left_by(activities: Collection[UUID]) -> list[tuple[str, UUID]]:
    """By object, records that the activities were about, as the trail has it."""
    keys = {
        one.name if one.custom else one.column: name
        for name, one in catalogue.current().subjects.items()
    }
    with connection.cursor() as run:
        run.execute(
            "SELECT DISTINCT change.key, (change.value ->> 0)::uuid"
            " FROM audit_auditentry entry, jsonb_each(entry.changes) change"
            " WHERE entry.record_id = ANY(%s) AND entry.action = 'update'"
            " AND change.key = ANY(%s) AND change.value ->> 0 ~ '^[0-9a-f-]{36}$'",
            [list(activities), list(keys)],
        )
        return [(keys[key], record) for key, record in run.fetchall()]


def refresh_after(definition: FieldDefinition) -> None:
    """The field leads activities to an object, again or for the first time: recompute it for all
    of its records that were told of one, or are now."""
    object_type = catalogue.current().objects.get(definition.reference)
    subject = subject_column(definition.reference)
    if definition.object != ACTIVITIES or object_type is None or subject is None:
        return
    told = [f"{name} IS NOT NULL" for name in _COLUMNS if name in object_type.fields]
    if not told:
        return
    own = rows_of_object(object_type, "r")
    with connection.cursor() as run:
        run.execute(
            f'SELECT r.id FROM {object_type.table} "r" WHERE {own.sql} AND ({" OR ".join(told)})'
            f" UNION SELECT {subject} FROM activities_activity a WHERE {subject} IS NOT NULL",
            own.params,
        )
        ids = [row[0] for row in run.fetchall()]
    for start in range(0, len(ids), _AT_ONCE):
        with transaction.atomic():
            act_as(SYSTEM)
            refresh(object_type.name, ids[start : start + _AT_ONCE])


def refresh(object_name: str, records: Iterable[UUID]) -> None:
    """Recompute it for these records of an object, as far as the object keeps it."""
    touched = list(records)
    object_type = catalogue.current().objects.get(object_name)
    subject = subject_column(object_name)
    if object_type is None or subject is None or not touched:
        return
    columns = {name: sql for name, sql in _COLUMNS.items() if name in object_type.fields}
    if not columns:
        return
    found = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    sets = ", ".join(f"{name} = f.{name}" for name in columns)
    differs = " OR ".join(f"r.{name} IS DISTINCT FROM f.{name}" for name in columns)
    with connection.cursor() as run:
        run.execute(
            f"UPDATE {object_type.table} r SET {sets} FROM ("
            f" SELECT t.id, {found} FROM unnest(%s::uuid[]) t(id)"
            f" LEFT JOIN activities_activity a ON {subject} = t.id"
            " AND a.deleted_at IS NULL AND NOT a.is_private GROUP BY 1) f"
            f" WHERE r.id = f.id AND ({differs})",
            [touched],
        )
        if run.rowcount:
            live.changed(object_type.name)
