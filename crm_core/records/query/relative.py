"""Periods that move with the calendar: `today`, `last_30_days`, `this_quarter`."""

import datetime
import re
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from freehold.context import current_tenant

_COUNTED = re.compile(r"(last|next)_(\d{1,4})_(days|weeks|months|years)\Z")
_UNITS = ("day", "week", "month", "quarter", "year")
_NAMED = re.compile(rf"(last|this|next)_({'|'.join(_UNITS[1:])})\Z")
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

Moment = datetime.date | datetime.datetime


def period(
    name: str, *, whole_days: bool, today: datetime.date | None = None
) -> tuple[Moment, Moment]:
    """[start, end) of the period in the tenant's time zone: dates, or times in UTC."""
    zone = ZoneInfo(current_tenant().time_zone)
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
        f"“{name[:40]}” is no period. Examples: today, this_week, last_month, last_30_days."
    )


def _unit(today: datetime.date, unit: str, shift: int) -> tuple[datetime.date, datetime.date]:
    if unit == "week":
        start = today - datetime.timedelta(days=today.weekday())
        length = relativedelta(weeks=1)
    elif unit == "month":
        start, length = today.replace(day=1), relativedelta(months=1)
    elif unit == "quarter":
        start = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
        length = relativedelta(months=3)
    else:
        start, length = today.replace(month=1, day=1), relativedelta(years=1)
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
        raise ValueError("This period is too long.") from error
