"""One's own calendar as iCalendar (RFC 5545), for the calendars of phones and mail programs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from crm_core.activities.selectors.occurrences import occurrences
from crm_core.activities.selectors.own import own_activities, subjects_of, when_of
from freehold.company.selectors import company, zone_for
from freehold.context import current_tenant
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.services.addresses import address_here

BACK = timedelta(days=90)
AHEAD = timedelta(days=730)
MOST = 2000
_SHORTEST = timedelta(minutes=30)


def calendar_of(actor: Actor, user: User) -> bytes:
    """Meetings and calls at their hours, in UTC; tasks as days, because few calendars show to-dos.

    The same activities give the same bytes.
    """
    zone = zone_for(user.time_zone)
    now = timezone.now()
    calendar = Calendar()
    calendar.add("prodid", "-//Freehold//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{company().name}: {user}")
    calendar.add("x-published-ttl", "PT15M")
    origin = address_here().rstrip("/")
    for one in own_activities(actor, since=now - BACK, until=now + AHEAD, most=MOST):
        when = when_of(one)
        if when is not None:
            calendar.add_component(_event(one, when, zone, origin))
    for one, when in _planned(actor, user, now):
        calendar.add_component(_event(one, when, zone, origin, planned=True))
    return bytes(calendar.to_ical())


def _planned(actor: Actor, user: User, now: datetime) -> Iterator[tuple[dict[str, Any], datetime]]:
    """What repeating ones will come to, one by one.

    No RRULE: it would count from where the open one was moved to, and show what is late each day.
    """
    found = occurrences(actor, owners=[user.id], since=now, until=now + AHEAD)
    for series in found.series:
        for dates in series.dates:
            one = {**series.activity, **dates}
            when = when_of(one)
            if when is not None:
                yield one, when


def _event(
    one: dict[str, Any], when: datetime, zone: ZoneInfo, origin: str, *, planned: bool = False
) -> Event:
    event = Event()
    link = f"{origin}/activities/{one['id']}"
    place = f"{one['id']}-{when.astimezone(zone):%Y%m%d}" if planned else one["id"]
    event.add("uid", f"{place}@{current_tenant().slug}.freehold")
    event.add("dtstamp", one["updated_at"].astimezone(UTC))
    event.add("last-modified", one["updated_at"].astimezone(UTC))
    event.add("sequence", one["version"] - 1)
    event.add("summary", _summary(one))
    event.add("url", link)
    note = [_("Planned: it comes when the one before it is done.")] if planned else []
    event.add("description", "\n".join([*note, *subjects_of(one), link]))
    if one.get("location"):
        event.add("location", one["location"])
    if one["kind"] == "task":
        day = when.astimezone(zone).date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return event
    end = one.get("ends_at")
    event.add("dtstart", when.astimezone(UTC))
    event.add("dtend", (end if end and end > when else when + _SHORTEST).astimezone(UTC))
    if one.get("reminder_minutes") is not None:
        event.add_component(_alarm(one["reminder_minutes"]))
    return event


def _summary(one: dict[str, Any]) -> str:
    subject = one.get("subject") or _("Busy")
    if one["kind"] != "task":
        return str(subject)
    return f"{'✓' if one['status'] == 'done' else '☐'} {subject}"


def _alarm(minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Freehold")
    alarm.add("trigger", -timedelta(minutes=minutes))
    return alarm
