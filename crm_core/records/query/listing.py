"""One statement for a page: access, filter, search, order and projection; another to count."""

from dataclasses import dataclass, field
from typing import Any

from crm_core.records.catalogue.types import Catalogue, ObjectType
from crm_core.records.fragments import TRUE, Fragment, conjunction
from crm_core.records.policy import Policy, Seeking
from crm_core.records.query.counting import EXACT_COUNT, NOT_COUNTED, Count, count_rows, estimate
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.ordering import Cursor, Key, decode_cursor, default_sort, keys_of
from crm_core.records.query.paging import Found, Row, found_rows, page_statement, run_page
from crm_core.records.query.projection import Projection, project
from crm_core.records.query.search import matches
from crm_core.records.query.short import short_filter
from crm_core.records.query.source import Source
from crm_core.records.query.whole import whole_page
from crm_core.records.sights import note_records

DEFAULT_LIMIT = 50
MOST_ROWS = 200
_FEW = 1_000


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
    #: Whether the caller shows how many there are.
    counted: bool = True
    #: Whether an index holds what the filter leaves in this order, as a record's activities.
    indexed: bool = False


@dataclass(frozen=True)
class Page:
    results: list[dict[str, Any]]
    next: str | None
    previous: str | None
    count: int | None
    count_is_estimate: bool = False
    #: Of a list of the Trash: by id the records that merged ones are part of now.
    merged_into: dict[str, dict[str, Any]] | None = None


def condition_of(source: Source, params: ListParams, *, seeking: Seeking = "page") -> Fragment:
    """Which rows the caller means and may see."""
    reached = source.base_condition(trash=params.trash, seeking=seeking)
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
    sort = params.sort or (default_sort(policy, object_type),)
    cursor = decode_cursor(params.cursor, len(sort) + 1) if params.cursor else None
    source = Source(catalogue, policy, object_type)
    wanted = wanted_of(source, params)
    narrow = source.from_clause()
    most, total = 0, None
    if wanted == TRUE:
        whole = whole_page(
            source, sort, params.fields, cursor, limit=params.limit + 1, trash=params.trash
        )
        projection, keys, rows = whole.projection, whole.keys, whole.rows(cursor)
    else:
        most = _most_found(cursor, params)
        keys = keys_of(source, sort)
        projection, found = _found(source, wanted, keys, cursor, params, most)
        rows, total = found.rows, found.total
    if total is None and len(rows) <= params.limit:
        total = len(rows)
    count = _told_before(cursor, total, params)
    if count is None:
        count = _count(source, narrow, wanted, params, beyond_exact=most == EXACT_COUNT)
    page = _page(rows, projection, keys, cursor, params.limit, count)
    note_records(object_type.name, [one["id"] for one in page.results if "id" in one])
    return page


def _found(
    source: Source,
    wanted: Fragment,
    keys: list[Key],
    cursor: Cursor | None,
    params: ListParams,
    most: int,
) -> tuple[Projection, Found]:
    """The rows of a page that is filtered or searched: at most `most` are found and sorted."""
    reached = _reached(source, params)
    narrow = source.from_clause()
    projection = project(source, params.fields)
    limit = params.limit + 1
    if most:
        parts = [part & wanted for part in source.disjoint_conditions(trash=params.trash)]
        found = found_rows(source, narrow, projection, parts, keys, cursor, limit=limit, most=most)
        if found is not None:
            return projection, found
    statement = page_statement(source, projection, reached & wanted, keys, cursor, limit)
    return projection, Found(run_page(statement, cursor), None)


def _reached(source: Source, params: ListParams) -> Fragment:
    """Rows of a filtered page, said in both ways (`Policy.condition`).

    PostgreSQL takes half of all rows for shared ones where it asks of each row, so it expects a
    filtered page to be full soon and reads a whole index in order (measured: 0.9 s for 21 rows).
    Where the filter's own index holds the order, each of its rows is asked, with no way to look
    for all that the reader reaches (measured: 7.8 ms for the 52 newest of 2,000, instead of 0.4).
    """
    reached = source.base_condition(trash=params.trash)
    if params.indexed:
        return Fragment(f"CASE WHEN {reached.sql} THEN TRUE ELSE FALSE END", reached.params)
    by_ids = source.base_condition(trash=params.trash, seeking="all")
    return reached if by_ids == reached else reached & by_ids


def _most_found(cursor: Cursor | None, params: ListParams) -> int:
    """Up to how many rows are found whatever their order; 0 where the order's index is followed.

    As many as are counted where they are counted anyway, otherwise few: of a hundredth of all rows
    a page is soon met in order.
    """
    if params.indexed:
        return 0
    if cursor is None:
        return EXACT_COUNT if params.counted else _FEW
    return _FEW if cursor.count is None or cursor.count <= _FEW else 0


def _told_before(cursor: Cursor | None, total: int | None, params: ListParams) -> Count | None:
    """What is known without counting: later pages carry it, and a short first page is all."""
    if not params.counted:
        return NOT_COUNTED
    if cursor is not None:
        return Count(cursor.count, cursor.estimated) if cursor.count is not None else None
    return Count(total) if total is not None else None


def _count(
    source: Source, narrow: Fragment, wanted: Fragment, params: ListParams, *, beyond_exact: bool
) -> Count:
    whole = source.base_condition(trash=params.trash, seeking="all") & wanted
    if beyond_exact:
        return estimate(narrow, whole)
    parts = [part & wanted for part in source.disjoint_conditions(trash=params.trash)]
    return count_rows(narrow, whole, parts)


def _page(
    rows: list[Row],
    projection: Projection,
    keys: list[Key],
    cursor: Cursor | None,
    limit: int,
    count: Count,
) -> Page:
    backward = cursor is not None and cursor.backward
    more = len(rows) > limit
    rows = rows[:limit]
    if backward:
        rows.reverse()

    def at(row: Row, *, back: bool) -> str:
        return Cursor(row[-len(keys) :], back, count.rows, count.estimated).encode()

    after = more or backward
    before = more if backward else cursor is not None
    return Page(
        results=[projection.record(row) for row in rows],
        next=at(rows[-1], back=False) if rows and after else None,
        previous=at(rows[0], back=True) if rows and before else None,
        count=count.rows,
        count_is_estimate=count.estimated,
    )
