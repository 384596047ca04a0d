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

    def at(self, day: datetime.date, hour: int, minute: int) -> Moment:
        at = datetime.time(hour, minute)
        return datetime.datetime.combine(day, at, self.zone).astimezone(datetime.UTC)

    def working(self, chance: random.Random, day: datetime.date, *, back: bool = False) -> Moment:
        """A moment in the working hours of this day; of Monday, or else Friday, at a weekend."""
        if day.weekday() > 4:
            day += datetime.timedelta(days=4 - day.weekday() if back else 7 - day.weekday())
        minute = chance.randrange(_OPENS, _CLOSES)
        at = datetime.time(minute // 60, minute % 60, chance.randrange(60))
        return datetime.datetime.combine(day, at, self.zone).astimezone(datetime.UTC)

    def past(self, chance: random.Random, days_ago: float) -> Moment:
        """A working moment about that long ago, never in the future."""
        found = self.working(chance, self.date(-days_ago), back=True)
        if found < self.now:
            return found
        return self.working(chance, self.date(-days_ago - 1), back=True)

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
        """A working moment in the span, which lies in the past; any moment of a very short one."""
        seconds = chance.random() * max(0.0, (end - start).total_seconds())
        any_moment = start + datetime.timedelta(seconds=seconds)
        found = self.working(chance, any_moment.astimezone(self.zone).date(), back=True)
        return found if start < found < end else any_moment
