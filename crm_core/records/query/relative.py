"""Periods that move with the calendar: `today`, `last_30_days`, `this_quarter`."""

import datetime
import re
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.company.selectors import company

_COUNTED = re.compile(r"(last|next)_(\d{1,4})_(days|weeks|months|years)\Z")
_UNITS = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")
_NAMED = re.compile(rf"(last|this|next)_({'|'.join(_UNITS[1:])})\Z")
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

Moment = datetime.date | datetime.datetime


def period(
    name: str, *, whole_days: bool, today: datetime.date | None = None
) -> tuple[Moment, Moment]:
    """[start, end) of the period in the company's time zone: dates, or times in UTC.

    Weeks begin on the company's first day, fiscal quarters and years with its fiscal month.
    """
    zone = company().zone
    start, end = _dates(name, today or timezone.now().astimezone(zone).date())
    if whole_days:
        return start, end
    return _midnight(start, zone), _midnight(end, zone)


def _midnight(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)


def _dates(name: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    if name in _DAYS:
        start = today + datetime.timedelta(days=_DAYS[name])
        return start, start + datetime.timedelta(days=1)
    if found := _NAMED.match(name):
        return _unit(today, found[2], {"last": -1, "this": 0, "next": 1}[found[1]])
    if found := _COUNTED.match(name):
        return _counted(today, found[1], int(found[2]), found[3])
    raise ValueError(
        _("“%(name)s” is no period. Examples: today, this_week, last_month, last_30_days.")
        % {"name": name[:40]}
    )


def _unit(today: datetime.date, unit: str, shift: int) -> tuple[datetime.date, datetime.date]:
    if unit == "week":
        into = (today.isoweekday() - company().first_weekday) % 7
        start, length = today - datetime.timedelta(days=into), relativedelta(weeks=1)
    else:
        months = {"month": 1, "quarter": 3, "year": 12}[unit.removeprefix("fiscal_")]
        first = company().fiscal_month if unit.startswith("fiscal_") else 1
        into = (today.month - first) % 12 % months
        start, length = (
            today.replace(day=1) - relativedelta(months=into),
            relativedelta(months=months),
        )
    start = start + length * shift
    return start, start + length


def _counted(
    today: datetime.date, side: str, count: int, unit: str
) -> tuple[datetime.date, datetime.date]:
    """The last 7 days end with today; the next 7 begin with it."""
    length = relativedelta(**{unit: count})  # type: ignore[arg-type]
    try:
        if side == "last":
            end = today + datetime.timedelta(days=1)
            return end - length, end
        return today, today + length
    except (OverflowError, ValueError) as error:
        raise ValueError(_("This period is too long.")) from error
