"""Live records that refer to others: what would be left behind if those went away."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.query.source import Located, rows_of_object


def referrers(
    targets: Mapping[str, Collection[UUID]], *, besides: Collection[UUID], most: int
) -> dict[str, list[UUID]]:
    """By object, up to `most` records of each field that refer to `targets` (by object, too).

    One statement; whoever tells of them narrows to what the reader may see.
    """
    parts = [
        _part(object_type, field, targets[field.reference or ""], besides, most)
        for object_type, field in _references(targets)
    ]
    if not parts:
        return {}
    params = tuple(value for part in parts for value in part.params)
    found: dict[str, list[UUID]] = {}
    with connection.cursor() as run:
        run.execute(" UNION ".join(part.sql for part in parts), params)
        for name, ident in run.fetchall():
            found.setdefault(name, []).append(ident)
    return found


def _references(targets: Mapping[str, Any]) -> Iterator[tuple[ObjectType, Field]]:
    for object_type in catalogue.current().objects.values():
        for field in object_type.fields.values():
            if field.reference in targets and field.computed is None:
                yield object_type, field


def _part(
    object_type: ObjectType,
    field: Field,
    ids: Collection[UUID],
    besides: Collection[UUID],
    most: int,
) -> Fragment:
    at = Located("r", field, object_type, field.name)
    own = rows_of_object(object_type, "r")
    return Fragment(
        f'(SELECT %s, "r".id FROM {object_type.table} "r" WHERE "r".deleted_at IS NULL'
        f' AND {own.sql} AND {at.sql} = ANY(%s) AND "r".id <> ALL(%s) LIMIT {most:d})',
        (object_type.name, *own.params, list(ids), list(besides)),
    )
