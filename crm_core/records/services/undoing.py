"""Taking an action back, where nothing newer stands in the way."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record, UndoStep
from crm_core.records.policy import policy_for
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from crm_core.records.services.row_batches import update_rows
from crm_core.records.services.uniqueness import refuse_duplicates
from crm_core.records.services.writing import rules_of
from freehold.audit.services import act_as
from freehold.errors import Conflict, Forbidden, NotFound
from freehold.events.services import emit
from freehold.identity.actor import Actor

KEPT_FOR = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Undone:
    object: str
    ids: list[UUID]


def undo(token: UUID, *, actor: Actor) -> Undone:
    """Put back all that one's own action changed, or nothing with a `Conflict` that says why."""
    with transaction.atomic():
        act_as(actor)
        step = (
            UndoStep.objects.select_for_update()
            .filter(id=token, actor_id=actor.user_id, created_at__gte=timezone.now() - KEPT_FOR)
            .first()
        )
        if step is None:
            raise NotFound("There is nothing of yours to undo here, or its 30 days are over.")
        if step.undone_at is not None:
            raise Conflict("This was undone already.")
        object_type = catalogue.current().object(step.object)
        _refuse_without_right(step, actor)
        ids = put_back(object_type, step.records, actor)
        step.undone_at = timezone.now()
        step.save(update_fields=["undone_at"])
    return Undone(step.object, ids)


def _refuse_without_right(step: UndoStep, actor: Actor) -> None:
    """Undoing is writing: a role taken away since, or a key that may only read, ends it."""
    trashes = any(word in step.action for word in ("delete", "restore"))
    if not policy_for(actor).can(step.object, "delete" if trashes else "update"):
        raise Forbidden("You may no longer change these records, so you can't take this back.")


def put_back(object_type: ObjectType, steps: Sequence[dict[str, Any]], actor: Actor) -> list[UUID]:
    """Restore the former columns of each record that is still as the action left it."""
    former = {UUID(one["id"]): one for one in steps}
    rows: list[Record] = list(
        object_type.model._default_manager.select_for_update(of=("self",))
        .filter(id__in=former)
        .order_by("id")
    )
    newer = [row for row in rows if row.version != former[row.id]["version"]]
    if newer or len(rows) != len(former):
        names = ", ".join(str(row) for row in newer[:3]) or "a record that is gone"
        raise Conflict(f"Changed again since then, so this can't be taken back: {names}.")
    drafts = [_restore(object_type, row, former[row.id]["before"], actor) for row in rows]
    changed = sorted({name for one in steps for name in one["before"]})
    update_rows(rows, [*changed, *storing.STAMPS])
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
        setattr(row, name, storing.column_value(object_type.model, name, value))
    row.custom = storing.fitting(object_type, row.custom)
    row.version += 1
    row.updated_at = draft.now
    row.updated_by_id = actor.user_id
    row.search_text = storing.search_text(object_type, row)
    return draft
