"""The mail about the day: at seven in its reader's morning, once a day, if there is something."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_core.activities.selectors.own import own_activities, subjects_of, when_of
from crm_core.notices.choices import Mails
from crm_core.notices.selectors.listing import list_notices
from crm_core.notices.services.mailing import language_of, link_of, send, text_of
from crm_core.notices.settings import wants_digest
from freehold.company.selectors import company, zone_for
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.models import User
from freehold.jobs.models import Job
from freehold.jobs.services import start_once
from freehold.text import dated, is_german
from tenants.services.addresses import address_here

KIND = "activities.digest"
#: From seven on; whoever was not reached by noon is left alone for the day.
FROM, UNTIL = 7, 12
#: So many of each part are named; the rest is counted.
MOST = 10
_READ = 200


def start_due(now: datetime) -> int:
    """A job for everybody whose morning it is and who has none for today; returns how many."""
    due = {f"{KIND}:{user.id}:{day}": (user, day) for user, day in _mornings(now)}
    started = set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    fresh = [key for key in due if key not in started]
    for key in fresh:
        user, day = due[key]
        start_once(KIND, key, {"user": str(user.id), "day": day.isoformat()}, actor=SYSTEM)
    return len(fresh)


def _mornings(now: datetime) -> Iterator[tuple[User, date]]:
    for user in User.objects.filter(is_active=True).order_by("id"):
        local = now.astimezone(zone_for(user.time_zone))
        if FROM <= local.hour < UNTIL and wants_digest(user.preferences):
            yield user, local.date()


def send_digest(user_id: UUID, day: date) -> bool:
    """False where there is nothing to tell, nobody to tell it to, or no room for a mail today."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None or not wants_digest(user.preferences):
        return False
    with translation.override(language_of(user)):
        parts = _parts(Actor(user.id, str(user), "task"), day, zone_for(user.time_zone))
        if not parts:
            return False
        reason = _("You get this each morning when there is something in %(tenant)s.")
        context = {
            "parts": parts,
            "day": formats.date_format(day, "l, j. F" if is_german() else "l, j F"),
            "link": f"{address_here().rstrip('/')}/my-day",
            "link_label": _("Open my day"),
            "reason": reason % {"tenant": company().name},
        }
        return send(user, Mails.DAY, "activities/email/digest", _subject(parts), context)


def _parts(actor: Actor, day: date, zone: ZoneInfo) -> list[dict[str, Any]]:
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    # Each of its own: many that are late must not leave out what is today.
    late = _open(actor, None, begin)
    today = [(when, one) for when, one in _open(actor, begin, end) if begin <= when < end]
    overdue = [(when, one) for when, one in late if when < begin and one["kind"] == "task"]
    tasks = [(when, one) for when, one in today if one["kind"] == "task"]
    meetings = [(when, one) for when, one in today if one["kind"] != "task"]
    unread = list_notices(actor=actor, limit=_READ, unread=True, day=day).results
    parts = [
        _part(_("Meetings today"), [_line(when, one, zone, timed=True) for when, one in meetings]),
        _part(_("Tasks today"), [_line(when, one, zone, timed=True) for when, one in tasks]),
        _part(_("Overdue"), [_line(when, one, zone, timed=False) for when, one in overdue]),
        _part(
            _("Unread notifications"),
            [{"text": text_of(one), "link": link_of(one)} for one in unread],
        ),
    ]
    return [part for part in parts if part["count"]]


def _open(
    actor: Actor, since: datetime | None, until: datetime
) -> list[tuple[datetime, dict[str, Any]]]:
    found = own_activities(actor, since=since, until=until, most=_READ, open_only=True)
    rows = [(when, one) for one in found if (when := when_of(one)) is not None]
    return sorted(rows, key=lambda row: row[0])


def _part(title: str, lines: list[dict[str, str]]) -> dict[str, Any]:
    more = len(lines) - MOST
    told = ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more}
    return {
        "title": title,
        "lines": lines[:MOST],
        "count": len(lines),
        "more": told if more > 0 else "",
    }


def _line(when: datetime, one: dict[str, Any], zone: ZoneInfo, *, timed: bool) -> dict[str, str]:
    local = when.astimezone(zone)
    at = f"{local:%H:%M}" if timed else dated(local.date())
    about = subjects_of(one)
    subject = one.get("subject") or _("Task")
    text = f"{at}  {subject}" + (f" ({', '.join(about)})" if about else "")
    return {"text": text, "link": f"{address_here().rstrip('/')}/activities/{one['id']}"}


def _subject(parts: list[dict[str, Any]]) -> str:
    told = ", ".join(f"{part['title']}: {part['count']}" for part in parts)
    return _("Your day: %(told)s") % {"told": told}
