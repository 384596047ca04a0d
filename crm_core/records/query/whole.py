"""Pages of a list without a filter: how a reader reads them is kept until the epoch moves."""

from dataclasses import dataclass

from crm_core.records import catalogue
from crm_core.records.fragments import Fragment
from crm_core.records.query.ordering import Cursor, Key, keys_of
from crm_core.records.query.paging import Row, page_statement, run_page
from crm_core.records.query.projection import Projection, project
from crm_core.records.query.source import Source
from crm_core.records.query.steady import is_steady
from freehold.epoch import TenantMemo


@dataclass(frozen=True)
class _Place:
    """Stands among a statement's values for one of the cursor."""

    index: int


@dataclass(frozen=True)
class WholePage:
    """How a page is read: the same for every cursor of one shape."""

    statement: Fragment
    projection: Projection
    keys: list[Key]

    def rows(self, cursor: Cursor | None) -> list[Row]:
        params = self.statement.params
        if cursor is not None:
            told = cursor.values
            params = tuple(told[one.index] if type(one) is _Place else one for one in params)
        return run_page(Fragment(self.statement.sql, params), cursor)


_kept: TenantMemo[WholePage] = TenantMemo(1024)


def whole_page(
    source: Source,
    sort: tuple[str, ...],
    fields: tuple[str, ...] | None,
    cursor: Cursor | None,
    *,
    limit: int,
    trash: bool,
) -> WholePage:
    """How to read up to `limit` rows of all that the reader sees, after the cursor."""
    shape = cursor and (cursor.backward, tuple(one is None for one in cursor.values))

    def build() -> WholePage:
        keys = keys_of(source, sort)
        projection = project(source, fields)
        reached = source.base_condition(trash=trash)
        statement = page_statement(
            source,
            projection,
            reached,
            keys,
            cursor and _shaped(cursor),
            limit,
            planned_alike=_is_walked(source, reached, trash=trash),
        )
        return WholePage(statement, projection, keys)

    if not _may_be_kept(source, sort, fields):
        return build()
    place = (source.policy, source.object_type.name, sort, fields, shape, limit, trash)
    return _kept.get(place, build)


def _shaped(cursor: Cursor) -> Cursor:
    values = [None if one is None else _Place(index) for index, one in enumerate(cursor.values)]
    return Cursor(tuple(values), cursor.backward)


def _may_be_kept(source: Source, sort: tuple[str, ...], fields: tuple[str, ...] | None) -> bool:
    """Not for who is nobody, whose policy is made anew each time, nor from a tried catalogue."""
    if source.policy.user_id is None or source.catalogue is not catalogue.current():
        return False
    sorted_by = tuple(one.removeprefix("-") for one in sort)
    return is_steady(source.object_type, sorted_by) and is_steady(source.object_type, fields)


def _is_walked(source: Source, reached: Fragment, *, trash: bool) -> bool:
    """Whether the page is read along the index of its order, whoever reads.

    It is where everything is reached, and where shared rows are asked for one by one. What roles
    alone reach may be so little that it is better found first and sorted then.
    """
    return not reached.params or reached != source.base_condition(trash=trash, seeking="all")
