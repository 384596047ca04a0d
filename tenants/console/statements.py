"""Statements that took long: by tenant from our own processes, in total from PostgreSQL."""

from typing import Any, cast
from uuid import UUID

import orjson
from django.db import DatabaseError, connection, transaction

from freehold.observability import traffic
from tenants.context import in_public
from tenants.models import Tenant

_INSTALLED = "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'"
_TOP = """
SELECT query, calls, round(total_exec_time)::bigint, round(mean_exec_time)::bigint
FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
WHERE datname = current_database()
ORDER BY total_exec_time DESC LIMIT 20
"""


def slow_statements(limit: int = 50) -> list[dict[str, Any]]:
    """Those that took longer than `SLOW_STATEMENT_MS`, newest first, with their tenant."""
    with traffic.client() as told:
        found = cast(list[bytes], told.lrange(traffic.SLOW, 0, limit - 1))
    rows = [orjson.loads(one) for one in found]
    with in_public():
        ids = {UUID(row["tenant"]) for row in rows if row["tenant"]}
        slugs = {
            str(key): slug
            for key, slug in Tenant.objects.filter(id__in=ids).values_list("id", "slug")
        }
    return [{**row, "tenant": slugs.get(row["tenant"], "")} for row in rows]


def server_statements() -> list[dict[str, Any]] | None:
    """What cost the database most since its statistics began; None where it does not keep them.

    PostgreSQL counts a statement once for each schema it ran in, but its text names none: these
    figures can't be told apart by tenant.
    """
    try:
        with in_public(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSTALLED)
            if cursor.fetchone() is None:
                return None
            cursor.execute(_TOP)
            return [
                {"statement": query[:2000], "calls": calls, "total_ms": total, "mean_ms": mean}
                for query, calls, total, mean in cursor.fetchall()
            ]
    except DatabaseError:
        return None
