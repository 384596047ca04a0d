"""Repeating activities: when the open one is done, the next is made in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from crm_core.activities.models import Activity
from crm_core.activities.recurrence import moved_along, rule_of
from crm_core.activities.selectors.zones import zones_of
from crm_core.activities.services.reminding import plan_reminder
from crm_core.records.catalogue.types import SYSTEM_FIELDS, ObjectType
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.row_batches import insert_rows, update_rows

KINDS = frozenset({"task", "meeting", "call"})
_WATCHED = ("kind", "due_at", "starts_at", "repeats")
_DATES = ("due_at", "starts_at", "ends_at")


def check(drafts: Sequence[Draft]) -> None:
    """Refuse rules that mean nothing here; complete the others, and keep their place in time."""
    concerned = [
        one
        for one in drafts
        if any(one.changes(name) for name in _WATCHED)
        and (one.get("repeats") is not None or one.changes("repeats"))
    ]
    zones = zones_of({one.get("owner") for one in concerned})
    for draft in concerned:
        _check(draft, zones[draft.get("owner")])


def _check(draft: Draft, zone: ZoneInfo) -> None:
    when = _when(draft)
    if draft.get("repeats") is None or draft.get("kind") not in KINDS:
        if draft.get("repeats") is not None and draft.changes("repeats"):
            draft.refuse("repeats", "invalid", _("Only tasks, meetings and calls repeat."))
        draft.values |= {"repeats": None, "repeats_from": None}
    elif when is None:
        named = "due_at" if draft.get("kind") == "task" else "starts_at"
        draft.refuse(named, "required", _("What repeats needs a date: say when it is first."))
    elif draft.changes("repeats"):
        _read(draft, when.astimezone(zone))
    else:
        _moved(draft, when, zone)


def _read(draft: Draft, when: datetime) -> None:
    try:
        rule = rule_of(draft.get("repeats"))
    except ValueError as error:
        draft.refuse("repeats", "invalid", str(error))
        return
    if rule.until is not None and rule.until < when.date():
        draft.refuse("repeats", "invalid", _("The repetition ends before its first date."))
        return
    draft.values |= {"repeats": str(rule.anchored(when.date())), "repeats_from": when}


def _moved(draft: Draft, when: datetime, zone: ZoneInfo) -> None:
    """Another hour is that of all that follow; another day is the day of this one alone."""
    slot = getattr(draft.instance, "repeats_from", None)
    if slot is None or slot.astimezone(zone).date() == when.astimezone(zone).date():
        draft.values["repeats_from"] = when


def follow(drafts: Sequence[Draft], *, actor: Actor) -> None:
    """Make what follows the repeating ones that were just done; take back what reopened ones had.

    What somebody has changed since it was made is nobody's to take back.
    """
    turned = [one for one in drafts if _turned(one)]
    done = [one for one in turned if getattr(one.instance, "status", "") == "done"]
    repeating = [one for one in done if getattr(one.instance, "repeats", None)]
    if repeating:
        _make_next(repeating, actor)
    reopened = [_id(one) for one in turned if one.before["status"] == "done"]
    if reopened:
        _take_back(reopened, turned[0], actor)


def _turned(draft: Draft) -> bool:
    row = draft.instance
    return (
        isinstance(row, Activity)
        and row.deleted_at is None
        and "status" in draft.before
        and draft.before["status"] != row.status
    )


def _make_next(drafts: Sequence[Draft], actor: Actor) -> None:
    held = Activity.objects.filter(follows_id__in=[_id(one) for one in drafts], deleted_at=None)
    followed = set(held.values_list("follows_id", flat=True))
    wanted = [one for one in drafts if _id(one) not in followed]
    zones = zones_of({one.get("owner") for one in wanted})
    fresh = [made for one in wanted if (made := _next(one, zones[one.get("owner")])) is not None]
    for one in fresh:
        one.instance = storing.apply(one, actor)
    if rows := [one.instance for one in fresh if one.instance is not None]:
        insert_rows(rows)
        _tell("created", rows, actor)


def _next(done: Draft, zone: ZoneInfo) -> Draft | None:
    """The next of the series as a new draft; None where the rule ends."""
    former = Draft(done.object_type, {}, instance=done.instance)
    rule, when = rule_of(former.current("repeats")), _when(former)
    if when is None or (rule.count is not None and rule.count <= 1):
        return None
    base = when.astimezone(zone)
    slot = (getattr(done.instance, "repeats_from", None) or when).astimezone(zone)
    try:
        at = rule.following(slot, last=base, now=done.now.astimezone(zone))
        if at is None:
            return None
        held = {name: former.current(name) for name in _DATES}
        dates = moved_along(held, base=base, to=at)
    except (OverflowError, ValueError):
        return None
    rest = rule if rule.count is None else replace(rule, count=rule.count - 1)
    values = {
        **{name: former.current(name) for name in _copied(done.object_type)},
        **dates,
        "status": "open",
        "is_pinned": False,
        "repeats": str(rest),
        "repeats_from": at.astimezone(UTC) if _is_on_clock(at) else slot,
        "follows_id": _id(done),
    }
    made = Draft(done.object_type, values, now=done.now)
    plan_reminder(made)
    return made


def _is_on_clock(at: datetime) -> bool:
    """False in the hour that the change to summer time leaves out: the next one is not in it."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) == at.replace(tzinfo=None)


def _copied(object_type: ObjectType) -> Iterable[str]:
    """What it says; not what only one record may say, nor what the server makes of it."""
    for name, field in object_type.fields.items():
        own = name in SYSTEM_FIELDS or field.unique or field.read_only
        if not own and field.computed is None:
            yield name


def _take_back(reopened: Sequence[UUID], draft: Draft, actor: Actor) -> None:
    """Into the Trash goes what came of having been done, unless somebody has touched it."""
    rows = list(
        Activity.objects.select_for_update(of=("self",))
        .filter(follows_id__in=reopened, deleted_at=None, version=1, status="open")
        .order_by("id")
    )
    for row in rows:
        row.deleted_at = row.updated_at = draft.now
        row.updated_by_id = actor.user_id
        row.version += 1
    if rows:
        update_rows(rows, ["deleted_at", "updated_at", "updated_by_id", "version"])
        _tell("deleted", rows, actor)


def _tell(what: str, rows: Sequence[Any], actor: Actor) -> None:
    emit(
        f"crm.activities.{what}",
        actor=actor,
        object="activities",
        records=[row.id for row in rows],
    )


def _when(draft: Draft) -> datetime | None:
    """When it is due, or begins."""
    due, starts = draft.get("due_at"), draft.get("starts_at")
    found: datetime | None = (due or starts) if draft.get("kind") == "task" else (starts or due)
    return found


def _id(draft: Draft) -> UUID:
    assert draft.instance is not None
    return draft.instance.id
