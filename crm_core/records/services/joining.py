"""Rows that say the same of a merged record: of each such set one stays, the others are trashed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from crm_core.records.services.writing import rules_of
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.row_batches import update_rows

_STAMPED = ("deleted_at", "version", "updated_at", "updated_by_id")


def trash_rows(
    object_type: ObjectType, rows: Sequence[Record], actor: Actor
) -> list[dict[str, Any]]:
    """Into the Trash, without asking for rights; what an undo needs of each."""
    drafts = []
    for row in rows:
        draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row))
        row.deleted_at = row.updated_at = draft.now
        row.updated_by_id = actor.user_id
        row.version += 1
        drafts.append(draft)
    update_rows(list(rows), _STAMPED)
    rules_of(object_type).written(drafts, actor=actor)
    return [storing.undo_record(one) for one in drafts]


def join_twins(
    moved: Sequence[Mapping[str, Any]], survivor: UUID, *, actor: Actor
) -> list[dict[str, Any]]:
    """Where a row that was `moved` now says what another one says too, the stronger stays.

    {"object", "records"} of what went into the Trash, for an undo.
    """
    joined = []
    for name, field in dict.fromkeys((one["object"], one["field"]) for one in moved):
        object_type = catalogue.current().object(name)
        if field not in object_type.once:
            continue
        ids = [UUID(i) for one in moved if (one["object"], one["field"]) == (name, field)
               for i in one["ids"]]  # fmt: skip
        weaker = _weaker(object_type, object_type.fields[field].column, ids, survivor)
        rows = object_type.model._default_manager.select_for_update(of=("self",))
        found = list(rows.filter(id__in=weaker).order_by("id"))
        if found:
            joined.append({"object": name, "records": trash_rows(object_type, found, actor)})
            gone = [row.id for row in found]
            emit(f"crm.{name}.deleted", actor=actor, object=name, records=gone)
    return joined


def _weaker(
    object_type: ObjectType, column: str, moved: Sequence[UUID], survivor: UUID
) -> list[UUID]:
    same = ", ".join(f'"r".{object_type.fields[name].column}' for name in object_type.once)
    order = object_type.stronger.format(alias='"r"')
    with connection.cursor() as run:
        run.execute(
            f'SELECT id FROM (SELECT "r".id,'
            f" row_number() OVER (PARTITION BY {same} ORDER BY {order}) AS place,"
            f' bool_or("r".id = ANY(%s)) OVER (PARTITION BY {same}) AS touched'
            f' FROM {object_type.table} "r" WHERE "r".{column} = %s AND "r".deleted_at IS NULL)'
            " ranked WHERE touched AND place > 1",
            [list(moved), survivor],
        )
        return [row[0] for row in run.fetchall()]
