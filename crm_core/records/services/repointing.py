"""What refers to records, or hangs on them, turned to another record and back, set-based."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.fragments import literal
from crm_core.records.query.source import Located, rows_of_object
from crm_core.records.services.uniqueness import told_twins
from freehold.errors import Conflict
from freehold.events.services import emit
from freehold.identity.actor import Actor

#: So many records and files are turned at once, as an undo step has to name them all.
MOST_MOVED = 10_000
#: Records that one event names.
_MOST_NAMED = 1000


@dataclass(frozen=True)
class Attachment:
    """Rows that belong to records by id, such as files, shares, followers.

    `table_of` says which table holds them for an object, if any; `column` names the record. `apart`
    are the columns in which two rows of one record must differ: what would repeat another stays
    where it is.
    """

    name: str
    table_of: Callable[[ObjectType], str | None]
    column: str = "record_id"
    apart: tuple[str, ...] = ()
    #: SQL of the text by which a row is known among those of its record.
    ident: str = '"a".id::text'
    where: str = "true"
    #: SQL of those that a preview counts; empty where it tells nothing of them.
    shown: str = "true"


_attachments: dict[str, Attachment] = {
    "files": Attachment("files", lambda _: "files_file", shown="\"a\".state = 'kept'"),
    "followers": Attachment(
        "followers",
        lambda _: "records_interest",
        apart=("kind", "user_id"),
        shown="\"a\".kind = 'follow'",
    ),
}


def register_attachment(one: Attachment) -> None:
    """Let rows of an upper layer go along when their record is merged into another."""
    _attachments[one.name] = one


def attachments_of(object_type: ObjectType) -> Iterator[tuple[Attachment, str]]:
    for one in _attachments.values():
        table = one.table_of(object_type)
        if table is not None:
            yield one, table


def references_to(object_name: str) -> Iterator[tuple[ObjectType, Field]]:
    for object_type in catalogue.current().objects.values():
        for field in object_type.fields.values():
            if field.reference == object_name and field.computed is None:
                yield object_type, field


def move_references(
    object_type: ObjectType, survivor: UUID, others: Sequence[UUID], *, actor: Actor
) -> list[dict[str, Any]]:
    """Turn every record that refers to `others`, also in the Trash; what an undo needs of it."""
    moved: list[dict[str, Any]] = []
    for referring, field in references_to(object_type.name):
        at = Located("r", field, referring, field.name).sql
        own = rows_of_object(referring, "r")
        apart = [survivor, *others] if referring.name == object_type.name else []
        found = _turned(
            referring,
            field,
            f'{own.sql} AND {at} = ANY(%s) AND "r".id <> ALL(%s)',
            (*own.params, list(others), apart),
            survivor,
            actor,
        )
        moved += [
            {"object": referring.name, "field": field.name, "from": str(former), "ids": ids}
            for former, ids in found.items()
        ]
        _refuse_too_many(moved)
    return moved


def move_back(moved: Sequence[Mapping[str, Any]], survivor: UUID, *, actor: Actor) -> None:
    """Turn the records to where they pointed before, as far as they are still there."""
    known = catalogue.current()
    for one in moved:
        referring = known.objects.get(one["object"])
        field = referring.fields.get(one["field"]) if referring else None
        if referring is None or field is None:
            continue
        at = Located("r", field, referring, field.name).sql
        where = f'"r".id = ANY(%s) AND {at} = %s'
        params = ([UUID(ident) for ident in one["ids"]], survivor)
        _turned(referring, field, where, params, UUID(one["from"]), actor)


def _turned(
    referring: ObjectType,
    field: Field,
    where: str,
    params: tuple[Any, ...],
    target: UUID,
    actor: Actor,
) -> dict[UUID, list[str]]:
    """The ids of the turned records by where they pointed before."""
    at = Located("r", field, referring, field.name).sql
    if field.custom:
        value = f"custom = jsonb_set(held.custom, ARRAY[{literal(field.key)}], to_jsonb(%s::text))"
    else:
        value = f"{field.column} = %s"
    with connection.cursor() as run, told_twins(referring):
        run.execute(
            f"UPDATE {referring.table} held SET {value}, version = held.version + 1,"
            " updated_at = %s, updated_by_id = %s"
            f' FROM (SELECT "r".id, {at} AS former FROM {referring.table} "r" WHERE {where}'
            ' ORDER BY "r".id FOR UPDATE) chosen'
            " WHERE held.id = chosen.id RETURNING held.id, chosen.former",
            (str(target) if field.custom else target, timezone.now(), actor.user_id, *params),
        )
        rows = run.fetchall()
    for start in range(0, len(rows), _MOST_NAMED):
        emit(
            f"crm.{referring.name}.updated",
            actor=actor,
            object=referring.name,
            records=[row[0] for row in rows[start : start + _MOST_NAMED]],
            payload={"fields": [field.name]},
        )
    found: dict[UUID, list[str]] = {}
    for ident, former in rows:
        found.setdefault(former, []).append(str(ident))
    return found


def _refuse_too_many(moved: Sequence[Mapping[str, Any]]) -> None:
    if sum(len(one["ids"]) for one in moved) > MOST_MOVED:
        raise Conflict(
            _("More than %(most)s records refer to these: merging can't move so many at once.")
            % {"most": MOST_MOVED}
        )


def move_attachments(
    object_type: ObjectType, survivor: UUID, others: Sequence[UUID]
) -> list[dict[str, Any]]:
    moved: list[dict[str, Any]] = []
    for one, table in attachments_of(object_type):
        for former, idents in _attached(one, table, survivor, others).items():
            moved.append({"name": one.name, "from": str(former), "ids": idents})
        _refuse_too_many(moved)
    return moved


def _attached(
    one: Attachment, table: str, survivor: UUID, others: Sequence[UUID]
) -> dict[UUID, list[str]]:
    apart = ", ".join(f'"a".{name}' for name in one.apart)
    first = f"DISTINCT ON ({apart})" if apart else ""
    order = f'ORDER BY {apart}, "a".{one.column}' if apart else ""
    same = " AND ".join(f'"s".{name} = "a".{name}' for name in one.apart)
    free = (
        f'NOT EXISTS (SELECT 1 FROM {table} "s" WHERE "s".{one.column} = %s AND {same})'
        if apart
        else "%s IS NOT NULL"
    )
    with connection.cursor() as run:
        run.execute(
            f'WITH chosen AS (SELECT {first} "a".ctid AS place, "a".{one.column} AS former'
            f' FROM {table} "a" WHERE "a".{one.column} = ANY(%s) AND {one.where} AND {free}'
            f' {order}) UPDATE {table} "a" SET {one.column} = %s FROM chosen'
            f' WHERE "a".ctid = chosen.place RETURNING chosen.former, {one.ident}',
            (list(others), survivor, survivor),
        )
        found: dict[UUID, list[str]] = {}
        for former, ident in run.fetchall():
            found.setdefault(former, []).append(ident)
    return found


def move_attachments_back(
    object_type: ObjectType, moved: Sequence[Mapping[str, Any]], survivor: UUID
) -> None:
    """What was taken away since stays away."""
    tables = {one.name: (one, table) for one, table in attachments_of(object_type)}
    for kept in moved:
        if kept["name"] in tables:
            one, table = tables[kept["name"]]
            with connection.cursor() as run:
                run.execute(
                    f'UPDATE {table} "a" SET {one.column} = %s'
                    f' WHERE "a".{one.column} = %s AND {one.ident} = ANY(%s)',
                    (UUID(kept["from"]), survivor, kept["ids"]),
                )
