"""The rows of one page: one statement, from where the cursor stands, as an index holds them.

Empty values come last whatever the direction, which no index read backwards offers, and "greater
or empty" is no range of one. So a list sorted first by a column that may be empty is read in two
parts, rows with a value and rows without; the second only as far as the first leaves room.

A filter or a search may leave few of many rows. Walked in order, a list is then read far to fill
one page (measured: 24,000 contacts for 51 whose account is of one industry). So what is filtered
is first found whatever its order, as counting would, and sorted and counted in one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import DataError, connection

from crm_core.records.fragments import Fragment, with_arrays_written
from crm_core.records.query.ordering import Cursor, Key, beyond, order_by, wrong_cursor
from crm_core.records.query.projection import Projection
from crm_core.records.query.source import Source
from freehold.statements import Repeated

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Found:
    """A page, and of how many rows it is one, from the cursor on; None where that isn't known."""

    rows: list[Row]
    total: int | None


def found_rows(
    source: Source,
    narrow: Fragment,
    projection: Projection,
    parts: Sequence[Fragment],
    keys: Sequence[Key],
    cursor: Cursor | None,
    *,
    limit: int,
    most: int,
) -> Found | None:
    """The rows of `page_statement` without an index for their order; None where more than `most`.

    `parts` are conditions that no row meets twice; `narrow` joins what they and `keys` speak of.
    Only the page's rows are joined to the rest.
    """
    backward = cursor is not None and cursor.backward
    names = [f"k{place}" for place in range(len(keys))]
    named = ", ".join(f"{key.sql} AS {name}" for key, name in zip(keys, names, strict=True))
    if cursor is not None:
        parts = [part & beyond(keys, cursor) for part in parts]
    found = " UNION ALL ".join(
        f'(SELECT "r".id, {named} FROM {narrow.sql} WHERE {part.sql} LIMIT {most + 1})'
        for part in parts
    )
    kept = [replace(key, sql=f"one.{name}") for key, name in zip(keys, names, strict=True)]
    order = order_by(kept, backward=backward)
    columns = ", ".join([*projection.columns, *(_told(key) for key in keys)])
    origin = source.from_clause()
    statement = Fragment(
        f"WITH found AS MATERIALIZED ({found}) SELECT (SELECT count(*) FROM found), {columns}"
        f" FROM (SELECT * FROM found one ORDER BY {order} LIMIT {limit}) one"
        f' CROSS JOIN {origin.sql} WHERE "r".id = one.id ORDER BY {order}',
        (*(v for part in parts for v in (*narrow.params, *part.params)), *origin.params),
    )
    rows = _run(statement, cursor)
    total = int(rows[0][0]) if rows else 0
    return Found([row[1:] for row in rows], total) if total <= most else None


def page_statement(
    source: Source,
    projection: Projection,
    where: Fragment,
    keys: Sequence[Key],
    cursor: Cursor | None,
    limit: int,
    *,
    planned_alike: bool = False,
) -> Fragment:
    """Finds up to `limit` rows after `cursor`, or nearest before it, for `run_page`.

    `planned_alike`: the values in `where` don't tell how the rows are best found, so PostgreSQL
    need not plan for each reader and page anew (measured: half of what a page costs it).
    """
    backward = cursor is not None and cursor.backward
    columns = ", ".join([*projection.columns, *(_told(key) for key in keys)])
    origin = source.from_clause()
    parts = [
        Fragment(
            f"SELECT {place}, {columns} FROM {origin.sql} WHERE {(where & part).sql}"
            f" ORDER BY {order_by(order, backward=backward)} LIMIT {limit}",
            (*origin.params, *(where & part).params),
        )
        for place, (part, order) in enumerate(_parts(keys, cursor))
    ]
    statement = parts[0] if len(parts) == 1 else _one_after_the_other(parts, limit)
    if planned_alike and "%%" not in statement.sql:
        ready = with_arrays_written(statement)
        statement = Fragment(Repeated(ready.sql), ready.params)
    return statement


def run_page(statement: Fragment, cursor: Cursor | None) -> list[Row]:
    """The rows of a page; each ends with its keys as text."""
    found = sorted(_run(statement, cursor), key=lambda row: int(row[0]))
    return [row[1:] for row in found]


def _run(statement: Fragment, cursor: Cursor | None) -> list[Row]:
    with connection.cursor() as run:
        try:
            run.execute(statement.sql, statement.params)
        except DataError as error:
            # What a cursor holds are values of the keys' types, or it is not ours.
            raise (wrong_cursor() if cursor is not None else error) from error
        rows: list[Row] = run.fetchall()
    return rows


def _parts(keys: Sequence[Key], cursor: Cursor | None) -> list[tuple[Fragment, list[Key]]]:
    """What the page is read from, in the order of reading: conditions, and keys to sort by."""
    first, rest = keys[0], list(keys[1:])
    if not (first.nullable and first.stored):
        return [(beyond(keys, cursor) if cursor is not None else Fragment("TRUE"), list(keys))]
    told = [replace(first, nullable=False), *rest]
    there = Fragment(f"{first.sql} IS NOT NULL")
    empty = Fragment(f"{first.sql} IS NULL")
    if cursor is None:
        return [(there, told), (empty, told)]
    if cursor.values[0] is None:
        behind = Cursor(cursor.values[1:], cursor.backward)
        among_empty = (empty & beyond(rest, behind), told)
        return [among_empty, (there, told)] if cursor.backward else [among_empty]
    among_told = (there & beyond(told, cursor), told)
    return [among_told] if cursor.backward else [among_told, (empty, told)]


def _one_after_the_other(parts: Sequence[Fragment], limit: int) -> Fragment:
    """The bound within tells the planner how little is wanted; a bound of none runs nothing."""
    first, second = parts
    left = f"{limit} - (SELECT count(*) FROM first_part)"
    return Fragment(
        f"WITH first_part AS MATERIALIZED ({first.sql}) SELECT * FROM first_part"
        f" UNION ALL SELECT * FROM (SELECT * FROM ({second.sql}) second_part LIMIT {left}) others",
        (*first.params, *second.params),
    )


def _told(key: Key) -> str:
    """A key's value as the cursor keeps it: text that casts back without loss."""
    return f"({key.sql})::text"
