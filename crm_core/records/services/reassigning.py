"""From one owner to another, set-based: as many records as one statement takes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment, conjunction
from crm_core.records.query.source import rows_of_object
from freehold.audit.services import act_as
from freehold.events.services import emit
from freehold.identity.actor import Actor

#: Records that one event names.
_MOST_NAMED = 1000


def owned(object_type: ObjectType, owner_id: UUID, alias: str = "r") -> Fragment:
    """TRUE for what can be handed over: all that they own, the Trash too, but nothing private."""
    private = object_type.private_condition
    parts = [
        rows_of_object(object_type, alias),
        Fragment(f'"{alias}".owner_id = %s', (owner_id,)),
    ]
    if private is not None:
        parts.append(Fragment(f"NOT coalesce(({private.format(alias=_quoted(alias))}), false)"))
    return conjunction(parts)


def hand_on(
    object_type: ObjectType, former: UUID, to: UUID, *, actor: Actor, limit: int
) -> list[UUID]:
    """Give the next records of `former` to `to`, in the running transaction; their ids.

    Up to `limit` live ones; once none is left, those in the Trash. Fewer than all is no error.
    """
    for state in ("IS NULL", "IS NOT NULL"):
        live = Fragment(f'"r".deleted_at {state}')
        ids = _moved(object_type, owned(object_type, former) & live, to, actor, limit)
        if ids:
            return ids
    return []


def give_back(
    object_type: ObjectType, ids: Sequence[UUID], former: UUID, to: UUID, *, actor: Actor
) -> list[UUID]:
    """Undo `hand_on`: those of `ids` that `to` still owns are `former`'s again."""
    named = Fragment('"r".id = ANY(%s) AND "r".owner_id = %s', (list(ids), to))
    return _moved(object_type, rows_of_object(object_type, "r") & named, former, actor, len(ids))


def _moved(
    object_type: ObjectType, where: Fragment, to: UUID, actor: Actor, limit: int
) -> list[UUID]:
    act_as(actor)
    with connection.cursor() as run:
        run.execute(
            f"UPDATE {object_type.table} held SET owner_id = %s, version = held.version + 1,"
            " updated_at = %s, updated_by_id = %s"
            f' FROM (SELECT "r".id FROM {object_type.table} "r" WHERE {where.sql}'
            f' ORDER BY "r".id LIMIT {int(limit)} FOR UPDATE) chosen'
            " WHERE held.id = chosen.id RETURNING held.id",
            (to, timezone.now(), actor.user_id, *where.params),
        )
        ids = [row[0] for row in run.fetchall()]
    _tell(object_type, ids, actor)
    return ids


def _tell(object_type: ObjectType, ids: Sequence[UUID], actor: Actor) -> None:
    payload: dict[str, Any] = {"fields": ["owner"]}
    for start in range(0, len(ids), _MOST_NAMED):
        emit(
            f"crm.{object_type.name}.updated",
            actor=actor,
            object=object_type.name,
            records=ids[start : start + _MOST_NAMED],
            payload=payload,
        )


def _quoted(alias: str) -> str:
    return f'"{alias}"'
