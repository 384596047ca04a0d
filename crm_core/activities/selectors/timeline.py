"""One chronological feed of a record: what people did, how it moved, what changed."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crm_core.activities.models import SUBJECTS
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.listing import ListParams, list_page
from crm_core.records.selectors import get_record
from crm_core.records.selectors.trail import Trail
from crm_core.sales.models import StageChange
from freehold.audit.models import AuditEntry
from freehold.errors import Malformed
from freehold.identity.actor import Actor

KINDS = ("activity", "stage", "change", "created", "deleted", "restored")
_ACTIONS = {"update": "change", "create": "created", "delete": "deleted", "restore": "restored"}
_FIELDS = (
    "id",
    "kind",
    "subject",
    "body",
    "status",
    "priority",
    "due_at",
    "starts_at",
    "ends_at",
    "completed_at",
    "duration_minutes",
    "direction",
    "is_private",
    "owner",
    "created_at",
    "created_by",
    "version",
)
Entry = dict[str, Any]


def timeline(
    object_name: str,
    record_id: UUID,
    *,
    actor: Actor,
    cursor: str | None = None,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Newest first, for whoever sees the record; each part bounded by what they may read."""
    get_record(object_name, record_id, actor=actor, fields=("id",))
    wanted = _wanted(kinds)
    policy = policy_for(actor)
    object_type = catalogue.current().object(object_name)
    before = _moment(cursor)
    found: list[Entry] = []
    if "activity" in wanted:
        found += _activities(policy, object_type, record_id, before, limit + 1)
    if "stage" in wanted and object_name == "opportunities":
        found += _stages(policy, record_id, before, limit + 1)
    if wanted & set(_ACTIONS.values()):
        found += _changes(policy, record_id, wanted, before, limit + 1)
    found.sort(key=lambda entry: (entry["at"], str(entry["id"])), reverse=True)
    page = found[:limit]
    more = len(found) > limit
    return {"results": page, "next": _cursor(page[-1]) if more and page else None}


def _wanted(kinds: Iterable[str] | None) -> set[str]:
    wanted = set(kinds or KINDS)
    unknown = wanted - set(KINDS)
    if unknown:
        raise Malformed(f"The kinds of a timeline are: {', '.join(KINDS)}.")
    return wanted


def _cursor(entry: Entry) -> str:
    at: datetime.datetime = entry["at"]
    return at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def _moment(cursor: str | None) -> datetime.datetime | None:
    if not cursor:
        return None
    try:
        found = parse_datetime(cursor)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Malformed("This cursor is not one of this timeline; begin again without it.")
    return found


def _activities(
    policy: Policy,
    object_type: ObjectType,
    record_id: UUID,
    before: datetime.datetime | None,
    limit: int,
) -> list[Entry]:
    about = _subject(object_type)
    if about is None or not policy.can("activities", "read"):
        return []
    known = catalogue.current()
    activities = known.object("activities")
    readable = [one for one in _FIELDS if policy.field_access("activities", one) != "hidden"]
    if policy.field_access("activities", about) == "hidden":
        return []
    conditions: list[dict[str, Any]] = [{"field": about, "op": "eq", "value": str(record_id)}]
    if before is not None:
        conditions.append({"field": "created_at", "op": "lt", "value": before.isoformat()})
    params = ListParams(
        filter={"and": conditions}, sort=("-created_at",), fields=tuple(readable), limit=limit
    )
    page = list_page(known, policy, activities, params)
    return [_activity(one) for one in page.results]


def _subject(object_type: ObjectType) -> str | None:
    """The reference field by which activities point at this object."""
    fields = catalogue.current().object("activities").fields
    return next((name for name in SUBJECTS if fields[name].reference == object_type.name), None)


def _activity(one: dict[str, Any]) -> Entry:
    return {
        "id": one["id"],
        "kind": "activity",
        "at": one.get("created_at"),
        "actor": one.get("created_by"),
        "title": one.get("subject"),
        "activity": one,
        "changes": [],
    }


def _stages(
    policy: Policy, record_id: UUID, before: datetime.datetime | None, limit: int
) -> list[Entry]:
    if policy.field_access("opportunities", "stage") == "hidden":
        return []
    found = StageChange.objects.filter(opportunity_id=record_id, from_stage__isnull=False)
    if before is not None:
        found = found.filter(at__lt=before)
    rows = found.select_related("from_stage", "to_stage", "by").order_by("-at")[:limit]
    return [
        {
            "id": one.id,
            "kind": "stage",
            "at": one.at,
            "actor": {"id": one.by_id, "name": one.by.name} if one.by else None,
            "title": _("Moved to %(stage)s") % {"stage": one.to_stage.name},
            "activity": None,
            "changes": [
                {
                    "field": "stage",
                    "label": _("Stage"),
                    "from": {"id": one.from_stage_id, "name": str(one.from_stage)},
                    "to": {"id": one.to_stage_id, "name": one.to_stage.name},
                }
            ],
        }
        for one in rows
    ]


def _changes(
    policy: Policy,
    record_id: UUID,
    wanted: set[str],
    before: datetime.datetime | None,
    limit: int,
) -> list[Entry]:
    actions = [action for action, kind in _ACTIONS.items() if kind in wanted]
    entries = AuditEntry.objects.filter(record_id=record_id, action__in=actions)
    if before is not None:
        entries = entries.filter(Q(at__lt=before))
    told = Trail(policy).entries(list(entries.order_by("-id")[:limit]))
    return [entry for entry in map(_change, told) if entry["kind"] != "change" or entry["changes"]]


def _change(one: dict[str, Any]) -> Entry:
    kind = _ACTIONS[one["action"]]
    titles = {
        "change": _("Changed"),
        "created": _("Created"),
        "deleted": _("Moved to the Trash"),
        "restored": _("Restored"),
    }
    changes = (
        []
        if kind == "created"
        else [
            change
            for change in one["changes"]
            if change["field"] not in ("stage_entered_at", "last_activity_at", "next_activity_at")
        ]
    )
    if one["object"] == "opportunities" and any(change["field"] == "stage" for change in changes):
        changes = [
            change
            for change in changes
            if change["field"] not in ("stage", "status", "probability", "closed_on", "pipeline")
        ]
    return {
        "id": one["id"],
        "kind": kind,
        "at": one["at"],
        "actor": one["actor"],
        "title": titles[kind],
        "activity": None,
        "changes": changes,
    }
