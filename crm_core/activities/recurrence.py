"""Rules of repeating activities: an RRULE (RFC 5545, section 3.3.10) as people can choose one.

A stored rule says all by itself: the days it means are written out, so that one activity of the
series can be moved without moving the others.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

MOST_INTERVAL = 99
MOST_COUNT = 999
LONGEST = 255
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
_PARTS = {
    "DAILY": frozenset[str](),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYMONTHDAY", "BYSETPOS"}),
    "YEARLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYSETPOS"}),
}
_ENDS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?\Z")
#: From this day on a month may have no such day: the rule then means the month's last.
_EVERY_MONTH = 28
_LAST = -1


@dataclass(frozen=True)
class Rule:
    """A rule as it is stored; `day` is a day of the month, -1 its last."""

    freq: str
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    day: int | None = None
    month: int | None = None
    count: int | None = None
    until: date | None = None

    def __str__(self) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append(f"BYDAY={','.join(self.weekdays)}")
        if self.month is not None:
            parts.append(f"BYMONTH={self.month}")
        if self.day is not None:
            parts.append(_days_of_month(self.day))
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    def anchored(self, first: date) -> "Rule":
        """With the days that the first date means, where the rule names none."""
        if self.freq == "WEEKLY" and not self.weekdays:
            return replace(self, weekdays=(DAYS[first.weekday()],))
        if self.freq == "MONTHLY" and self.day is None:
            return replace(self, day=first.day)
        if self.freq == "YEARLY" and (self.day is None or self.month is None):
            return replace(self, month=self.month or first.month, day=self.day or first.day)
        return self

    def following(self, slot: datetime, *, last: datetime, now: datetime) -> datetime | None:
        """The first date on a later day than `last`, and after `now`, at the clock of `slot`.

        All in one zone; `slot` is a date of the series, which the intervals are counted from. None
        when the rule ends before. An hour that the change to summer time leaves out is the one
        after it.
        """
        return next(self._after(slot, last, now), None)

    def between(
        self, slot: datetime, *, last: datetime, now: datetime, since: datetime, until: datetime
    ) -> Iterator[datetime]:
        """What follows one after the other, each done in time, as far as it lies in [since, until).

        As `following`; a rule that counts counts the one at `last` and all that come after `now`.
        """
        just_before = since - timedelta(seconds=1)
        begin = now if self.count is not None else max(now, just_before)
        rest = None if self.count is None else self.count - 1
        for at in islice(self._after(slot, last, begin), rest):
            if at >= until:
                return
            if at >= since:
                yield at

    def _after(self, slot: datetime, last: datetime, now: datetime) -> Iterator[datetime]:
        first, passed = slot.replace(tzinfo=None), max(last, slot).date()
        wall = now.replace(tzinfo=None)
        endless = str(replace(self, count=None, until=None))
        begin = self._near(first, datetime.combine(passed, first.time()))
        for at in rrulestr(endless, dtstart=self._near(begin, wall)):
            if self.until is not None and at.date() > self.until:
                return
            if at.date() > passed and at > wall:
                yield at.replace(tzinfo=slot.tzinfo)

    def _near(self, first: datetime, limit: datetime) -> datetime:
        """A beginning close to `limit` whole intervals after the first date."""
        if self.freq in ("MONTHLY", "YEARLY"):
            first = first.replace(day=1)
        if self.freq == "YEARLY":
            first = first.replace(month=1)
        days = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[self.freq]
        whole = max((limit - first).days // (days * self.interval) - 1, 0)
        if self.freq == "DAILY":
            return first + timedelta(days=whole * self.interval)
        if self.freq == "WEEKLY":
            return first + timedelta(weeks=whole * self.interval)
        months = whole * self.interval * (12 if self.freq == "YEARLY" else 1)
        return first + relativedelta(months=months)


def moved_along(
    dates: Mapping[str, datetime | None], *, base: datetime, to: datetime
) -> dict[str, datetime]:
    """The dates, as far from `to` as they were from `base`, by the clock on the wall; in UTC."""
    found = {}
    for name, value in dates.items():
        if value is not None:
            apart = value.astimezone(base.tzinfo).replace(tzinfo=None) - base.replace(tzinfo=None)
            found[name] = (to.replace(tzinfo=None) + apart).replace(tzinfo=to.tzinfo)
    return {name: value.astimezone(UTC) for name, value in found.items()}


def _days_of_month(day: int) -> str:
    if day <= _EVERY_MONTH:
        return f"BYMONTHDAY={day}"
    possible = ",".join(str(one) for one in range(_EVERY_MONTH, day + 1))
    return f"BYMONTHDAY={possible};BYSETPOS=-1"


def rule_of(text: str) -> Rule:
    """The rule that the text means; ValueError says in a sentence what is wrong with it."""
    parts = _parts_of(text)
    freq = parts.get("FREQ", "")
    if freq not in _UNITS:
        raise ValueError(
            _("A repetition needs FREQ, which is one of DAILY, WEEKLY, MONTHLY and YEARLY.")
        )
    for name in parts:
        if name not in _ENDS and name not in _PARTS[freq]:
            raise ValueError(
                _("A repetition with FREQ=%(freq)s can't have “%(part)s”.")
                % {"freq": freq, "part": name[:20]}
            )
    if parts.get("WKST", "MO") != "MO":
        raise ValueError(_("Weeks begin on Monday here: leave WKST out."))
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError(_("A repetition ends by COUNT or by UNTIL, not by both."))
    rule = Rule(
        freq,
        interval=_number(parts, "INTERVAL", MOST_INTERVAL) or 1,
        weekdays=_weekdays(parts),
        day=_day(parts),
        month=_number(parts, "BYMONTH", 12),
        count=_number(parts, "COUNT", MOST_COUNT),
        until=_until(parts),
    )
    _refuse_impossible(rule)
    return rule


def _parts_of(text: str) -> dict[str, str]:
    bare = text.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in bare.split(";") if part]
    names = [name for name, _equals, _value in pairs]
    if not pairs or len(set(names)) < len(names) or not all(value for _n, _e, value in pairs):
        raise ValueError(
            _("Write a repetition as a rule of iCalendar, such as FREQ=WEEKLY;BYDAY=MO.")
        )
    return {name: value for name, _equals, value in pairs}


def _number(parts: Mapping[str, str], name: str, most: int) -> int | None:
    if name not in parts:
        return None
    value = parts[name]
    if not (value.isascii() and value.isdecimal() and len(value) < 5 and 1 <= int(value) <= most):
        raise ValueError(
            _("%(part)s is a whole number from 1 to %(most)d.") % {"part": name, "most": most}
        )
    return int(value)


def _weekdays(parts: Mapping[str, str]) -> tuple[str, ...]:
    named = set(parts["BYDAY"].split(",")) if "BYDAY" in parts else set[str]()
    if not named <= set(DAYS):
        raise ValueError(_("BYDAY names days of the week: MO, TU, WE, TH, FR, SA, SU."))
    return tuple(day for day in DAYS if day in named)


def _day(parts: Mapping[str, str]) -> int | None:
    """One day of the month, its last, or the days that are written for one that is not in all."""
    if "BYMONTHDAY" not in parts:
        if "BYSETPOS" in parts:
            raise ValueError(_("BYSETPOS needs BYMONTHDAY."))
        return None
    text = parts["BYMONTHDAY"]
    if "BYSETPOS" in parts:
        for day in range(_EVERY_MONTH + 1, 32):
            if f"BYMONTHDAY={text};BYSETPOS={parts['BYSETPOS']}" == _days_of_month(day):
                return day
        raise ValueError(
            _("BYSETPOS goes with BYMONTHDAY=28,29,30,31;BYSETPOS=-1 and the like only.")
        )
    if text == str(_LAST):
        return _LAST
    if not (text.isascii() and text.isdecimal() and len(text) < 3 and 1 <= int(text) <= 31):
        raise ValueError(_("BYMONTHDAY is a day from 1 to 31, or -1 for the last of the month."))
    return int(text)


def _until(parts: Mapping[str, str]) -> date | None:
    if "UNTIL" not in parts:
        return None
    found = _UNTIL.match(parts["UNTIL"])
    try:
        return date(*(int(found[index]) for index in (1, 2, 3))) if found else date(0, 1, 1)
    except ValueError as error:
        raise ValueError(_("UNTIL is a day such as 20271231.")) from error


def _refuse_impossible(rule: Rule) -> None:
    if rule.month is None or rule.day is None:
        return
    longest = calendar.monthrange(2024, rule.month)[1]
    if rule.day > longest:
        raise ValueError(_("This month has no day %(day)d.") % {"day": rule.day})
