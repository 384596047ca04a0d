"""Creating and changing one record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DataError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment, SqlCondition, with_arrays_written
from crm_core.records.models import Record
from crm_core.records.policy import Policy, policy_for, refuse_bound_key
from crm_core.records.query.source import rows_of_object
from crm_core.records.rules import Draft, Rules
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services import storing, validation
from crm_core.records.services.conditions import check_conditions
from crm_core.records.services.uniqueness import check_unique, told_twins
from freehold.audit.services import act_as
from freehold.epoch import TenantMemo
from freehold.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.live import signals as live
from freehold.row_batches import insert_rows, update_rows
from freehold.text import in_a_sentence
from tenants.entitlements import require_room

_MAY_NOT = {
    "read": gettext_lazy("Your roles do not let you read %(objects)s."),
    "create": gettext_lazy("Your roles do not let you create %(objects)s."),
    "update": gettext_lazy("Your roles do not let you update %(objects)s."),
    "delete": gettext_lazy("Your roles do not let you delete %(objects)s."),
}
_MAY_ONLY_SEE = {
    "update": gettext_lazy("Your roles let you see this %(label)s, but not update it."),
    "delete": gettext_lazy("Your roles let you see this %(label)s, but not delete it."),
}


#: How a row is locked for a verb, by actor: the same until the epoch moves.
_lockings: TenantMemo[Fragment] = TenantMemo(2048)


@dataclass(frozen=True)
class Saved:
    """The record as its writer may see it, and the token that takes the change back."""

    record: dict[str, Any]
    undo: UUID | None


def rules_of(object_type: ObjectType) -> type[Rules]:
    return object_type.rules or Rules


def allowed_object(object_name: str, policy: Policy, verb: str) -> ObjectType:
    """The object, or 403 when no role lets the actor do `verb` to any of its records."""
    object_type = catalogue.current().object(object_name)
    if not policy.can(object_name, verb):
        refuse_bound_key(policy, object_name, verb)
        raise Forbidden(str(_MAY_NOT[verb]) % {"objects": object_type.label_plural})
    return object_type


def create_record(object_name: str, values: Mapping[str, Any], *, actor: Actor) -> dict[str, Any]:
    """Create a record and return it as its creator may see it; `Invalid` names what is wrong."""
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, "create")
    draft = new_draft(object_type, policy, values, actor)
    with transaction.atomic():
        act_as(actor)
        check([draft], policy, actor)
        refuse_errors(draft)
        store([draft], actor)
        emit(f"crm.{object_name}.created", actor=actor, object=object_name, records=[_id(draft)])
    return rendered(policy, object_type, draft)


def update_record(
    object_name: str,
    record_id: UUID,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    if_version: int | None = None,
    action: str = "update",
) -> Saved:
    """Change the given fields. `Stale` when the record is no longer at `if_version`."""
    policy = policy_for(actor)
    object_type = catalogue.current().object(object_name)
    flat = validation.flat_values(object_type, policy, values)
    with transaction.atomic():
        act_as(actor)
        row = locked(object_type, record_id, policy, "update")
        refuse_stale(object_type, row, policy, if_version)
        draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row))
        validation.read_draft(draft, policy, flat)
        drop_unchanged(draft)
        undo = None
        if draft.values or draft.errors:
            check([draft], policy, actor)
            refuse_errors(draft)
            changed = sorted(name for name in draft.values if _is_changed_field(draft, name))
            store([draft], actor)
            undo = storing.keep_undo(action, object_type, [draft], actor)
            emit(
                f"crm.{object_name}.updated",
                actor=actor,
                object=object_name,
                records=[record_id],
                payload={"fields": changed},
            )
    return Saved(rendered(policy, object_type, draft), undo)


def _is_changed_field(draft: Draft, name: str) -> bool:
    """Rules also repeat values that stay, and set columns that are no field."""
    return name in draft.object_type.fields and draft.changes(name)


def new_draft(
    object_type: ObjectType, policy: Policy, values: Mapping[str, Any], actor: Actor
) -> Draft:
    draft = Draft(object_type, {})
    validation.read_draft(draft, policy, validation.flat_values(object_type, policy, values))
    validation.add_defaults(draft)
    if "owner" not in draft.values and actor.user_id is not None:
        draft.values["owner"] = actor.user_id
    return draft


def drop_unchanged(draft: Draft) -> None:
    draft.values = {name: value for name, value in draft.values.items() if draft.changes(name)}


def check(drafts: Sequence[Draft], policy: Policy, actor: Actor) -> None:
    """Everything that can be wrong with well-formed values; errors stay on their drafts."""
    validation.check_references(drafts, policy)
    rules_of(drafts[0].object_type).prepare([one for one in drafts if not one.errors], actor=actor)
    for draft in drafts:
        validation.fill_emptied(draft)
        validation.check_required(draft, policy)
    check_conditions(drafts, policy)
    check_parents(drafts, policy)
    check_unique([one for one in drafts if not one.errors])


def check_parents(drafts: Sequence[Draft], policy: Policy) -> None:
    """A part may be written by whoever may change its whole."""
    parent = drafts[0].object_type.parent
    if parent is None:
        return
    field, whole_name = parent
    whole = catalogue.current().object(whole_name)
    ids = {draft.get(field) for draft in drafts if not draft.errors and draft.get(field)}
    condition = policy.condition(whole, "update", whole.table)
    rows = whole.model.objects.filter(SqlCondition(condition), id__in=ids)  # type: ignore[attr-defined]
    allowed = set(rows.values_list("id", flat=True))
    for draft in drafts:
        if not draft.errors and draft.get(field) not in allowed:
            draft.refuse(
                field,
                "not_allowed",
                _("You may not change this %(label)s.") % {"label": whole.label},
            )


def refuse_errors(draft: Draft) -> None:
    if draft.errors:
        raise Invalid(draft.errors[0].message, errors=draft.errors)


def store(drafts: Sequence[Draft], actor: Actor) -> None:
    """Write checked drafts of one object: new ones by one INSERT, the others by one UPDATE."""
    object_type = drafts[0].object_type
    fresh = [draft for draft in drafts if draft.is_new]
    if object_type.parent is None:
        require_room("records", len(fresh), actor=actor)
    for draft in drafts:
        draft.instance = storing.apply(draft, actor)
    changed = [draft for draft in drafts if not draft.is_new]
    columns = {name for draft in changed for name in storing.written_columns(draft)}
    try:
        with told_twins(object_type):
            insert_rows([draft.instance for draft in fresh if draft.instance])
            update_rows([draft.instance for draft in changed if draft.instance], columns)
    except DataError as error:
        # An index of a custom field refuses what the field's former type allowed a moment ago.
        raise Conflict(_("The fields of this object were changed just now: try again.")) from error
    rules_of(object_type).written(drafts, actor=actor)
    live.changed(object_type.name)


def _locking(policy: Policy, object_type: ObjectType, verb: str) -> Fragment:
    """Finds the live row of the id that comes last, and locks it.

    Beside it stands whether the actor `may` do this to it, and whether they see it (`sees`).
    """
    model, table = object_type.model, object_type.table
    may, sees = (
        with_arrays_written(policy.condition(object_type, one, table, seeking="one"))
        for one in (verb, "read")
    )
    columns = ", ".join(f'"{table}"."{one.column}"' for one in model._meta.concrete_fields)
    live = Fragment(f'"{table}".deleted_at IS NULL') & rows_of_object(object_type, table)
    return Fragment(
        f"SELECT {columns}, ({may.sql}) AS may, ({sees.sql}) AS sees FROM {table}"
        f' WHERE {live.sql} AND "{table}".id = %s FOR UPDATE OF {table}',
        (*may.params, *sees.params, *live.params),
    )


def locked(object_type: ObjectType, record_id: UUID, policy: Policy, verb: str) -> Record:
    """The live row, locked: 404 when the actor may not see it, 403 when they may only see it."""
    place = (policy, object_type.name, verb)
    statement = _lockings.get(place, lambda: _locking(policy, object_type, verb))
    rows = object_type.model._default_manager.raw(statement.sql, (*statement.params, record_id))
    row: Any = next(iter(rows), None)
    if row is None or not row.sees:
        raise NotFound(
            _("There is no such %(label)s, or you may not see it.")
            % {"label": in_a_sentence(object_type.label)}
        )
    if not row.may or not policy.can(object_type.name, verb):
        raise Forbidden(str(_MAY_ONLY_SEE[verb]) % {"label": object_type.label})
    found: Record = row
    return found


def refuse_stale(
    object_type: ObjectType, row: Record, policy: Policy, if_version: int | None
) -> None:
    if if_version is not None and row.version != if_version:
        current = fetch_records(policy, object_type, [row.id])
        raise Stale(
            _("Someone else changed this record first: look at their version, then save yours."),
            extra={"current": current[0] if current else None},
        )


def rendered(policy: Policy, object_type: ObjectType, draft: Draft) -> dict[str, Any]:
    """The stored record as the writer may see it; its id alone when they no longer may."""
    found = fetch_records(policy, object_type, [_id(draft)])
    return found[0] if found else {"id": _id(draft)}


def _id(draft: Draft) -> UUID:
    assert draft.instance is not None
    return draft.instance.id
