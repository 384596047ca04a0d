"""What became of records that were merged into others."""

from uuid import UUID

from django.db import connection

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy
from crm_core.records.query.source import rows_of_object

#: Merges one after the other that an old address is followed through.
_MOST_STEPS = 20


def survivor_of(policy: Policy, object_type: ObjectType, record_id: UUID) -> UUID | None:
    """The record that it is part of now, if the reader may see that; one statement."""
    seen = policy.condition(object_type, "read", "r")
    own = rows_of_object(object_type, "r")
    with connection.cursor() as run:
        run.execute(
            "WITH RECURSIVE way(id, step) AS (SELECT other_id, 1 FROM records_verdict"
            "  WHERE record_id = %s AND merged UNION ALL"
            "  SELECT v.other_id, way.step + 1 FROM records_verdict v"
            f"  JOIN way ON v.record_id = way.id AND v.merged AND way.step < {_MOST_STEPS})"
            f' SELECT "r".id FROM way JOIN {object_type.table} "r" ON "r".id = way.id'
            f' WHERE "r".deleted_at IS NULL AND {own.sql} AND {seen.sql}'
            " ORDER BY way.step DESC LIMIT 1",
            (record_id, *own.params, *seen.params),
        )
        row = run.fetchone()
    return row[0] if row else None
