"""The periods that numbers are about, in the tenant's time zone, and the ones to compare with."""

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone

from crm_core.records.query.relative import period
from freehold.company.selectors import company
from freehold.errors import FieldError, Malformed

PERIODS = (
    *("this_month", "this_quarter", "this_fiscal_quarter", "this_year", "this_fiscal_year"),
    "last_30_days",
)
DEFAULT = "this_month"
_BEFORE = {
    "this_month": "last_month",
    "this_quarter": "last_quarter",
    "this_fiscal_quarter": "last_fiscal_quarter",
    "this_year": "last_year",
    "this_fiscal_year": "last_fiscal_year",
}
_MONTHS = 12

Kind = Literal["date", "datetime"]


@dataclass(frozen=True)
class Span:
    """[start, end) in days of the tenant. `relative` is its name in the filter language, if any."""

    start: datetime.date
    end: datetime.date
    relative: str = ""

    def within(self, field: str, kind: Kind) -> dict[str, Any]:
        """The condition, in the filter language, that the field lies in the span."""
        if self.relative:
            return {"field": field, "op": "relative", "value": self.relative}
        spelt = midnight if kind == "datetime" else datetime.date.isoformat
        return {
            "and": [
                {"field": field, "op": "gte", "value": spelt(self.start)},
                {"field": field, "op": "lt", "value": spelt(self.end)},
            ]
        }


def span(name: str) -> Span:
    """What the period covers today."""
    if name not in PERIODS:
        message = f"“period” is one of {', '.join(PERIODS)}."
        raise Malformed(message, errors=[FieldError("period", "unknown", message)])
    return _named(name)


def before(found: Span) -> Span:
    """The same stretch of the period before: from the first to the 9th of last month on the 9th.

    So that the second day of a month isn't measured by the whole of the last one.
    """
    today = local_today()
    name = _BEFORE.get(found.relative)
    if name is None:
        length = found.end - found.start
        return Span(found.start - length, found.start)
    last = _named(name)
    passed = (today - found.start).days + 1
    end = min(last.start + datetime.timedelta(days=passed), last.end)
    # The last day of a short month stands for the rest of a longer one.
    return Span(last.start, last.end if today + datetime.timedelta(days=1) == found.end else end)


def past_months() -> list[Span]:
    """The last twelve calendar months, the running one at the end."""
    month = local_today().replace(day=1)
    spans: list[Span] = []
    for _ in range(_MONTHS):
        following = (month + datetime.timedelta(days=32)).replace(day=1)
        spans.append(Span(month, following))
        month = (month - datetime.timedelta(days=1)).replace(day=1)
    return spans[::-1]


def local_today() -> datetime.date:
    return timezone.now().astimezone(company().zone).date()


def midnight(day: datetime.date) -> str:
    """The first moment of the tenant's day, as the filter language takes it."""
    zone = company().zone
    moment = datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _named(name: str) -> Span:
    start, end = period(name, whole_days=True)
    return Span(start, end, name)
