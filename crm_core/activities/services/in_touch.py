"""What records know of the activities about them: the last, the last contact, the next."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ACTIVITIES
from crm_core.records.query.source import Located

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


def refresh_of(activities: Collection[UUID]) -> None:
    """Recompute it for every record that these activities are about."""
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
    for name, held in zip(columns, zip(*rows, strict=True), strict=False):
        refresh(name, {one for one in held if one is not None})


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
