"""Moments of a working life, counted from today."""

import datetime
import random
from zoneinfo import ZoneInfo

Moment = datetime.datetime
_OPENS, _CLOSES = 8 * 60, 17 * 60 + 30


class Days:
    """Working hours in the company's time zone; everything that comes out is in UTC."""

    def __init__(self, now: Moment, time_zone: str) -> None:
        self.now = now
        self.zone = ZoneInfo(time_zone)
        self.today = now.astimezone(self.zone).date()

    def date(self, days: float) -> datetime.date:
        """The day that many days from today; before it when negative."""
        return self.today + datetime.timedelta(days=int(days))

    def working(self, chance: random.Random, day: datetime.date) -> Moment:
        """A moment in the working hours of this day, or of the Monday after a weekend."""
        if day.weekday() > 4:
            day += datetime.timedelta(days=7 - day.weekday())
        minute = chance.randrange(_OPENS, _CLOSES)
        at = datetime.time(minute // 60, minute % 60, chance.randrange(60))
        return datetime.datetime.combine(day, at, self.zone).astimezone(datetime.UTC)

    def past(self, chance: random.Random, days_ago: float) -> Moment:
        """A working moment about that long ago, never in the future."""
        found = self.working(chance, self.date(-days_ago))
        return min(found, self.now - datetime.timedelta(minutes=chance.randrange(2, 90)))

    def ahead(self, chance: random.Random, days: float) -> Moment:
        """A quarter of an hour in the working days to come."""
        found = self.working(chance, self.date(days))
        found = found.replace(minute=found.minute // 15 * 15, second=0)
        return max(found, self.now + datetime.timedelta(hours=1))

    def after(self, chance: random.Random, moment: Moment, days: float) -> Moment:
        """A working moment that long after another one; may lie in the future."""
        day = (moment + datetime.timedelta(days=days)).astimezone(self.zone).date()
        found = self.working(chance, day)
        return found if found > moment else moment + datetime.timedelta(minutes=50)

    def between(self, chance: random.Random, start: Moment, end: Moment) -> Moment:
        """A working moment in the span, which lies in the past."""
        seconds = chance.random() * max(0.0, (end - start).total_seconds())
        day = (start + datetime.timedelta(seconds=seconds)).astimezone(self.zone).date()
        return min(max(self.working(chance, day), start), end)
