"""Formulas and roll-ups where they are read: as columns beside a row, under the reader's rights.

A formula is an expression over the row and one reference away. A roll-up is a sub-select over the
records that refer to the row, those in the Trash and those that the reader can't see left out.
"""

from crm_core.records.catalogue.computed import Rollup
from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.formulas.checking import TYPE_OF_FIELD, Read
from crm_core.records.formulas.compiling import MOST_NUMBER, compile_formula
from crm_core.records.formulas.expressions import Value, fill
from crm_core.records.fragments import Fragment
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.source import Located, Source
from freehold.company.selectors import company

NOTHING = Fragment("NULL::text")


def computed_columns(
    source: Source, alias: str, field: Field, object_type: ObjectType, before: str
) -> tuple[Fragment, Fragment]:
    """The value and its currency, for the row under `alias` that the path `before` leads to."""
    computed = field.computed
    assert computed is not None
    if computed.rollup is not None:
        return _rolled_up(source, alias, computed.rollup)
    assert computed.tree is not None

    def read(node: Read) -> Value:
        return value_at(source.locate_from(alias, object_type, before, node.path))

    found = compile_formula(computed.tree, read)
    return found.sql, found.currency if found.type == "money" else NOTHING


def value_at(at: Located) -> Value:
    """A stored field's value as formulas compute with it."""
    kind = at.field.type
    sql = Fragment(at.sql)
    if kind == "money":
        return Value("money", fill("({sql})::numeric", sql=sql), Fragment(at.currency_sql))
    if at.field.custom and at.field.computed is None and kind in ("date", "datetime"):
        return Value(kind, fill("({sql})::" + at.field.kind.sql_type, sql=sql))
    if kind in ("multipicklist", "emails", "phones", "addresses"):
        return Value("list", sql)
    return Value(TYPE_OF_FIELD.get(kind, kind), sql)


def _rolled_up(source: Source, alias: str, rollup: Rollup) -> tuple[Fragment, Fragment]:
    related = source.catalogue.object(rollup.object)
    root = f"{source.own_prefix}s{source.size + 1}"
    inner = Source(source.catalogue, source.policy, related, root=root)
    reference = inner.locate(rollup.reference)
    where = inner.base_condition() & Fragment(f'{reference.sql} = "{alias}".id')
    if rollup.filter:
        where = where & compile_filter(inner, rollup.filter)
    if rollup.function == "latest":
        return _latest(inner, rollup, where)
    return _aggregated(inner, rollup, where)


def _selected(inner: Source, columns: str, where: Fragment, tail: str = "") -> Fragment:
    origin = inner.from_clause()
    return Fragment(
        f"(SELECT {columns} FROM {origin.sql} WHERE {where.sql}{tail})",
        (*origin.params, *where.params),
    )


def _aggregated(inner: Source, rollup: Rollup, where: Fragment) -> tuple[Fragment, Fragment]:
    if rollup.function == "count" or rollup.field is None:
        return _selected(inner, "count(*)", where), NOTHING
    at = inner.locate(rollup.field)
    if at.field.type == "money":
        return _aggregated_money(inner, rollup.function, at, where)
    value = value_at(at).sql.sql
    found = f"{rollup.function}({value})"
    if rollup.function == "sum":
        whole = f"coalesce(sum({value}), 0)"
        found = f"CASE WHEN abs({whole}) < {MOST_NUMBER} THEN ({whole})::numeric END"
    return _selected(inner, found, where), NOTHING


def _aggregated_money(
    inner: Source, function: str, at: Located, where: Fragment
) -> tuple[Fragment, Fragment]:
    """Blank where the amounts are in several currencies; the sum of none is nothing of ours."""
    one = f"count(DISTINCT {at.currency_sql}) FILTER (WHERE {at.sql} IS NOT NULL) = 1"
    found = f"{function}({at.sql})"
    amount = f"CASE WHEN {one} AND abs({found}) <= {MOST_NUMBER} THEN ({found})::bigint"
    currency = f"CASE WHEN {one} THEN min({at.currency_sql}) FILTER (WHERE {at.sql} IS NOT NULL)"
    if function != "sum":
        return (
            _selected(inner, f"{amount} END", where),
            _selected(inner, f"{currency} END", where),
        )
    none = f"WHEN count({at.sql}) = 0 THEN"
    own = Fragment("%s::text", (company().currency,))
    counted = _selected(inner, f"{currency} {none} {{own}} END", where)
    before, after = counted.sql.split("{own}")
    return (
        _selected(inner, f"{amount} {none} 0 END", where),
        Fragment(f"{before}{own.sql}{after}", (*own.params, *counted.params)),
    )


def _latest(inner: Source, rollup: Rollup, where: Fragment) -> tuple[Fragment, Fragment]:
    at = inner.locate(rollup.field or "")
    by = inner.locate(rollup.by)
    bounded = where & Fragment(f"{by.sql} IS NOT NULL")
    tail = f' ORDER BY {by.sql} DESC, "{inner.root}".id DESC LIMIT 1'
    found = value_at(at)
    sql = f"({found.sql.sql})::bigint" if found.type == "money" else found.sql.sql
    currency = NOTHING
    if found.type == "money":
        currency = _selected(inner, at.currency_sql, bounded, tail)
    return _selected(inner, sql, bounded, tail), currency
