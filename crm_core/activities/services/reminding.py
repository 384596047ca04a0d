"""Reminders: of a meeting before it begins, of a task when it is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from crm_core.activities.models import Activity
from crm_core.notices.choices import NoticeKind
from crm_core.notices.models import Notice
from crm_core.notices.services.telling import News, tell
from crm_core.records.rules import Draft

#: What could not be told within this time is told no more: the list of what is overdue says it.
LATEST = timedelta(days=1)
MOST_AT_ONCE = 1000
MOST_MINUTES = 4 * 7 * 24 * 60
_REMINDING = ("kind", "due_at", "starts_at", "reminder_minutes")


def remind(now: datetime) -> int:
    """Tell the owners of what is due for a reminder, each once; returns how many were told."""
    due = Activity.objects.filter(
        remind_at__lte=now,
        remind_at__gt=now - LATEST,
        status="open",
        deleted_at=None,
        owner__isnull=False,
    )
    rows = due.order_by("remind_at").only(
        "id", "owner_id", "remind_at", "kind", "due_at", "starts_at"
    )
    keys = {_key(one.id, one.remind_at): one for one in rows if one.remind_at}
    if not keys:
        return 0
    known = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    news = [_news(one, key) for key, one in keys.items() if key not in known]
    return len(tell(news[:MOST_AT_ONCE]))


def _news(one: Activity, key: str) -> News:
    field = _when_field({"kind": one.kind, "due_at": one.due_at, "starts_at": one.starts_at})
    happens_at = getattr(one, field).isoformat()
    details = {"fields": [field], "happens_at": happens_at}
    owners = [one.owner_id] if one.owner_id else []
    return News(NoticeKind.REMINDER, owners, "activities", one.id, details=details, key=key)


def _key(ident: object, at: datetime) -> str:
    return f"remind:{ident}:{int(at.timestamp())}"


def plan_reminder(draft: Draft) -> None:
    """Its owner is reminded so long before it begins or is due; of a task at the latest then."""
    if not (draft.is_new or any(draft.changes(name) for name in _REMINDING)):
        return
    minutes = draft.get("reminder_minutes")
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        draft.refuse(
            "reminder_minutes", "invalid", _("A reminder comes at most four weeks before.")
        )
        return
    when = draft.get(_when_field(draft))
    if minutes is None and draft.get("kind") == "task":
        minutes = 0
    known = when is not None and minutes is not None
    draft.values["remind_at"] = when - timedelta(minutes=minutes) if known else None


def _when_field(values: Draft | Mapping[str, Any]) -> str:
    """Which of its times it is reminded of: a task of when it is due, all else of the beginning."""
    first, other = ("due_at", "starts_at")
    if values.get("kind") != "task":
        first, other = other, first
    return first if values.get(first) is not None or values.get(other) is None else other
