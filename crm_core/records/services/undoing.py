"""Taking an action back, where nothing newer stands in the way."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record, UndoStep
from crm_core.records.policy import Policy, policy_for
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from crm_core.records.services.obstacles import Obstacle, names_of, obstacles_of, told
from crm_core.records.services.reach import kept_within_reach
from crm_core.records.services.uniqueness import refuse_duplicates, told_twins
from crm_core.records.services.writing import rules_of
from freehold.audit.services import act_as
from freehold.errors import Conflict, Forbidden, NotFound
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.row_batches import update_rows

KEPT_FOR = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Undone:
    """`skipped` counts the records left as they are because of newer changes."""

    object: str
    ids: list[UUID]
    skipped: int = 0


#: Takes one kind of action back; it locks, checks rights and raises `Conflict` by itself.
Undoer = Callable[[UndoStep, Actor], Undone]
#: Tells what stands in the way of it, as `obstacles.told` does, as far as the reader may know.
Hindrances = Callable[[UndoStep, Policy], list[dict[str, Any]]]
_undoers: dict[str, Undoer] = {}
_hindrances: dict[str, Hindrances] = {}


def undone_by(action: str, *, hindrances: Hindrances | None = None) -> Callable[[Undoer], Undoer]:
    """Register how an action that changed more than one object's records is taken back."""

    def register(undoer: Undoer) -> Undoer:
        _undoers[action] = undoer
        if hindrances is not None:
            _hindrances[action] = hindrances
        return undoer

    return register


def undo(token: UUID, *, actor: Actor, skip_conflicts: bool = False) -> Undone:
    """Put back all that one's own action changed, or nothing with a `Conflict` that says why.

    With `skip_conflicts` the records that somebody changed since stay as they are, the rest is put
    back.
    """
    with transaction.atomic():
        act_as(actor)
        step = _own_step(token, actor)
        undoer = _undoers.get(step.action)
        undone = undoer(step, actor) if undoer else _undo_records(step, actor, skip_conflicts)
        step.undone_at = timezone.now()
        step.skipped = undone.skipped
        step.save(update_fields=["undone_at", "skipped"])
    return undone


def has_undoer(action: str) -> bool:
    """Whether it is told by whoever did it what stands in the way, and not by each record."""
    return action in _undoers


def hindrances_of(step: UndoStep, policy: Policy) -> list[dict[str, Any]]:
    """What stands in the way of an action that is taken back in its own manner."""
    tell = _hindrances.get(step.action)
    return tell(step, policy) if tell and step.undone_at is None else []


def _undo_records(step: UndoStep, actor: Actor, skip_conflicts: bool) -> Undone:
    object_type = catalogue.current().object(step.object)
    _refuse_without_right(step, actor)
    rows = _locked(object_type, step.records)
    found = obstacles_of(step.records, rows)
    if found and (not skip_conflicts or len(found) == len(step.records)):
        raise _conflict(object_type, step, found, actor)
    free = [one for one in step.records if UUID(one["id"]) not in found]
    wanted = {UUID(one["id"]) for one in free}
    with kept_within_reach(object_type, wanted, policy_for(actor), verb_of(step)):
        ids = _put_back(object_type, free, rows, actor)
    return Undone(step.object, ids, len(found))


def forget_old_steps(now: datetime.datetime) -> int:
    """Remove what nobody can take back any more."""
    removed, _ = UndoStep.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return removed


def put_back(object_type: ObjectType, steps: Sequence[dict[str, Any]], actor: Actor) -> list[UUID]:
    """Restore the former columns of each record, or none when one of them holds newer values."""
    rows = _locked(object_type, steps)
    found = obstacles_of(steps, rows)
    if found:
        shown = names_of(object_type, list(found)[:3], policy_for(actor))
        raise Conflict(_changed_again(shown.values()))
    return _put_back(object_type, steps, rows, actor)


def _own_step(token: UUID, actor: Actor) -> UndoStep:
    step = (
        UndoStep.objects.select_for_update()
        .filter(id=token, actor_id=actor.user_id, created_at__gte=timezone.now() - KEPT_FOR)
        .first()
    )
    if step is None:
        raise NotFound(gettext("There is nothing of yours to undo here, or its 30 days are over."))
    if step.undone_at is not None:
        raise Conflict(gettext("This was undone already."))
    return step


def _refuse_without_right(step: UndoStep, actor: Actor) -> None:
    """Undoing is writing: a role taken away since, or a key that may only read, ends it."""
    if not policy_for(actor).can(step.object, verb_of(step)):
        raise Forbidden(
            gettext("You may no longer change these records, so you can't take this back.")
        )


def verb_of(step: UndoStep) -> str:
    """What undoing the step needs the right to do."""
    return "delete" if any(word in step.action for word in ("delete", "restore")) else "update"


def _conflict(
    object_type: ObjectType, step: UndoStep, found: dict[UUID, Obstacle], actor: Actor
) -> Conflict:
    shown = told(object_type, found.values(), step.created_at, policy_for(actor))
    return Conflict(
        _changed_again(one["name"] for one in shown[:3]),
        extra={
            "conflicts": shown,
            "conflict_count": len(found),
            "rest": len(step.records) - len(found),
        },
    )


def _changed_again(names: Iterable[str | None]) -> str:
    told = ", ".join(filter(None, names))
    if not told:
        return gettext("Changed again since then, so this can't be taken back.")
    return gettext("Changed again since then, so this can't be taken back: %(names)s.") % {
        "names": told
    }


def _locked(object_type: ObjectType, steps: Sequence[dict[str, Any]]) -> list[Record]:
    ids = [UUID(one["id"]) for one in steps]
    rows = object_type.model._default_manager.select_for_update(of=("self",))
    return list(rows.filter(id__in=ids).order_by("id"))


def _put_back(
    object_type: ObjectType,
    steps: Sequence[dict[str, Any]],
    rows: Sequence[Record],
    actor: Actor,
) -> list[UUID]:
    former = {UUID(one["id"]): one["before"] for one in steps}
    rows = [row for row in rows if row.id in former]
    drafts = [_restore(object_type, row, former[row.id], actor) for row in rows]
    columns = {name.partition(".")[0] for before in former.values() for name in before}
    with told_twins(object_type, coming_back=True):
        update_rows(rows, [*sorted(columns), *storing.STAMPS])
    refuse_duplicates(object_type, [row.id for row in rows])
    rules_of(object_type).written(drafts, actor=actor)
    emit(
        f"crm.{object_type.name}.undone",
        actor=actor,
        object=object_type.name,
        records=[row.id for row in rows],
    )
    return [row.id for row in rows]


def _restore(object_type: ObjectType, row: Record, before: dict[str, Any], actor: Actor) -> Draft:
    draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row))
    for name, value in before.items():
        storing.put_column(row, name, value)
    if any(name.startswith(storing.CUSTOM) for name in before):
        row.custom = storing.fitting(object_type, row.custom)
    row.version += 1
    row.updated_at = draft.now
    row.updated_by_id = actor.user_id
    row.search_text = storing.search_text(object_type, row)
    return draft
