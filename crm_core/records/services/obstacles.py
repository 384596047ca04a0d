"""What stands in the way of taking an action back: newer changes of the same fields."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.models import Record
from crm_core.records.policy import Policy
from crm_core.records.selectors.merged import merged_into
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services import storing

#: Obstacles that are told one by one; the rest is counted.
MOST_TOLD = 50
#: Places in a list of cards, which move by themselves.
_IGNORED = frozenset({"rank"})


@dataclass(frozen=True)
class Obstacle:
    """A record that can't be put back: `columns` hold something newer; none when it is gone.

    `is_new`: it was made since, and would be left without what it refers to. `is_back`: it was
    brought back from the Trash since.
    """

    record_id: UUID
    columns: tuple[str, ...]
    is_gone: bool = False
    is_new: bool = False
    is_back: bool = False


def obstacles_of(
    steps: Sequence[Mapping[str, Any]], rows: Collection[Record]
) -> dict[UUID, Obstacle]:
    """The steps whose records were changed since in what the step changed, by record."""
    stored = {row.id: row for row in rows}
    found = (_obstacle(step, stored.get(UUID(step["id"]))) for step in steps)
    return {one.record_id: one for one in found if one is not None}


def _obstacle(step: Mapping[str, Any], row: Record | None) -> Obstacle | None:
    ident = UUID(step["id"])
    if row is None:
        return Obstacle(ident, (), is_gone=True)
    if row.version == step["version"]:
        return None
    after = step.get("after")
    if after is None:
        return Obstacle(ident, tuple(step["before"]))
    newer = [
        name
        for name, value in after.items()
        if name not in _IGNORED and not storing.holds(row, name, value)
    ]
    if row.deleted_at is not None and "deleted_at" not in after:
        newer.append("deleted_at")
    is_back = "deleted_at" in newer and row.deleted_at is None
    return Obstacle(ident, tuple(newer), is_back=is_back) if newer else None


def told(
    object_type: ObjectType, found: Collection[Obstacle], since: datetime, policy: Policy
) -> list[dict[str, Any]]:
    """The first obstacles for people: which record, which fields, who changed them, when.

    A record or field that the reader may not see has no name here.
    """
    first = list(found)[:MOST_TOLD]
    ids = [one.record_id for one in first]
    names = names_of(object_type, ids, policy)
    deleted = [one.record_id for one in first if _reason(one) == "deleted"]
    merged = merged_into(policy, object_type, deleted) if deleted else {}
    changes = _last_changes([one.record_id for one in first], since)
    return [
        {
            "id": one.record_id,
            "object": object_type.name,
            "object_label": str(object_type.label),
            "name": names.get(one.record_id),
            "reason": "merged" if str(one.record_id) in merged else _reason(one),
            "fields": labels_of(object_type, one.columns, policy),
            "changed_at": changes.get(one.record_id, (None, None))[0],
            "changed_by": changes.get(one.record_id, (None, None))[1],
        }
        for one in first
    ]


def names_of(object_type: ObjectType, ids: Sequence[UUID], policy: Policy) -> dict[UUID, str]:
    """The titles of the records that the reader may see, also in the Trash; two statements."""
    title = object_type.title
    if not ids or not policy.can(object_type.name, "read"):
        return {}
    if policy.field_access(object_type.name, title) == "hidden":
        return {}
    seen = [
        *fetch_records(policy, object_type, ids, fields=("id", title)),
        *fetch_records(policy, object_type, ids, fields=("id", title), trash=True),
    ]
    return {one["id"]: one[title] for one in seen}


def _reason(one: Obstacle) -> str:
    if one.is_gone:
        return "gone"
    if one.is_new:
        return "added"
    if one.columns != ("deleted_at",):
        return "changed"
    return "restored" if one.is_back else "deleted"


def labels_of(object_type: ObjectType, columns: Sequence[str], policy: Policy) -> list[str]:
    return [
        str(field.label)
        for field in object_type.fields.values()
        if _column(field) in columns
        and field.name != "deleted_at"
        and policy.field_access(object_type.name, field.name) != "hidden"
    ]


def _column(field: Field) -> str:
    return field.name if field.custom else field.column


_LAST = """
SELECT DISTINCT ON (record_id) record_id, at, actor_id, actor_name FROM audit_auditentry
WHERE record_id = ANY(%s) AND at > %s AND action <> 'view' ORDER BY record_id, id DESC
"""


def _last_changes(
    ids: Sequence[UUID], since: datetime
) -> dict[UUID, tuple[datetime, dict[str, Any]]]:
    with connection.cursor() as run:
        run.execute(_LAST, [list(ids), since])
        return {row[0]: (row[1], {"id": row[2], "name": row[3]}) for row in run.fetchall()}
