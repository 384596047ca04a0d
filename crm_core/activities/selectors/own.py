"""One's own activities of a time, through the ordinary query: as their owner may see them."""

from datetime import datetime
from typing import Any

from crm_core.records import catalogue
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import list_records
from freehold.identity.actor import Actor

KINDS = ["task", "meeting", "call"]
_NEEDED = ("kind", "status", "owner")
_SHOWN = (
    *("subject", "kind", "status", "due_at", "starts_at", "ends_at", "location"),
    *("reminder_minutes", "account", "contact", "lead", "opportunity", "case"),
)
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
    policy = policy_for(actor)
    dates = [name for name in ("due_at", "starts_at") if _reads(policy, name)]
    if not dates or not all(_reads(policy, name) for name in _NEEDED):
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
    shown = ["id", "version", "updated_at", *(name for name in _SHOWN if _reads(policy, name))]
    found: list[dict[str, Any]] = []
    cursor = None
    while len(found) < most:
        page = list_records(
            "activities",
            actor=actor,
            params=ListParams(
                filter=filter,
                sort=(dates[0],),
                fields=tuple(shown),
                limit=_PAGE,
                cursor=cursor,
            ),
        )
        found += page.results
        cursor = page.next
        if cursor is None:
            break
    return found[:most]


def when_of(activity: dict[str, Any]) -> datetime | None:
    """When it is due, or begins."""
    due, starts = activity.get("due_at"), activity.get("starts_at")
    return (due or starts) if activity["kind"] == "task" else (starts or due)


def subjects_of(activity: dict[str, Any]) -> list[str]:
    """Names of the records that it is about, as far as its reader sees them."""
    held = (activity.get(name) for name in ("account", "contact", "lead", "opportunity", "case"))
    return [one["name"] for one in held if one and one["name"]]


def _reads(policy: Policy, field: str) -> bool:
    if not policy.can("activities", "read") or "activities" not in catalogue.current().objects:
        return False
    return policy.field_access("activities", field) != "hidden"


def _between(field: str, since: datetime | None, until: datetime) -> dict[str, Any]:
    before = {"field": field, "op": "lt", "value": until.isoformat()}
    if since is None:
        return before
    return {"and": [{"field": field, "op": "gte", "value": since.isoformat()}, before]}
