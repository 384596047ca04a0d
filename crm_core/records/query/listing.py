"""One statement for a page: access, filter, search, order and projection; another to count."""

from dataclasses import dataclass, field
from typing import Any

from crm_core.records.catalogue.types import Catalogue, ObjectType
from crm_core.records.fragments import TRUE, Fragment, conjunction
from crm_core.records.policy import Policy
from crm_core.records.query.counting import NOT_COUNTED, Count, count_rows
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.ordering import Cursor, Key, decode_cursor, default_sort, keys_of
from crm_core.records.query.paging import rows_of_page
from crm_core.records.query.projection import Projection, project
from crm_core.records.query.search import matches
from crm_core.records.query.short import short_filter
from crm_core.records.query.source import Source
from crm_core.records.sights import note_records

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
    #: Whether the caller shows how many there are.
    counted: bool = True


@dataclass(frozen=True)
class Page:
    results: list[dict[str, Any]]
    next: str | None
    previous: str | None
    count: int | None
    count_is_estimate: bool = False
    #: Of a list of the Trash: by id the records that merged ones are part of now.
    merged_into: dict[str, dict[str, Any]] | None = None


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
    where = _reached(source, wanted, trash=params.trash) & wanted
    narrow = source.from_clause()
    keys = keys_of(source, params.sort or (default_sort(policy, object_type),))
    cursor = decode_cursor(params.cursor, len(keys)) if params.cursor else None
    projection = project(source, params.fields)
    rows = rows_of_page(source, projection, where, keys, cursor, params.limit + 1)
    count = _told_before(cursor, len(rows), params) or _count(source, narrow, wanted, params)
    page = _page(rows, projection, keys, cursor, params.limit, count)
    note_records(object_type.name, [one["id"] for one in page.results if "id" in one])
    return page


def _reached(source: Source, wanted: Fragment, *, trash: bool) -> Fragment:
    """Rows of a page. With a filter, said in both ways (`Policy.condition`).

    PostgreSQL takes half of all rows for shared ones where it asks of each row, so it expects a
    filtered page to be full soon and reads a whole index in order (measured: 0.9 s for 21 rows).
    """
    reached = source.base_condition(trash=trash)
    if wanted == TRUE:
        return reached
    by_ids = source.base_condition(trash=trash, for_counting=True)
    return reached if by_ids == reached else reached & by_ids


def _told_before(cursor: Cursor | None, rows: int, params: ListParams) -> Count | None:
    """What is known without counting: later pages carry it, and a short first page is all."""
    if not params.counted:
        return NOT_COUNTED
    if cursor is not None:
        return Count(cursor.count, cursor.estimated) if cursor.count is not None else None
    return Count(rows) if rows <= params.limit else None


def _count(source: Source, narrow: Fragment, wanted: Fragment, params: ListParams) -> Count:
    parts = [part & wanted for part in source.disjoint_conditions(trash=params.trash)]
    whole = source.base_condition(trash=params.trash, for_counting=True) & wanted
    return count_rows(narrow, whole, parts)


def _page(
    rows: list[tuple[Any, ...]],
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

    def at(row: tuple[Any, ...], *, back: bool) -> str:
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
