"""A list in groups: how many rows each holds and what they add up to, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from crm_core.records.fragments import Fragment
from crm_core.records.query.exchange import exchanged, settled_day, total
from crm_core.records.query.grouping import Grouping, grouping_of
from crm_core.records.query.listing import ListParams, condition_of
from crm_core.records.query.source import Located, Source, readable_field
from freehold.errors import FieldError, Malformed

DEFAULT_GROUPS = 100
MOST_GROUPS = 500
MOST_SUMS = 12
ORDERS = {
    "value": '(g = \'\'), p NULLS LAST, extensions.fold(l) COLLATE "C", g COLLATE "C"',
    "-value": "(g = ''), p DESC NULLS LAST, extensions.fold(l) COLLATE \"C\" DESC NULLS LAST,"
    ' g COLLATE "C" DESC',
    "-count": "n DESC, (g = ''), p NULLS LAST, g COLLATE \"C\"",
}
_SUMMED = ("money", "number", "integer")


@dataclass(frozen=True)
class GroupParams:
    """Which rows (`rows`), in groups of what, and which fields are added up (None: all money)."""

    group_by: str
    rows: ListParams = field(default_factory=ListParams)
    sums: tuple[str, ...] | None = None
    order: str = "value"
    limit: int = DEFAULT_GROUPS


def grouped(source: Source, params: GroupParams) -> dict[str, Any]:
    """{"group_by", "count", "sums", "groups": […], "remainder": {"groups", "count"} or None}."""
    if params.order not in ORDERS:
        raise Malformed(gettext("“order” is one of %(orders)s.") % {"orders": ", ".join(ORDERS)})
    if not params.group_by:
        message = gettext("Say what to group by, such as “owner”.")
        raise Malformed(message, errors=[FieldError("group_by", "required", message)])
    grouping = grouping_of(source, params.group_by)
    summed = _summed(source, params.sums)
    statement = _statement(source, grouping, summed, params)
    with connection.cursor() as run:
        run.execute(statement.sql, statement.params)
        rows = run.fetchall()
    return _told(grouping, summed, params, rows)


def _summed(source: Source, paths: Sequence[str] | None) -> list[Located]:
    if paths is None:
        return [
            source.locate(one.name)
            for one in source.object_type.fields.values()
            if one.type == "money"
            and readable_field(source.policy, source.object_type, one.name) is not None
        ][:MOST_SUMS]
    found = [source.locate(path) for path in dict.fromkeys(paths)]
    if len(found) > MOST_SUMS:
        raise Malformed(gettext("Add up at most %(most_sums)s fields.") % {"most_sums": MOST_SUMS})
    for at in found:
        if at.field.type not in _SUMMED:
            message = gettext("“%(path)s” can't be added up: only amounts and numbers can.") % {
                "path": at.path[:80]
            }
            raise Malformed(message, errors=[FieldError(at.path[:80], "not_summable", message)])
    return found


def _statement(
    source: Source, grouping: Grouping, summed: Sequence[Located], params: GroupParams
) -> Fragment:
    """Rows of three kinds: 0 a group, 1 what all groups hold together, 2 and on the sums."""
    where = condition_of(source, params.rows, seeking="all")
    origin = source.from_clause()
    exchanged = [_exchanged(source, at) for at in summed]
    values = [
        f", {at.sql} AS v{n}, {_currency(at)} AS c{n}, {exchanged[n].sql} AS x{n}"
        for n, at in enumerate(summed)
    ]
    added = "sum(v{n})::numeric, NULL, sum(x{n})"
    sums = [
        f" UNION ALL SELECT {n + 2}, g, NULL, NULL, c{n}, {added.format(n=n)} FROM matched"
        f" WHERE v{n} IS NOT NULL AND g IN (SELECT g FROM top) GROUP BY g, c{n}"
        f" UNION ALL SELECT {n + 2}, NULL, NULL, NULL, c{n}, {added.format(n=n)} FROM matched"
        f" WHERE v{n} IS NOT NULL GROUP BY c{n}"
        for n in range(len(summed))
    ]
    sql = (
        f"WITH matched AS MATERIALIZED (SELECT {grouping.key.sql} AS g, {grouping.place.sql} AS p,"
        f" {grouping.label.sql} AS l{''.join(values)} FROM {origin.sql} WHERE {where.sql}),"
        " counted AS (SELECT g, min(p) AS p, min(l) AS l, count(*) AS n FROM matched GROUP BY g),"
        f" top AS (SELECT g, l, n, row_number() OVER (ORDER BY {ORDERS[params.order]}) AS place"
        f" FROM counted ORDER BY place LIMIT {params.limit})"
        " SELECT 0, g, l, n, NULL::text, NULL::numeric, place, NULL::numeric FROM top"
        " UNION ALL SELECT 1, NULL, NULL, coalesce(sum(n), 0)::bigint, NULL, count(*), NULL, NULL"
        f" FROM counted{''.join(sums)}"
    )
    parts = (grouping.key, grouping.place, grouping.label, *exchanged, origin, where)
    return Fragment(sql, tuple(value for part in parts for value in part.params))


def _currency(at: Located) -> str:
    return at.currency_sql if at.field.type == "money" else "NULL::text"


def _exchanged(source: Source, at: Located) -> Fragment:
    if at.field.type != "money":
        return Fragment("NULL::numeric")
    return exchanged(at.sql, at.currency_sql, settled_day(source))


def _told(
    grouping: Grouping,
    summed: Sequence[Located],
    params: GroupParams,
    rows: Sequence[tuple[Any, ...]],
) -> dict[str, Any]:
    shown = sorted((row for row in rows if row[0] == 0), key=lambda row: row[6])
    counted, groups = next((row[3], int(row[5])) for row in rows if row[0] == 1)
    sums = _sums(summed, rows)
    told = sum(row[3] for row in shown)
    return {
        "group_by": params.group_by,
        "count": counted,
        "sums": sums.get(None, _no_sums(summed)),
        "groups": [
            {
                "value": grouping.value(key),
                "label": grouping.title(key, label),
                "count": count,
                "sums": sums.get(key, _no_sums(summed)),
                "filter": grouping.filter(key),
            }
            for _, key, label, count, *_ in shown
        ],
        "remainder": {"groups": groups - len(shown), "count": counted - told}
        if groups > len(shown)
        else None,
    }


def _no_sums(summed: Sequence[Located]) -> list[dict[str, Any]]:
    return [{"field": at.path, "sums": []} for at in summed]


def _sums(
    summed: Sequence[Located], rows: Sequence[tuple[Any, ...]]
) -> dict[str | None, list[dict[str, Any]]]:
    """By the key of the group; None for all rows together.

    `total` stands where there are other currencies than the company's.
    """
    found: dict[str | None, list[dict[str, Any]]] = {}
    parts: dict[tuple[str | None, int], list[tuple[str | None, Decimal | None]]] = {}
    for kind, key, _, _, currency, value, _, exchanged_value in sorted(
        (row for row in rows if row[0] >= 2), key=lambda row: (row[0], row[4] or "")
    ):
        at = summed[kind - 2]
        held = found.setdefault(key, _no_sums(summed))
        held[kind - 2]["sums"].append(_sum(at, currency, value))
        if at.field.type == "money":
            parts.setdefault((key, kind - 2), []).append((currency, exchanged_value))
    for (key, index), told in parts.items():
        if whole := total(told):
            found[key][index]["total"] = whole
    return found


def _sum(at: Located, currency: str | None, value: Decimal) -> dict[str, Any]:
    if at.field.type == "money":
        return {"currency": currency, "amount": int(value)}
    return {"value": int(value) if value == value.to_integral_value() else float(value)}
