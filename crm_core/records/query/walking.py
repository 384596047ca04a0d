"""A whole list, page by page: memory stays flat, and no statement waits for a slow reader."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from crm_core.records.fragments import Fragment
from crm_core.records.query.ordering import Cursor, Key, beyond, order_by
from crm_core.records.query.source import Source

PAGE = 5_000


def walk(
    source: Source, columns: Sequence[Fragment], where: Fragment, keys: Sequence[Key]
) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of rows in the order of `keys`, which end with the id."""
    origin = source.from_clause()
    told = [Fragment(f"({key.sql})::text") for key in keys]
    chosen = Fragment(
        ", ".join(one.sql for one in (*columns, *told)),
        tuple(value for one in columns for value in one.params),
    )
    bounded = where
    while True:
        with connection.cursor() as run:
            run.execute(
                f"SELECT {chosen.sql} FROM {origin.sql} WHERE {bounded.sql}"
                f" ORDER BY {order_by(keys)} LIMIT {PAGE}",
                (*chosen.params, *origin.params, *bounded.params),
            )
            rows = run.fetchall()
        if rows:
            yield [row[: len(columns)] for row in rows]
        if len(rows) < PAGE:
            return
        bounded = where & beyond(keys, Cursor(rows[-1][len(columns) :]))


def count_of(source: Source, where: Fragment) -> int:
    origin = source.from_clause()
    with connection.cursor() as run:
        run.execute(
            f"SELECT count(*) FROM {origin.sql} WHERE {where.sql}",
            (*origin.params, *where.params),
        )
        (found,) = run.fetchone() or (0,)
    return int(found)
