"""Where the entries of a timeline come from: activities, stage changes, the trail, the record."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crm_core.activities.objects import KINDS
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy
from crm_core.records.query.listing import ListParams, list_page
from crm_core.records.query.source import readable_field
from crm_core.records.selectors.files import described, kept_files
from crm_core.records.selectors.trail import Trail
from crm_core.sales.models import StageChange
from freehold.audit.models import AuditEntry

_FROM_TRAIL = {"change": "update", "deleted": "delete", "restored": "restore"}
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
    "is_pinned",
    "owner",
    "created_at",
    "created_by",
    "version",
)
_ENTERED = "stage_entered_at"
#: What follows from a stage change, which has an entry of its own.
_WITH_STAGE = frozenset({"stage", "status", "probability", "closed_on", "pipeline", _ENTERED})
Entry = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Whose view of which record, between `since` and `until`, at most `most` of each part."""

    policy: Policy
    object_type: ObjectType
    record: Entry
    until: datetime.datetime | None
    most: int
    since: datetime.datetime | None = None

    @property
    def record_id(self) -> UUID:
        found: UUID = self.record["id"]
        return found

    def bounded(self, rows: "QuerySet[Any]", moment: str) -> "QuerySet[Any]":
        """Only what happened between `since` and `until`."""
        if self.until is not None:
            rows = rows.filter(**{f"{moment}__lte": self.until})
        if self.since is not None:
            rows = rows.filter(**{f"{moment}__gte": self.since})
        return rows


def entries(reader: Reader, wanted: set[str]) -> list[Entry]:
    """Entries of the wanted kinds; each part's are its newest, in no order among the parts.

    Activities that fill the page spare the other parts all that is older.
    """
    found: list[Entry] = []
    sorts = [one.value for one in KINDS if one.value in wanted]
    if "activity" in wanted or sorts:
        found += _activities(reader, [] if "activity" in wanted else sorts)
        if len(found) >= reader.most:
            reader = replace(reader, since=found[-1]["at"])
    if "file" in wanted:
        found += _files(reader)
    moves = _moves(reader) if "stage" in wanted else {}
    if moves:
        found += _stages(reader, moves)
    if "created" in wanted:
        found += _created(reader)
    if wanted & _FROM_TRAIL.keys():
        told = {one.id for one in moves.values() if one}
        found += islice(_from_trail(reader, wanted, told), reader.most)
    return found


def _entry(ident: Any, kind: str, at: Any, actor: Any, title: str | None, **more: Any) -> Entry:
    shown = {"id": ident, "kind": kind, "at": at, "actor": actor, "title": title}
    return {**shown, "activity": None, "file": None, "changes": [], **more}


def _files(reader: Reader) -> list[Entry]:
    found = reader.bounded(kept_files(reader.record_id), "created_at")
    shown = [described(one) for one in found[: reader.most]]
    return [
        _entry(one["id"], "file", one["created_at"], one["created_by"], one["name"], file=one)
        for one in shown
    ]


def _activities(reader: Reader, sorts: list[str]) -> list[Entry]:
    """All of them, or only those of the given sorts."""
    policy, known = reader.policy, catalogue.current()
    activities = known.object("activities")
    subject = known.subjects.get(reader.object_type.name)
    about = subject.name if subject else ""
    needed = ["id", "created_at", about, *(["kind"] if sorts else [])]
    if not policy.can("activities", "read") or any(
        readable_field(policy, activities, name) is None for name in needed
    ):
        return []
    conditions: list[dict[str, Any]] = [
        {"field": about, "op": "eq", "value": str(reader.record_id)}
    ]
    if sorts:
        conditions.append({"field": "kind", "op": "in", "value": sorts})
    if reader.until is not None:
        until = reader.until.isoformat()
        conditions.append({"field": "created_at", "op": "lte", "value": until})
    params = ListParams(
        filter={"and": conditions},
        sort=("-created_at",),
        fields=tuple(one for one in _FIELDS if readable_field(policy, activities, one)),
        limit=reader.most,
        counted=False,
        indexed=True,
    )
    return [
        _entry(
            one["id"],
            "activity",
            one["created_at"],
            one.get("created_by"),
            one.get("subject"),
            activity=one,
        )
        for one in list_page(known, policy, activities, params).results
    ]


def _moves(reader: Reader) -> dict[UUID, AuditEntry | None]:
    """Every stage change that the reader may know of, with what the trail kept of the same write.

    Both hold when the stage was entered, to the microsecond, wherever that lies in time.
    """
    shown = reader.object_type.name == "opportunities" and readable_field(
        reader.policy, reader.object_type, "stage"
    )
    if not shown:
        return {}
    moved = AuditEntry.objects.filter(
        record_id=reader.record_id, action="update", changes__has_keys=["stage_id", _ENTERED]
    )
    written: dict[Any, AuditEntry] = {}
    for one in moved.order_by("id"):
        # Where a move was taken back, the stage was entered a second time at the same moment.
        written.setdefault(parse_datetime(one.changes[_ENTERED][1] or ""), one)
    made = StageChange.objects.filter(opportunity_id=reader.record_id, from_stage__isnull=False)
    return {ident: written.get(at) for ident, at in made.values_list("id", "at")}


def _stages(reader: Reader, moves: dict[UUID, AuditEntry | None]) -> list[Entry]:
    found = StageChange.objects.filter(id__in=moves).order_by("-at", "-id")
    rows = reader.bounded(found, "at").select_related("from_stage", "to_stage", "by")[: reader.most]
    written = {one.id: moves[one.id] for one in rows}
    told = Trail(reader.policy).entries([one for one in written.values() if one])
    beside = {one["id"]: _beside_stage(one["changes"]) for one in told}
    return [_stage(one, beside.get(str(getattr(written[one.id], "id", "")), [])) for one in rows]


def _stage(one: StageChange, beside: list[dict[str, Any]]) -> Entry:
    former, to = one.from_stage, one.to_stage
    change = {
        "field": "stage",
        "label": _("Stage"),
        "from": {"id": former.id, "name": former.name} if former else None,
        "to": {"id": to.id, "name": to.name},
    }
    actor = {"id": one.by.id, "name": one.by.name} if one.by else None
    title = _("Moved to %(stage)s") % {"stage": to.name}
    return _entry(one.id, "stage", one.at, actor, title, changes=[change, *beside])


def _created(reader: Reader) -> list[Entry]:
    """From the record itself: one that was brought from elsewhere may be older than its trail."""
    record = reader.record
    at = record.get("created_at")
    if at is None or (reader.until is not None and at > reader.until):
        return []
    return [_entry(record["id"], "created", at, record.get("created_by"), _("Created"))]


def _from_trail(reader: Reader, wanted: set[str], told: set[int]) -> Iterator[Entry]:
    """Newest first, read in parts: what has nothing to tell this reader is left out.

    So is what is `told` with a stage change.
    """
    kinds = {action: kind for kind, action in _FROM_TRAIL.items() if kind in wanted}
    rows = AuditEntry.objects.filter(record_id=reader.record_id, action__in=kinds)
    rows = reader.bounded(rows, "at").exclude(id__in=told)
    trail = Trail(reader.policy)
    for part in _in_parts(rows.order_by("-id"), reader.most):
        for one in trail.entries(part):
            entry = _trail_entry(one, kinds[one["action"]])
            if entry["kind"] != "change" or entry["changes"]:
                yield entry


def _in_parts(rows: "QuerySet[AuditEntry]", size: int) -> Iterator[list[AuditEntry]]:
    part = list(rows[:size])
    while part:
        yield part
        part = list(rows.filter(id__lt=part[-1].id)[:size]) if len(part) == size else []


def _trail_entry(one: dict[str, Any], kind: str) -> Entry:
    titles = {
        "change": _("Changed"),
        "deleted": _("Moved to the Trash"),
        "restored": _("Restored"),
    }
    changes = [change for change in one["changes"] if change["field"] != _ENTERED]
    if one["object"] == "opportunities" and any(change["field"] == "stage" for change in changes):
        changes = _beside_stage(changes)
    return _entry(one["id"], kind, one["at"], one["actor"], titles[kind], changes=changes)


def _beside_stage(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [change for change in changes if change["field"] not in _WITH_STAGE]
