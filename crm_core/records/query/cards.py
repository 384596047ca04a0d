"""Cards of a board: short records with their marks, a page of each column by its cursor."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import DataError, connection

from crm_core.records.fragments import Fragment
from crm_core.records.query.ordering import Cursor, Key, order_by, wrong_cursor
from crm_core.records.query.projection import Projection
from crm_core.records.query.source import Source
from crm_core.records.sights import note_records

Rows = list[tuple[Any, ...]]


def mark_next_activity(source: Source, projection: Projection, readable: Collection[str]) -> None:
    """`next_activity`: whether something is to be done about it, by the moment of the statement.

    It follows from `next_activity_at`, so only who may read that is told.
    """
    if "next_activity_at" in readable:
        at = source.locate("next_activity_at").sql
        place = projection.add(
            f"CASE WHEN {at} IS NULL THEN 'none' WHEN {at} < now() THEN 'overdue'"
            " ELSE 'planned' END"
        )
        projection.emitters["next_activity"] = lambda row: row[place]


def select_cards(
    source: Source,
    projection: Projection,
    keys: Sequence[Key],
    where: Fragment,
    limit: int,
    *,
    before: str = "",
) -> Fragment:
    """The first cards by `keys`, whose values end each row; one more than `limit`.

    `before` are further columns, which begin each row.
    """
    origin = source.from_clause()
    told = ", ".join([*projection.columns, *(f"({key.sql})::text" for key in keys)])
    return Fragment(
        f"SELECT {before}{told} FROM {origin.sql} WHERE {where.sql}"
        f" ORDER BY {order_by(keys)} LIMIT {limit + 1}",
        (*origin.params, *where.params),
    )


def run_column(statement: Fragment, cursor: str | None) -> Rows:
    """The rows of one column; 400 for a cursor that is none of it."""
    with connection.cursor() as run:
        try:
            run.execute(statement.sql, statement.params)
        except DataError as error:
            raise (wrong_cursor() if cursor else error) from error
        found: Rows = run.fetchall()
        return found


def shown_cards(
    object_name: str, projection: Projection, keys: Sequence[Key], rows: Rows, limit: int
) -> dict[str, Any]:
    """{"cards", "next"}: the rows as cards, and the cursor of those that follow."""
    kept = rows[:limit]
    following = Cursor(kept[-1][-len(keys) :]).encode() if len(rows) > limit else None
    cards = [projection.record(row) for row in kept]
    note_records(object_name, [card["id"] for card in cards if "id" in card])
    return {"cards": cards, "next": following}
