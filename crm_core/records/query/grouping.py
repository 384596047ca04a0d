"""What a list can be grouped by: the SQL of a group's key, label and place, and its own filter."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dateutil.relativedelta import relativedelta

from crm_core.records.catalogue.types import Resource
from crm_core.records.fragments import Fragment
from crm_core.records.query.source import Located, Source
from freehold.company.selectors import company
from freehold.errors import FieldError, Malformed

UNITS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}
#: The key of the group of rows that have no value.
EMPTY = ""
#: The key of the group of values that the list of choices does not hold (any more).
RETIRED = "\x01"
_TEXTS = ("text", "phone", "url")


@dataclass(frozen=True)
class Grouping:
    """`key` is text, empty for no value; `place` is a number or NULL; `label` is text or NULL."""

    path: str
    at: Located
    unit: str
    key: Fragment
    place: Fragment
    label: Fragment

    def value(self, key: str) -> Any:
        """The group's value in API form; for a period its first day."""
        if key in (EMPTY, RETIRED):
            return None
        return _VALUES.get(self.at.field.type, str)(key)

    def title(self, key: str, label: str | None) -> str | None:
        """What people call the group; None for a record that the reader may not see."""
        if self.at.field.type == "picklist":
            choices = {one.value: str(one.label) for one in self.at.field.choices or ()}
            return choices.get(key)
        if self.unit and key:
            return _period_label(_day(key), self.unit)
        return label if self.at.field.type == "reference" else key or None

    def filter(self, key: str) -> dict[str, Any]:
        """The condition, in the filter language, that is true for the group's rows alone."""
        field = self.at.field
        if key == EMPTY:
            return {"field": self.path, "op": "empty", "value": True}
        if key == RETIRED:
            return self._retired()
        if self.unit:
            return self._within(_day(key))
        return {"field": self.path, "op": "eq", "value": _VALUES.get(field.type, str)(key)}

    def _retired(self) -> dict[str, Any]:
        known = [one.value for one in self.at.field.choices or ()]
        parts: list[dict[str, Any]] = [{"field": self.path, "op": "empty", "value": False}]
        if known:
            parts.append({"not": {"field": self.path, "op": "in", "value": known}})
        return {"and": parts}

    def _within(self, start: datetime.date) -> dict[str, Any]:
        end = start + UNITS[self.unit]
        spelt = _midnight if self.at.field.type == "datetime" else datetime.date.isoformat
        return {
            "and": [
                {"field": self.path, "op": "gte", "value": spelt(start)},
                {"field": self.path, "op": "lt", "value": spelt(end)},
            ]
        }


def grouping_of(source: Source, text: str) -> Grouping:
    """What `stage`, `account.industry` or `created_at:month` means; 400 for what can't be."""
    path, _, unit = text.partition(":")
    at = source.locate(path)
    if at.field.type in ("date", "datetime"):
        return _by_period(at, path, unit or "month")
    make = _MAKERS.get(at.field.type)
    if make is None or unit:
        raise _refuse(path, f"“{path[:80]}” can't be grouped by{' that way' if unit else ''}.")
    return make(source, at, path)


def _refuse(path: str, message: str) -> Malformed:
    return Malformed(message, errors=[FieldError(path[:80], "not_groupable", message)])


def _by_text(source: Source, at: Located, path: str) -> Grouping:
    key = Fragment(f"coalesce({at.sql}, '')")
    return Grouping(path, at, "", key, Fragment("NULL::float8"), Fragment("NULL::text"))


def _by_email(source: Source, at: Located, path: str) -> Grouping:
    """Addresses that differ in capitals alone are one group, as they are one to a filter."""
    by_text = _by_text(source, at, path)
    return replace(by_text, key=Fragment(f"lower({by_text.key.sql})"))


def _by_choice(source: Source, at: Located, path: str) -> Grouping:
    known = [one.value for one in at.field.choices or ()]
    key = Fragment(
        f"CASE WHEN coalesce({at.sql}, '') = '' THEN ''"
        f" WHEN {at.sql} = ANY(%s::text[]) THEN {at.sql} ELSE chr(1) END",
        (known,),
    )
    place = Fragment(f"array_position(%s::text[], {at.sql}::text)::float8", (known,))
    return Grouping(path, at, "", key, place, Fragment("NULL::text"))


def _by_scalar(source: Source, at: Located, path: str) -> Grouping:
    key = Fragment(f"coalesce(({at.sql})::text, '')")
    number = f"({at.sql})::int" if at.field.type == "boolean" else f"({at.sql})"
    sign = "-" if at.field.type == "boolean" else ""
    return Grouping(path, at, "", key, Fragment(f"{sign}{number}::float8"), Fragment("NULL::text"))


def _by_reference(source: Source, at: Located, path: str) -> Grouping:
    joined = source.join(at, at.path)
    key = Fragment(f"coalesce({at.sql}::text, '')")
    place = Fragment("NULL::float8")
    if isinstance(joined.target, Resource) and joined.target.order_sql:
        order = joined.target.order_sql.format(alias=f'"{joined.alias}"')
        place = Fragment(f"({order})::float8")
    return Grouping(path, at, "", key, place, Fragment(f"({joined.title_sql})::text"))


def _by_period(at: Located, path: str, unit: str) -> Grouping:
    if unit not in UNITS:
        raise _refuse(path, f"Group “{path[:80]}” by {', '.join(UNITS)}.")
    cast = "date" if at.field.type == "date" else "timestamptz"
    moment = Fragment(f"({at.sql})::{cast}")
    if at.field.type == "datetime":
        moment = Fragment(f"({moment.sql} AT TIME ZONE %s)", (company().time_zone,))
    start = _beginning(unit, f"{moment.sql}::timestamp")
    key = Fragment(f"coalesce(to_char({start}, 'YYYY-MM-DD'), '')", moment.params)
    place = Fragment(f"extract(epoch FROM {start})::float8", moment.params)
    return Grouping(path, at, unit, key, place, Fragment("NULL::text"))


def _beginning(unit: str, moment: str) -> str:
    """When its period began; PostgreSQL's weeks begin on Mondays, the company's where it says."""
    later = (8 - company().first_weekday) % 7 if unit == "week" else 0
    if not later:
        return f"date_trunc('{unit}', {moment})"
    shift = f"interval '{later} days'"
    return f"date_trunc('{unit}', {moment} + {shift}) - {shift}"


def _day(key: str) -> datetime.date:
    return datetime.date.fromisoformat(key)


def _midnight(day: datetime.date) -> str:
    zone = company().zone
    moment = datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _period_label(day: datetime.date, unit: str) -> str:
    if unit == "quarter":
        return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
    if unit == "week":
        year, week, _ = (day + datetime.timedelta(days=3)).isocalendar()
        return f"{year}-W{week:02}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]


_MAKERS: dict[str, Callable[[Source, Located, str], Grouping]] = {
    **dict.fromkeys(_TEXTS, _by_text),
    "email": _by_email,
    "picklist": _by_choice,
    "boolean": _by_scalar,
    "integer": _by_scalar,
    "reference": _by_reference,
}
_VALUES: dict[str, Callable[[str], Any]] = {"boolean": "true".__eq__, "integer": int}
