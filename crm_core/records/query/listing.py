"""One statement for a list: access, filter, search, order, page, projection and capped count."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import DataError, connection

from crm_core.records.catalogue.types import Catalogue, ObjectType
from crm_core.records.fragments import Fragment, conjunction
from crm_core.records.policy import Policy
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.ordering import (
    Cursor,
    Key,
    beyond,
    decode_cursor,
    default_sort,
    keys_of,
    order_by,
    wrong_cursor,
)
from crm_core.records.query.projection import Projection, project
from crm_core.records.query.search import matches
from crm_core.records.query.short import short_filter
from crm_core.records.query.source import Source
from crm_core.records.sights import note_records

#: Counting goes no further; beyond it the planner's estimate is told.
EXACT_COUNT = 10_000
DEFAULT_LIMIT = 50
MOST_ROWS = 200


@dataclass(frozen=True)
class ListParams:
    """What a caller asks of a list. `filter` is parsed JSON, `short` holds `stage=won` forms."""

    filter: Any = None
    short: dict[str, str] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    search: str = ""
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    trash: bool = False


@dataclass(frozen=True)
class Page:
    results: list[dict[str, Any]]
    next: str | None
    previous: str | None
    count: int | None
    count_is_estimate: bool = False


def condition_of(source: Source, params: ListParams, *, for_counting: bool = False) -> Fragment:
    """Which rows the caller means and may see."""
    reached = source.base_condition(trash=params.trash, for_counting=for_counting)
    return conjunction([reached, wanted_of(source, params)])


def wanted_of(source: Source, params: ListParams) -> Fragment:
    """What the filter and the search say, whoever asks."""
    parts = []
    if params.filter is not None:
        parts.append(compile_filter(source, params.filter))
    if params.short:
        parts.append(compile_filter(source, short_filter(source, params.short)))
    if params.search.strip():
        parts.append(matches(source, params.search))
    return conjunction(parts)


def list_page(
    catalogue: Catalogue, policy: Policy, object_type: ObjectType, params: ListParams
) -> Page:
    source = Source(catalogue, policy, object_type)
    wanted = wanted_of(source, params)
    where = source.base_condition(trash=params.trash) & wanted
    all_of_it = source.base_condition(trash=params.trash, for_counting=True) & wanted
    narrow = source.from_clause()
    keys = keys_of(source, params.sort or (default_sort(policy, object_type),))
    cursor = decode_cursor(params.cursor, len(keys)) if params.cursor else None
    projection = project(source, params.fields)
    rows = _run(
        source, projection, where, keys, cursor, params.limit, _counted(narrow, all_of_it, cursor)
    )
    page = _page(rows, projection, keys, cursor, params.limit, narrow, all_of_it)
    note_records(object_type.name, [one["id"] for one in page.results if "id" in one])
    return page


def _counted(narrow: Fragment, where: Fragment, cursor: Cursor | None) -> Fragment:
    """The count as a column; later pages carry the first page's in their cursor."""
    if cursor is not None and cursor.count is not None:
        return Fragment("NULL::bigint")
    return Fragment(
        f"(SELECT count(*) FROM (SELECT 1 FROM {narrow.sql} WHERE {where.sql}"
        f" LIMIT {EXACT_COUNT + 1}) counted)",
        (*narrow.params, *where.params),
    )


def _run(
    source: Source,
    projection: Projection,
    where: Fragment,
    keys: list[Key],
    cursor: Cursor | None,
    limit: int,
    count: Fragment,
) -> list[tuple[Any, ...]]:
    backward = cursor is not None and cursor.backward
    bounded = where & beyond(keys, cursor) if cursor is not None else where
    origin = source.from_clause()
    columns = ", ".join([*projection.columns, *(_told(key) for key in keys), count.sql])
    sql = (
        f"SELECT {columns} FROM {origin.sql} WHERE {bounded.sql}"
        f" ORDER BY {order_by(keys, backward=backward)} LIMIT {limit + 1}"
    )
    with connection.cursor() as run:
        try:
            run.execute(sql, (*count.params, *origin.params, *bounded.params))
        except DataError as error:
            # What a cursor holds are values of the keys' types, or it is not ours.
            raise (wrong_cursor() if cursor is not None else error) from error
        rows: list[tuple[Any, ...]] = run.fetchall()
        return rows


def _told(key: Key) -> str:
    """A key's value as the cursor keeps it: text that casts back without loss."""
    return f"({key.sql})::text"


def _page(
    rows: list[tuple[Any, ...]],
    projection: Projection,
    keys: list[Key],
    cursor: Cursor | None,
    limit: int,
    narrow: Fragment,
    where: Fragment,
) -> Page:
    backward = cursor is not None and cursor.backward
    more = len(rows) > limit
    count, estimated = _count(rows, cursor, narrow, where)
    rows = rows[:limit]
    if backward:
        rows.reverse()

    def at(row: tuple[Any, ...], *, back: bool) -> str:
        return Cursor(row[-1 - len(keys) : -1], back, count, estimated).encode()

    after = more or backward
    before = more if backward else cursor is not None
    return Page(
        results=[projection.record(row) for row in rows],
        next=at(rows[-1], back=False) if rows and after else None,
        previous=at(rows[0], back=True) if rows and before else None,
        count=count,
        count_is_estimate=estimated,
    )


def _count(
    rows: list[tuple[Any, ...]], cursor: Cursor | None, narrow: Fragment, where: Fragment
) -> tuple[int, bool]:
    if cursor is not None and cursor.count is not None:
        return cursor.count, cursor.estimated
    counted = int(rows[0][-1]) if rows else 0
    if counted <= EXACT_COUNT:
        return counted, False
    return max(_estimate(narrow, where), EXACT_COUNT + 1), True


def _estimate(narrow: Fragment, where: Fragment) -> int:
    with connection.cursor() as run:
        run.execute(
            f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {narrow.sql} WHERE {where.sql}",
            (*narrow.params, *where.params),
        )
        (plan,) = run.fetchone() or ("[]",)
    told = orjson.loads(plan) if isinstance(plan, str) else plan
    return int(told[0]["Plan"]["Plan Rows"])
