"""The tree of accounts."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

_LOOPS = """
WITH RECURSIVE moved (id, parent_id) AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[])),
up (start, id) AS (
    SELECT moved.id, moved.parent_id FROM moved
    UNION
    SELECT up.start, coalesce(moved.parent_id, held.parent_id)
    FROM up JOIN sales_account held ON held.id = up.id LEFT JOIN moved ON moved.id = held.id
)
SELECT start FROM up WHERE start = id
"""


def loops(parents: Mapping[UUID, UUID]) -> list[UUID]:
    """The accounts that would stand below themselves if each had the parent given for it."""
    if not parents:
        return []
    with connection.cursor() as run:
        run.execute(_LOOPS, [list(parents), list(parents.values())])
        return [row[0] for row in run.fetchall()]
