"""How large tenants' schemas are in the database that this thread works in.

On a coordinator of Citus a distributed schema's tables are empty shells: their bytes are asked of
the nodes, and of their rows nobody has an estimate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tenants.provisioning import citus

_HERE = """
SELECT nspname, count(*), coalesce(sum(pg_total_relation_size(pg_class.oid)), 0)::bigint,
  coalesce(sum(greatest(reltuples, 0)), 0)::bigint
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = ANY(%s) AND relkind = 'r' GROUP BY nspname
"""
#: A node that is away makes the sum NULL.
_DISTRIBUTED = """
SELECT nspname, CASE WHEN bool_and(bytes IS NOT NULL) THEN sum(bytes)::bigint END FROM (
  SELECT relnamespace, citus_total_relation_size(logicalrelid, fail_on_error => false) AS bytes
  FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid) AS held
JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = ANY(%s) GROUP BY nspname
"""


@dataclass(frozen=True, slots=True)
class SchemaSize:
    """Bytes on disk and PostgreSQL's own estimate of the rows; None where nobody knows."""

    tables: int = 0
    bytes: int | None = 0
    rows: int | None = 0


def schema_sizes(schemas: Sequence[str]) -> dict[str, SchemaSize]:
    """Of those that are there: one statement, and on a coordinator two more."""
    with connection.cursor() as cursor:
        cursor.execute(_HERE, [list(schemas)])
        found = {name: SchemaSize(*figures) for name, *figures in cursor.fetchall()}
        if found and citus.is_coordinator():
            cursor.execute(_DISTRIBUTED, [list(schemas)])
            for name, size in cursor.fetchall():
                found[name] = SchemaSize(found[name].tables, size, None)
    return found
