"""How many rows a list has: exactly up to ten thousand, beyond that as the planner guesses."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from django.db import connection

from crm_core.records.fragments import Fragment

#: Counting goes no further; beyond it the planner's estimate is told.
EXACT_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    rows: int | None
    estimated: bool = False


NOT_COUNTED = Count(None)


def count_rows(origin: Fragment, where: Fragment, parts: Sequence[Fragment]) -> Count:
    """Counts the rows of `origin` that meet `where`, which `parts` say so that none is met twice.

    Not in the statement of the page: a page that is not full needs no count, and apart from it the
    planner finds a way through the indexes alone.
    """
    counted = [
        f"(SELECT count(*) FROM (SELECT 1 FROM {origin.sql} WHERE {part.sql}"
        f" LIMIT {EXACT_COUNT + 1}) counted)"
        for part in parts
    ]
    params = [value for part in parts for value in (*origin.params, *part.params)]
    with connection.cursor() as run:
        run.execute(f"SELECT {_added(counted)}", params)
        rows = int((run.fetchone() or (0,))[0])
    if rows <= EXACT_COUNT:
        return Count(rows)
    return estimate(origin, where)


def estimate(origin: Fragment, where: Fragment) -> Count:
    """How many they are, where they are known to be more than are counted."""
    return Count(max(_estimate(origin, where), EXACT_COUNT + 1), estimated=True)


def _added(counted: Sequence[str]) -> str:
    """The sum; what already goes beyond the exact count spares PostgreSQL the parts after it."""
    first, *further = counted
    if not further:
        return first
    return (
        f"(WITH before AS MATERIALIZED (SELECT {first} AS n)"
        f" SELECT CASE WHEN n > {EXACT_COUNT} THEN n ELSE n + {_added(further)} END FROM before)"
    )


def _estimate(origin: Fragment, where: Fragment) -> int:
    with connection.cursor() as run:
        run.execute(
            f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {origin.sql} WHERE {where.sql}",
            (*origin.params, *where.params),
        )
        (plan,) = run.fetchone() or ("[]",)
    told = orjson.loads(plan) if isinstance(plan, str) else plan
    return int(told[0]["Plan"]["Plan Rows"])
