"""The filter language once more, in plain Python over plain rows: what the SQL must agree with."""

import datetime
import operator
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from freehold.text import fold
from tests.crm_core.records.people_of_all_kinds import KINDS

Row = Mapping[str, Any]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def holds(node: Mapping[str, Any], row: Row, me: UUID | None, today: datetime.date) -> bool:
    """Two-valued: a comparison with an empty field is false, its negation true."""
    if "and" in node:
        return all(holds(one, row, me, today) for one in node["and"])
    if "or" in node:
        return any(holds(one, row, me, today) for one in node["or"])
    if "not" in node:
        return not holds(node["not"], row, me, today)
    path, op, wanted = node["field"], node["op"], node["value"]
    if op in ("ne", "nin"):
        return not _leaf(path, {"ne": "eq", "nin": "in"}[op], wanted, row[path], me, today)
    return _leaf(path, op, wanted, row[path], me, today)


def _leaf(
    path: str, op: str, wanted: Any, value: Any, me: UUID | None, today: datetime.date
) -> bool:
    kind = KINDS[path]
    if op == "empty":
        return (value in (None, [], "")) is bool(wanted)
    if value is None:
        return False
    if op == "relative":
        return _in_period(wanted, value, today)
    if op == "in" and kind != "multipicklist":
        return any(_leaf(path, "eq", one, value, me, today) for one in wanted)
    if op == "between":
        low, high = wanted
        return _leaf(path, "gte", low, value, me, today) and _leaf(
            path, "lte", high, value, me, today
        )
    if path == "email" and op == "eq":
        return bool(wanted.lower() == value.lower())
    if kind in ("text", "longtext", "entries") and op != "eq":
        return _text(op, wanted, value)
    if kind == "multipicklist":
        return bool(set(value) & ({wanted} if op == "contains" else set(wanted)))
    if kind == "reference":
        return _refers(wanted, value, me)
    if kind == "money":
        return _money(op, wanted, value)
    return _COMPARE[op](value, _typed(kind, wanted))


def _text(op: str, wanted: str, value: Any) -> bool:
    if isinstance(value, list):
        return any(fold(wanted) in fold(part) for one in value for part in one.values())
    if op == "contains":
        return wanted in value
    if op == "startswith":
        return fold(value).startswith(fold(wanted))
    return fold(wanted) in fold(value)


def _refers(wanted: str, value: tuple[UUID, str], me: UUID | None) -> bool:
    if wanted == "me":
        return value[0] == me
    return wanted == str(value[0]) or fold(wanted) == fold(value[1])


def _money(op: str, wanted: Any, value: Mapping[str, Any]) -> bool:
    if isinstance(wanted, Mapping):
        same = value["currency"] == wanted["currency"]
        return same and _COMPARE[op](value["amount"], wanted["amount"])
    return _COMPARE[op](value["amount"], wanted)


def _typed(kind: str, wanted: Any) -> Any:
    if kind == "date":
        return datetime.date.fromisoformat(wanted)
    return datetime.datetime.fromisoformat(wanted) if kind == "datetime" else wanted


def _in_period(name: str, value: datetime.date, today: datetime.date) -> bool:
    day = value.date() if isinstance(value, datetime.datetime) else value
    age = (today - day).days
    this_month = (day.year, day.month) == (today.year, today.month)
    months_ago = (today.year - day.year) * 12 + today.month - day.month
    return {
        "today": age == 0,
        "yesterday": age == 1,
        "tomorrow": age == -1,
        "last_7_days": 0 <= age < 7,
        "next_7_days": -7 < age <= 0,
        "last_30_days": 0 <= age < 30,
        "this_month": this_month,
        "last_month": months_ago == 1,
        "next_month": months_ago == -1,
        "this_year": day.year == today.year,
        "last_year": day.year == today.year - 1,
        "this_week": day.isocalendar()[:2] == today.isocalendar()[:2],
        "last_quarter": _quarter(day) == _quarter(today) - 1,
        "this_quarter": _quarter(day) == _quarter(today),
    }[name]


def _quarter(day: datetime.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


PERIODS = (
    "today", "yesterday", "tomorrow", "last_7_days", "next_7_days", "last_30_days", "this_month",
    "last_month", "next_month", "this_year", "last_year", "this_week", "last_quarter",
    "this_quarter",
)  # fmt: skip
