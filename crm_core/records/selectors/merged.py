"""What became of records that were merged into others."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy
from crm_core.records.query.source import rows_of_object
from crm_core.records.selectors.titles import titles_of

#: Merges one after the other that an old address is followed through.
_MOST_STEPS = 20


def survivor_of(policy: Policy, object_type: ObjectType, record_id: UUID) -> UUID | None:
    """The record that it is part of now, if the reader may see that; one statement."""
    return _survivors(policy, object_type, [record_id]).get(record_id)


def merged_into(
    policy: Policy, object_type: ObjectType, ids: Sequence[UUID]
) -> dict[str, dict[str, Any]]:
    """Of those that were merged: what they are part of now, as far as the reader may see that."""
    found = _survivors(policy, object_type, ids)
    if not found:
        return {}
    titles = titles_of({object_type.name: set(found.values())}, policy)
    return {
        str(lost): {"id": str(kept), "name": titles[object_type.name, kept]}
        for lost, kept in found.items()
        if (object_type.name, kept) in titles
    }


def _survivors(policy: Policy, object_type: ObjectType, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    seen = policy.condition(object_type, "read", "r")
    own = rows_of_object(object_type, "r")
    with connection.cursor() as run:
        run.execute(
            "WITH RECURSIVE way(lost, id, step) AS (SELECT record_id, other_id, 1"
            "  FROM records_verdict WHERE record_id = ANY(%s) AND merged UNION ALL"
            "  SELECT way.lost, v.other_id, way.step + 1 FROM records_verdict v"
            f"  JOIN way ON v.record_id = way.id AND v.merged AND way.step < {_MOST_STEPS})"
            f' SELECT DISTINCT ON (way.lost) way.lost, "r".id FROM way'
            f' JOIN {object_type.table} "r" ON "r".id = way.id'
            f' WHERE "r".deleted_at IS NULL AND {own.sql} AND {seen.sql}'
            " ORDER BY way.lost, way.step DESC",
            (list(ids), *own.params, *seen.params),
        )
        return dict(run.fetchall())
