"""The write door's bulk form: up to a thousand rows in one transaction, set-based."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import SqlCondition
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.source import rows_of_object
from crm_core.records.rules import Draft
from crm_core.records.services import storing, validation
from crm_core.records.services.writing import (
    allowed_object,
    check,
    drop_unchanged,
    new_draft,
    store,
)
from freehold.audit.services import act_as
from freehold.errors import FieldError, Malformed
from freehold.events.services import emit
from freehold.identity.actor import Actor

MOST_ROWS = 1000


@dataclass(frozen=True)
class RowOutcome:
    """What became of one row: its record's id, or why nothing was written for it."""

    id: UUID | None
    errors: list[FieldError] = field(default_factory=list)
    changed: bool = True
    undo: dict[str, Any] | None = None


def create_many(
    object_name: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    pasts: Sequence[Mapping[str, Any]] | None = None,
) -> list[RowOutcome]:
    """Create a record of every row that is right; the others come back with their errors.

    `pasts`, one for each row, is for records that existed elsewhere before: `created_at`, and
    fields that the server else sets itself (`closed_at`), in stored form.
    """
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, "create")
    _bounded(rows)
    drafts = [_draft(object_type, policy, values, actor) for values in rows]
    for draft, past in zip(drafts, pasts or (), strict=pasts is not None):
        _bring(draft, past)
    with transaction.atomic():
        act_as(actor)
        _write(drafts, policy, actor, f"crm.{object_name}.created")
    return [_outcome(draft) for draft in drafts]


def update_many(
    object_name: str,
    changes: Sequence[tuple[UUID, Mapping[str, Any]]],
    *,
    actor: Actor,
    times: Sequence[datetime] | None = None,
) -> list[RowOutcome]:
    """Change each record that is right and that the actor may change; errors for the others.

    `times`, one for each change, is when it happened, for histories that are told afterwards.
    """
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, "update")
    _bounded(changes)
    with transaction.atomic():
        act_as(actor)
        drafts, outcomes = _open(object_type, policy, changes)
        for draft, at in zip(drafts, times or (), strict=times is not None):
            if draft is not None:
                draft.now = at
        found = [draft for draft in drafts if draft is not None]
        _write(
            [one for one in found if one.values or one.errors],
            policy,
            actor,
            f"crm.{object_name}.updated",
        )
    return [
        outcome if draft is None else _outcome(draft)
        for draft, outcome in zip(drafts, outcomes, strict=True)
    ]


def examine_many(
    object_name: str, changes: Sequence[tuple[UUID, Mapping[str, Any]]], *, actor: Actor
) -> list[RowOutcome]:
    """What `update_many` would say of each record; nothing is written and nothing stays locked."""
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, "update")
    _bounded(changes)
    drafts, outcomes = _open(object_type, policy, changes, lock=False)
    wanted = [draft for draft in drafts if draft is not None and (draft.values or draft.errors)]
    changing = {id(draft) for draft in wanted if draft.values}
    if wanted:
        check(wanted, policy, actor)
    return [
        outcome
        if draft is None
        else RowOutcome(
            None if draft.errors else ident, draft.errors, changed=id(draft) in changing
        )
        for (ident, _), draft, outcome in zip(changes, drafts, outcomes, strict=True)
    ]


def _bounded(rows: Sequence[Any]) -> None:
    if len(rows) > MOST_ROWS:
        raise Malformed(
            gettext("Write at most %(most_rows)s rows at once.") % {"most_rows": MOST_ROWS}
        )


def _draft(
    object_type: ObjectType, policy: Policy, values: Mapping[str, Any], actor: Actor
) -> Draft:
    try:
        return new_draft(object_type, policy, values, actor)
    except Malformed as problem:
        return Draft(object_type, {}, errors=list(problem.errors))


def _bring(draft: Draft, past: Mapping[str, Any]) -> None:
    draft.now = past.get("created_at", draft.now)
    draft.values.update({name: value for name, value in past.items() if name != "created_at"})


def _open(
    object_type: ObjectType,
    policy: Policy,
    changes: Sequence[tuple[UUID, Mapping[str, Any]]],
    *,
    lock: bool = True,
) -> tuple[list[Draft | None], list[RowOutcome]]:
    """The records to change, locked in id order so that two batches can't deadlock."""
    table = object_type.table
    may = SqlCondition(
        rows_of_object(object_type, table) & policy.condition(object_type, "update", table)
    )
    held = object_type.model._default_manager.all()
    rows = (
        (held.select_for_update(of=("self",)) if lock else held)
        .filter(may, id__in=[ident for ident, _ in changes], deleted_at=None)
        .order_by("id")
    )
    found = {row.id: row for row in rows}
    gone = [
        FieldError("id", "not_found", gettext("There is no such record, or you may not change it."))
    ]
    drafts: list[Draft | None] = []
    outcomes = []
    for ident, values in changes:
        row = found.pop(ident, None)
        outcomes.append(RowOutcome(None, gone))
        drafts.append(None if row is None else _changing(object_type, policy, row, values))
    return drafts, outcomes


def _changing(
    object_type: ObjectType, policy: Policy, row: Any, values: Mapping[str, Any]
) -> Draft:
    draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row))
    try:
        flat = validation.flat_values(object_type, policy, values)
    except Malformed as problem:
        draft.errors.extend(problem.errors)
        return draft
    validation.read_draft(draft, policy, flat)
    drop_unchanged(draft)
    return draft


def _write(drafts: Sequence[Draft], policy: Policy, actor: Actor, event: str) -> None:
    if drafts:
        check(drafts, policy, actor)
    right = [draft for draft in drafts if not draft.errors]
    if right:
        store(right, actor)
        ids = [draft.instance.id for draft in right if draft.instance is not None]
        object_type = right[0].object_type
        emit(
            event,
            actor=actor,
            object=object_type.name,
            records=ids,
            payload={"fields": _changed_fields(right)},
        )


def _changed_fields(drafts: Sequence[Draft]) -> list[str]:
    """Names of what is written anywhere; of new records, of all that was given."""
    known = drafts[0].object_type.fields
    return sorted({name for one in drafts for name in one.values if name in known})


def _outcome(draft: Draft) -> RowOutcome:
    if draft.errors or draft.instance is None:
        return RowOutcome(None, draft.errors)
    if draft.is_new:
        return RowOutcome(draft.instance.id)
    step = storing.undo_record(draft)
    return RowOutcome(draft.instance.id, changed=bool(draft.values), undo=step)
