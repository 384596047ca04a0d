"""Titles of records of several objects, as far as the reader may see them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.fragments import Fragment
from crm_core.records.policy import Policy
from crm_core.records.query.source import Source, readable_field
from crm_core.records.sights import note_field, note_records


def titles_of(
    wanted: Mapping[str, Collection[UUID]], policy: Policy
) -> dict[tuple[str, UUID], str | None]:
    """(object, id) → title of those that the reader may see; one statement.

    None where the title is hidden from them. What lies in the Trash is absent.
    """
    known = catalogue.current()
    parts = [
        _part(Source(known, policy, known.objects[name]), ids)
        for name, ids in wanted.items()
        if ids and name in known.objects and policy.can(name, "read")
    ]
    if not parts:
        return {}
    with connection.cursor() as run:
        run.execute(
            " UNION ALL ".join(part.sql for part in parts),
            [value for part in parts for value in part.params],
        )
        found = {(row[0], row[1]): row[2] for row in run.fetchall()}
    for name in wanted:
        note_records(name, [ident for held, ident in found if held == name])
    return found


def _part(source: Source, ids: Collection[UUID]) -> Fragment:
    object_type = source.object_type
    field = readable_field(source.policy, object_type, object_type.title)
    title = "NULL::text"
    if field is not None:
        note_field(object_type.name, field)
        title = f'"r".{object_type.title}::text'
    where = source.base_condition() & Fragment('"r".id = ANY(%s)', (list(ids),))
    origin = source.from_clause()
    return Fragment(
        f'SELECT %s::text, "r".id, {title} FROM {origin.sql} WHERE {where.sql}',
        (object_type.name, *origin.params, *where.params),
    )
