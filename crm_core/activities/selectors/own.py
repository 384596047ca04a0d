"""One's own activities of a time, through the ordinary query: as their owner may see them."""

from datetime import datetime
from typing import Any

from crm_core.records import catalogue
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import list_records
from freehold.identity.actor import Actor

KINDS = ["task", "meeting", "call"]
_NEEDED = frozenset({"kind", "status", "owner"})
_SHOWN = (
    *("subject", "kind", "status", "owner", "due_at", "starts_at", "ends_at", "location"),
    *("reminder_minutes", "priority", "repeats"),
)
_ALWAYS = frozenset({"id", "version", "updated_at"})
_PAGE = 200


def own_activities(
    actor: Actor,
    *,
    since: datetime | None,
    until: datetime,
    most: int,
    open_only: bool = False,
) -> list[dict[str, Any]]:
    """Tasks, meetings and calls of the actor that are due or begin in the time, oldest first.

    Empty where their roles hide from them what they are asked by.
    """
    readable = readable_fields(policy_for(actor))
    dates = [name for name in ("due_at", "starts_at") if name in readable]
    if not dates or not readable >= _NEEDED:
        return []
    state = ("eq", "open") if open_only else ("ne", "cancelled")
    filter = {
        "and": [
            {"field": "owner", "op": "eq", "value": str(actor.user_id)},
            {"field": "kind", "op": "in", "value": KINDS},
            {"field": "status", "op": state[0], "value": state[1]},
            {"or": [_between(name, since, until) for name in dates]},
        ]
    }
    found: list[dict[str, Any]] = []
    cursor = None
    while len(found) < most:
        page = list_records(
            "activities",
            actor=actor,
            params=ListParams(
                filter=filter,
                sort=(dates[0],),
                fields=tuple(sorted(readable)),
                limit=_PAGE,
                cursor=cursor,
            ),
        )
        found += page.results
        cursor = page.next
        if cursor is None:
            break
    return found[:most]


def readable_fields(policy: Policy) -> frozenset[str]:
    """What a day or a calendar shows of an activity, as far as its reader may see it."""
    known = catalogue.current()
    if not policy.can("activities", "read") or "activities" not in known.objects:
        return frozenset()
    told = (*_SHOWN, *(one.name for one in known.subjects.values()))
    shown = (one for one in told if policy.field_access("activities", one) != "hidden")
    return _ALWAYS | frozenset(shown)


def when_of(activity: dict[str, Any]) -> datetime | None:
    """When it is due, or begins."""
    due, starts = activity.get("due_at"), activity.get("starts_at")
    return (due or starts) if activity["kind"] == "task" else (starts or due)


def subjects_of(activity: dict[str, Any]) -> list[str]:
    """Names of the records that it is about, as far as its reader sees them."""
    held = (
        (activity.get("custom", {}) if one.custom else activity).get(one.key)
        for one in catalogue.current().subjects.values()
    )
    return [one["name"] for one in held if one and one["name"]]


def _between(field: str, since: datetime | None, until: datetime) -> dict[str, Any]:
    before = {"field": field, "op": "lt", "value": until.isoformat()}
    if since is None:
        return before
    return {"and": [{"field": field, "op": "gte", "value": since.isoformat()}, before]}
