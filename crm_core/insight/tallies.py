"""Many counts and sums over one object's records in one pass.

Every figure is counted by the very filter that finds its rows in a list, so that a number and the
list behind it can't differ. The reader's access condition bounds all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from crm_core.records.fragments import Fragment, disjunction
from crm_core.records.query.exchange import exchanged, settled_day
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.grouping import Grouping, grouping_of
from crm_core.records.query.source import Source

Filter = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """The rows that `filter` finds; `within` names a figure that they are all among.

    `amount` and `days` say whether these are added up, too.
    """

    name: str
    filter: Filter
    within: str = ""
    group_by: str = ""
    amount: bool = False
    days: bool = False


@dataclass
class Sum:
    """Minor units of one currency, and the same weighted by each row's probability."""

    currency: str
    amount: int
    weighted: int | None = None
    #: In the company's currency, by the rates in force; None where there is no rate.
    exchanged: Decimal | None = None
    exchanged_weighted: Decimal | None = None


@dataclass
class Counted:
    """What one figure, or one of its groups, comes to; `measured` rows have a number of days."""

    key: str = ""
    label: str | None = None
    count: int = 0
    sums: dict[str, Sum] = field(default_factory=dict)
    measured: int = 0
    total_days: float = 0.0

    @property
    def days(self) -> float | None:
        """The mean."""
        return self.total_days / self.measured if self.measured else None

    def add_sum(self, found: Sum) -> None:
        """Rows of one currency come in several parts: one for each group of other figures."""
        held = self.sums.get(found.currency)
        if held is None:
            self.sums[found.currency] = found
            return
        held.amount += found.amount
        held.weighted = _added(held.weighted, found.weighted)
        held.exchanged = _added(held.exchanged, found.exchanged)
        held.exchanged_weighted = _added(held.exchanged_weighted, found.exchanged_weighted)


N = TypeVar("N", int, Decimal)


def _added(one: N | None, other: N | None) -> N | None:
    return one if other is None else other if one is None else one + other


@dataclass(frozen=True)
class Subject:
    """What is measured of each row, where the reader may see it: money, its weight, days."""

    amount: str = ""
    weight: str = ""
    days: Fragment | None = None


Tally = dict[str, dict[str, Counted]]

#: A row's key and label, and what they are called where the row is told in a group.
_GROUPED = (("k", "g"), ("m", "l"))


def tally(source: Source, figures: Sequence[Figure], subject: Subject) -> Tally:
    """Figure → group → what it comes to; a figure without groups has the one under ""."""
    if not figures:
        return {}
    groupings = {
        path: grouping_of(source, path)
        for path in dict.fromkeys(one.group_by for one in figures if one.group_by)
    }
    statement = _statement(source, figures, groupings, subject)
    with connection.cursor() as run:
        run.execute(statement.sql, statement.params)
        rows = run.fetchall()
    found: Tally = {one.name: {} if one.group_by else {"": Counted()} for one in figures}
    paths = list(groupings)
    for row in rows:
        _take(found, figures, paths, iter(row))
    return found


def _take(
    found: Tally, figures: Sequence[Figure], paths: Sequence[str], row: Iterator[Any]
) -> None:
    """One row of the answer: its groups, its currency, then the aggregates of each figure."""
    groups = {path: (next(row), next(row)) for path in paths}
    currency = next(row)
    for one in figures:
        count = next(row)
        key, label = groups[one.group_by] if one.group_by else ("", None)
        held = found[one.name].get(key) or Counted(key, label)
        money = tuple(islice(row, 4)) if one.amount else None
        measured, days = (next(row), next(row)) if one.days else (0, None)
        if not count:
            continue
        found[one.name][key] = held
        held.count += count
        held.measured += measured
        held.total_days += float(days or 0)
        if currency and money is not None and money[0] is not None:
            amount, weighted, *exchanged_ = money
            told = None if weighted is None else int(weighted)
            held.add_sum(Sum(currency, int(amount), told, *exchanged_))


def _statement(
    source: Source,
    figures: Sequence[Figure],
    groupings: dict[str, Grouping],
    subject: Subject,
) -> Fragment:
    matched, numbers = _matched(source, figures, groupings, subject)
    keys = [f"g{at}" for at in range(len(groupings))]
    told = ["matched.*"]
    for at, path in enumerate(groupings):
        of_it = {n for n, one in zip(numbers, figures, strict=True) if one.group_by == path}
        grouped = " OR ".join(f"b{number}" for number in sorted(of_it))
        told += [f"CASE WHEN {grouped} THEN {name}{at} END AS {as_}{at}" for name, as_ in _GROUPED]
    columns = [part for at, key in enumerate(keys) for part in (key, f"min(l{at})")]
    columns.append("c")
    for number, one in zip(numbers, figures, strict=True):
        columns.append(f"count(*) FILTER (WHERE b{number})")
        if one.amount:
            columns.append(f"sum(v) FILTER (WHERE b{number})")
            columns.append(f"round(sum(v * w / 100.0) FILTER (WHERE b{number}))")
            columns.append(f"sum(x) FILTER (WHERE b{number})")
            columns.append(f"sum(x * w / 100.0) FILTER (WHERE b{number})")
        if one.days:
            columns.append(f"count(d) FILTER (WHERE b{number})")
            columns.append(f"sum(d) FILTER (WHERE b{number})")
    # Only the rows of a figure that is told in groups have a group: the fewer groups, the less the
    # database sorts out.
    return Fragment(
        f"SELECT {', '.join(columns)}"
        f" FROM (SELECT {', '.join(told)} FROM ({matched.sql} OFFSET 0) matched) told"
        f" GROUP BY {', '.join([*keys, 'c'])}",
        matched.params,
    )


def _matched(
    source: Source,
    figures: Sequence[Figure],
    groupings: dict[str, Grouping],
    subject: Subject,
) -> tuple[Fragment, list[int]]:
    """The rows that any figure counts, each with what is measured of it and its groups.

    Beside them the number of each figure's condition: several figures may count the same rows.
    """
    conditions = _conditions(source, figures)
    columns = _measured(source, subject)
    for at, grouping in enumerate(groupings.values()):
        columns.append(Fragment(f"{grouping.key.sql} AS k{at}", grouping.key.params))
        columns.append(Fragment(f"{grouping.label.sql} AS m{at}", grouping.label.params))
    distinct = _distinct(conditions.values())
    for number, held in enumerate(distinct):
        columns.append(Fragment(f"({held.sql}) AS b{number}", held.params))
    wide = _distinct(conditions[one.name] for one in figures if not one.within)
    where = source.base_condition(seeking="all") & disjunction(wide)
    origin = source.from_clause()
    parts = (*columns, origin, where)
    matched = Fragment(
        f"SELECT {', '.join(one.sql for one in columns)} FROM {origin.sql} WHERE {where.sql}",
        tuple(value for part in parts for value in part.params),
    )
    return matched, [distinct.index(conditions[one.name]) for one in figures]


def _conditions(source: Source, figures: Sequence[Figure]) -> dict[str, Fragment]:
    found: dict[str, Fragment] = {}
    for one in figures:
        own = compile_filter(source, one.filter)
        found[one.name] = found[one.within] & own if one.within else own
    return found


def _distinct(conditions: Iterable[Fragment]) -> list[Fragment]:
    """Parameters may be lists, which have no hash."""
    found: list[Fragment] = []
    for one in conditions:
        if one not in found:
            found.append(one)
    return found


def _measured(source: Source, subject: Subject) -> list[Fragment]:
    amount = source.locate(subject.amount) if subject.amount else None
    # Rows without an amount have no currency: they count, and add nothing.
    currency, value, worth = "NULL::text", "NULL::bigint", Fragment("NULL::numeric")
    if amount:
        value = amount.sql
        currency = f"CASE WHEN {value} IS NOT NULL THEN {amount.currency_sql} END"
        worth = exchanged(value, amount.currency_sql, settled_day(source))
    weight = source.locate(subject.weight).sql if subject.weight else "NULL::int"
    days = subject.days or Fragment("NULL::float8")
    return [
        Fragment(f"{value} AS v"),
        Fragment(f"{currency} AS c"),
        Fragment(f"{weight} AS w"),
        Fragment(f"{worth.sql} AS x", worth.params),
        Fragment(f"{days.sql} AS d", days.params),
    ]
