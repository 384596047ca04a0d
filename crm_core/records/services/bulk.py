"""One action on many records: change, assign, delete, restore.

Up to `AT_ONCE` records are done in the request, all of them or none. More go to a job, a thousand
at a time, each thousand whole; one undo token takes everything back that the job has done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import SqlCondition
from crm_core.records.models import Record, UndoStep
from crm_core.records.policy import Policy, lacks_right, policy_for
from crm_core.records.query.listing import ListParams
from crm_core.records.query.source import rows_of_object
from crm_core.records.rules import Draft
from crm_core.records.services import storing, validation
from crm_core.records.services.many import MOST_ROWS, examine_many, update_many
from crm_core.records.services.selections import Chosen, Selection, choose
from crm_core.records.services.uniqueness import refuse_duplicates, told_twins
from crm_core.records.services.verdicts import forget_merges
from crm_core.records.services.writing import allowed_object, refuse_errors, rules_of
from freehold.audit.services import act_as
from freehold.errors import FieldError, Forbidden, Invalid, Malformed
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.jobs.services import start_job
from freehold.row_batches import update_rows

#: What one request does by itself; more is a job's work.
AT_ONCE = MOST_ROWS
#: So many are looked at before a job is started, so that what fits none is refused at once.
LOOKED_AT = 20
RUN = "records.bulk"
MOST_ERRORS = 100
_VERBS = {"update": "update", "assign": "update", "delete": "delete", "restore": "delete"}
_STAMPED = ("deleted_at", "version", "updated_at", "updated_by_id")


@dataclass(frozen=True)
class BulkChange:
    """What to do. `partial` leaves out what may not or can't be changed instead of refusing all."""

    action: str
    values: Mapping[str, Any] = field(default_factory=dict)
    partial: bool = False

    @property
    def verb(self) -> str:
        return _VERBS[self.action]

    @property
    def writes_values(self) -> bool:
        return self.action in ("update", "assign")


@dataclass(frozen=True)
class BulkResult:
    """`count` records were changed, or will be by `job`; `skipped` were left out of it."""

    count: int
    undo: UUID | None
    skipped: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    job: UUID | None = None


@dataclass
class Outcome:
    """What became of some records: the undo steps of the changed ones, the errors of others."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0
    errors: list[tuple[UUID, list[FieldError]]] = field(default_factory=list)


def bulk_change(
    object_name: str,
    action: str,
    *,
    actor: Actor,
    ids: Sequence[UUID] | None = None,
    params: ListParams | None = None,
    values: Mapping[str, Any] | None = None,
    exclude: frozenset[UUID] = frozenset(),
    partial: bool = False,
) -> BulkResult:
    """Do `action` to the records named, or to those of a list that the actor may act on.

    Without `partial`: 403 when a named record is out of reach, 422 when a value does not fit one of
    them, and then nothing is changed. `assign` is `update` of the owner alone.
    """
    change = checked_change(action, values or {}, partial=partial)
    selection = Selection(ids, params, exclude)
    policy, object_type = allowed(object_name, change, selection, actor)
    refuse_nonsense(object_type, change, policy)
    with transaction.atomic():
        act_as(actor)
        chosen = choose(object_type, policy, change.verb, selection, trash=action == "restore")
        refuse_unreachable(chosen, selection, change)
        if len(chosen.may) > AT_ONCE:
            return _later(object_type, change, chosen, actor)
        outcome = act(object_type, change, chosen.may, policy, actor)
        undo = storing.keep_step(f"bulk_{change.action}", object_type, outcome.steps, actor)
    skipped = chosen.refused if selection.ids is not None else 0
    return BulkResult(
        len(outcome.steps), undo, skipped + len(outcome.errors), errors_as_json(outcome.errors)
    )


def checked_change(action: str, values: Mapping[str, Any], *, partial: bool) -> BulkChange:
    if action not in _VERBS:
        raise Malformed(
            _("“%(action)s” is no bulk action: use %(verbs)s.")
            % {"action": action[:40], "verbs": ", ".join(_VERBS)}
        )
    if action == "assign" and set(values) != {"owner"}:
        raise Malformed(_("“assign” takes the new owner: {“owner”: id}."))
    if action == "update" and not values:
        raise Malformed(_("Say what to change in “values”."))
    return BulkChange(action, values, partial)


def allowed(
    object_name: str, change: BulkChange, selection: Selection, actor: Actor
) -> tuple[Policy, ObjectType]:
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, change.verb)
    several = selection.ids is None or len(selection.ids) > 1
    if several and not policy.has_right("bulk"):
        raise lacks_right(policy, "bulk")
    return policy, object_type


def refuse_nonsense(object_type: ObjectType, change: BulkChange, policy: Policy) -> None:
    """`Invalid` for values that no record at all could take from this actor."""
    if not change.writes_values:
        return
    draft = Draft(object_type, {})
    flat = validation.flat_values(object_type, policy, change.values)
    validation.read_draft(draft, policy, flat)
    refuse_errors(draft)


def refuse_unreachable(chosen: Chosen, selection: Selection, change: BulkChange) -> None:
    if selection.ids is not None and chosen.refused and not change.partial:
        raise Forbidden(
            _("%(refused)s of the records do not exist or are not yours to change.")
            % {"refused": chosen.refused}
        )


def act(
    object_type: ObjectType,
    change: BulkChange,
    ids: Sequence[UUID],
    policy: Policy,
    actor: Actor,
) -> Outcome:
    """Change at most `AT_ONCE` records in the running transaction."""
    if not ids:
        return Outcome()
    if change.writes_values:
        return _update(object_type, change, ids, actor)
    return Outcome(_move_trash(object_type, ids, change.action, policy, actor))


def _update(
    object_type: ObjectType, change: BulkChange, ids: Sequence[UUID], actor: Actor
) -> Outcome:
    outcomes = update_many(object_type.name, [(one, change.values) for one in ids], actor=actor)
    wrong = [(ident, one.errors) for ident, one in zip(ids, outcomes, strict=True) if one.errors]
    if wrong and not change.partial:
        raise Invalid(wrong[0][1][0].message, errors=wrong[0][1])
    steps = [one.undo for one in outcomes if one.undo and one.changed]
    return Outcome(steps, len(ids) - len(steps) - len(wrong), wrong)


def _move_trash(
    object_type: ObjectType, ids: Sequence[UUID], action: str, policy: Policy, actor: Actor
) -> list[dict[str, Any]]:
    table = object_type.table
    may = rows_of_object(object_type, table) & policy.condition(object_type, "delete", table)
    rows: list[Record] = list(
        object_type.model._default_manager.select_for_update(of=("self",))
        .filter(SqlCondition(may), id__in=ids, deleted_at__isnull=action == "delete")
        .order_by("id")
    )
    if not rows:
        return []
    now = timezone.now()
    drafts = []
    for row in rows:
        draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row), now=now)
        row.deleted_at = now if action == "delete" else None
        row.version += 1
        row.updated_at = now
        row.updated_by_id = actor.user_id
        drafts.append(draft)
    with told_twins(object_type, coming_back=True):
        update_rows(rows, _STAMPED)
    found = [row.id for row in rows]
    if action == "restore":
        refuse_duplicates(object_type, found)
        forget_merges(found)
    rules_of(object_type).written(drafts, actor=actor)
    event = "deleted" if action == "delete" else "restored"
    name = object_type.name
    emit(f"crm.{name}.{event}", actor=actor, object=name, records=found)
    return [storing.undo_record(draft) for draft in drafts]


def _later(object_type: ObjectType, change: BulkChange, chosen: Chosen, actor: Actor) -> BulkResult:
    """Hand the work to a job: exactly the records chosen now, whatever the list shows later."""
    _refuse_misfit(object_type, change, chosen.may[:LOOKED_AT], actor)
    step = UndoStep.objects.create(
        actor_id=actor.user_id,
        action=f"bulk_{change.action}",
        object=object_type.name,
        records=[],
        count=0,
    )
    payload = {
        "object": object_type.name,
        "action": change.action,
        "values": dict(change.values),
        "partial": change.partial,
        "undo": str(step.id),
        "ids": [str(one) for one in chosen.may],
        "refused": chosen.refused if change.partial else 0,
    }
    job = start_job(RUN, payload, actor=actor)
    return BulkResult(len(chosen.may), step.id, chosen.refused, job=job.id)


def _refuse_misfit(
    object_type: ObjectType, change: BulkChange, ids: Sequence[UUID], actor: Actor
) -> None:
    if not change.writes_values:
        return
    looked_at = [(ident, change.values) for ident in ids]
    outcomes = examine_many(object_type.name, looked_at, actor=actor)
    if all(one.errors for one in outcomes):
        raise Invalid(outcomes[0].errors[0].message, errors=outcomes[0].errors)


def errors_as_json(wrong: Sequence[tuple[UUID, list[FieldError]]]) -> list[dict[str, Any]]:
    """The first hundred records that were left out, with the reasons."""
    return [
        {"id": ident, "errors": [one.as_json() for one in errors]}
        for ident, errors in wrong[:MOST_ERRORS]
    ]
