"""Several records of one object made into one: the survivor takes what the others had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import SYSTEM_FIELDS, Field, ObjectType
from crm_core.records.models import Record, Verdict
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.source import readable_field
from crm_core.records.rules import Draft
from crm_core.records.services import storing, validation
from crm_core.records.services.further import keep_further
from crm_core.records.services.joining import join_twins, trash_rows
from crm_core.records.services.repointing import move_attachments, move_references
from crm_core.records.services.writing import (
    check,
    drop_unchanged,
    locked,
    refuse_errors,
    refuse_stale,
    rendered,
    rules_of,
    store,
)
from freehold.audit import services as audit
from freehold.audit.services import act_as
from freehold.errors import Conflict, FieldError, Invalid, Malformed
from freehold.events.services import emit
from freehold.identity.actor import Actor

ACTION = "merge"
#: Records that become one, the survivor among them.
MOST_MERGED = 5


@dataclass(frozen=True)
class Merged:
    """The survivor as its writer may see it; `moved` counts what turned to it, by object."""

    record: dict[str, Any]
    undo: UUID | None
    moved: dict[str, int]


def merge_records(
    object_name: str,
    survivor_id: UUID,
    other_ids: Sequence[UUID],
    *,
    actor: Actor,
    values: Mapping[str, UUID] | None = None,
    versions: Mapping[UUID, int] | None = None,
) -> Merged:
    """Take the others' values where chosen or where the survivor has none, and their references.

    The others go into the Trash; one token brings everything back. Needs `update` of the survivor
    and `delete` of each other one. `Stale` where one is no longer at its version in `versions`.
    """
    policy = policy_for(actor)
    object_type = catalogue.current().object(object_name)
    refuse_odd(object_type, survivor_id, other_ids)
    with transaction.atomic():
        act_as(actor)
        rows = _locked(object_type, survivor_id, other_ids, policy, versions or {})
        survivor, others = rows[survivor_id], [rows[one] for one in other_ids]
        if (reason := rules_of(object_type).refuse_merge(survivor, others)) is not None:
            raise Conflict(reason)
        # Away before the survivor is written, so that what must be unique is free for it.
        gone = trash_rows(object_type, others, actor)
        draft = _filled(object_type, survivor, others, values or {}, policy)
        _write(draft, policy, actor)
        moved = move_references(object_type, survivor_id, other_ids, actor=actor)
        joined = join_twins(moved, survivor_id, actor=actor)
        attached = move_attachments(object_type, survivor_id, other_ids)
        _refuse_loops(object_type, survivor_id)
        _keep_verdicts(object_type, survivor_id, other_ids, actor)
        step = storing.undo_record(draft)
        step |= {"moved": moved, "attached": attached, "joined": joined}
        undo = storing.keep_step(ACTION, object_type, [step, *gone], actor)
        note_merge("merged", object_type, survivor, [str(one) for one in others], actor)
        _tell(object_type, survivor_id, other_ids, draft, actor)
    return Merged(rendered(policy, object_type, draft), undo, counted(moved))


def refuse_odd(object_type: ObjectType, survivor: UUID, others: Sequence[UUID]) -> None:
    if not object_type.can_be_merged:
        raise Conflict(
            _("%(objects)s can't be merged.") % {"objects": str(object_type.label_plural)}
        )
    if not 1 <= len(others) < MOST_MERGED:
        raise Invalid.at(
            "others",
            "too_many",
            _("Merge two to %(most)d records at once.") % {"most": MOST_MERGED},
        )
    if len({survivor, *others}) < len(others) + 1:
        raise Invalid.at("others", "repeated", _("Name each record once."))


def _locked(
    object_type: ObjectType,
    survivor: UUID,
    others: Sequence[UUID],
    policy: Policy,
    versions: Mapping[UUID, int],
) -> dict[UUID, Record]:
    """In the order of their ids, so that two merges can't wait for each other."""
    found = {}
    for ident in sorted([survivor, *others]):
        verb = "update" if ident == survivor else "delete"
        found[ident] = locked(object_type, ident, policy, verb)
        refuse_stale(object_type, found[ident], policy, versions.get(ident))
    return found


def _filled(
    object_type: ObjectType,
    survivor: Record,
    others: Sequence[Record],
    values: Mapping[str, UUID],
    policy: Policy,
) -> Draft:
    """The survivor's draft: what was chosen, and what it lacks from the first that has it."""
    draft = Draft(object_type, {}, instance=survivor, before=storing.columns_of(survivor))
    held = {row.id: Draft(object_type, {}, instance=row) for row in [survivor, *others]}
    for name, ident in values.items():
        field = _choosable(object_type, name, policy)
        if ident not in held:
            message = _("Choose the value of one of the records that are merged.")
            draft.refuse(name, "unknown", message)
        elif policy.field_access(object_type.name, name) != "write":
            if ident != survivor.id:
                message = _("Your roles do not let you change this field.")
                draft.refuse(name, "not_allowed", message)
        else:
            draft.values[name] = held[ident].current(field.name)
    merged = {row.id for row in others} | {survivor.id}
    for name in _lacking(draft, values):
        found = (held[row.id].current(name) for row in others)
        value = next((one for one in found if one not in validation.EMPTY), None)
        if value is not None:
            draft.values[name] = value
    keep_further(draft, list(held.values()), values, policy)
    _drop_unreachable(draft, values, policy)
    _drop_itself(draft, merged)
    return draft


def _choosable(object_type: ObjectType, name: str, policy: Policy) -> Field:
    field = readable_field(policy, object_type, name)
    if field is None:
        message = _("There is no field “%(name)s”.") % {"name": name[:80]}
        raise Malformed(message, errors=[FieldError(name[:80], "unknown_field", message)])
    if not _is_kept(field):
        message = _("The server sets this field by itself: leave it out.")
        raise Invalid.at(name, "read_only", message)
    return field


def _is_kept(field: Field) -> bool:
    """People write it; the rest follows from that."""
    return not (field.read_only or field.name in SYSTEM_FIELDS or field.computed)


def _lacking(draft: Draft, chosen: Mapping[str, Any]) -> list[str]:
    """Fields that nobody decided on and in which the survivor has nothing, hidden ones included."""
    return [
        name
        for name, field in draft.object_type.fields.items()
        if name not in chosen and _is_kept(field) and draft.current(name) in validation.EMPTY
    ]


def _drop_unreachable(draft: Draft, chosen: Mapping[str, Any], policy: Policy) -> None:
    """Nobody gives the survivor a reference, unasked, to a record that they may not see."""
    fields = draft.object_type.fields
    wanted = {name for name in draft.values if fields[name].reference and name not in chosen}
    for name in wanted:
        ident = UUID(str(draft.values[name]))
        if not validation.existing(fields[name].reference or "", [ident], policy):
            del draft.values[name]


def _drop_itself(draft: Draft, merged: set[UUID]) -> None:
    """A reference from one of them to another would be one of the survivor to itself."""
    for name, field in draft.object_type.fields.items():
        if field.reference == draft.object_type.name and _is_kept(field):
            value = draft.get(name)
            if value is not None and UUID(str(value)) in merged:
                draft.values[name] = None


def _write(draft: Draft, policy: Policy, actor: Actor) -> None:
    refuse_errors(draft)
    drop_unchanged(draft)
    if draft.values:
        check([draft], policy, actor)
        refuse_errors(draft)
        store([draft], actor)


def _refuse_loops(object_type: ObjectType, survivor: UUID) -> None:
    """What stood below one and above another would now stand above and below itself."""
    for field in object_type.fields.values():
        if field.reference != object_type.name or field.custom or field.computed:
            continue
        with connection.cursor() as run:
            run.execute(
                f"WITH RECURSIVE up(id) AS (SELECT {field.column} FROM {object_type.table}"
                f"  WHERE id = %s UNION SELECT t.{field.column} FROM {object_type.table} t"
                "  JOIN up ON t.id = up.id) SELECT EXISTS (SELECT 1 FROM up WHERE id = %s)",
                [survivor, survivor],
            )
            (loops,) = run.fetchone() or (False,)
        if loops:
            raise Conflict(
                _("By “%(field)s” the merged record would stand above and below itself: change that"
                  " first.") % {"field": field.label}
            )  # fmt: skip


def _keep_verdicts(
    object_type: ObjectType, survivor: UUID, others: Sequence[UUID], actor: Actor
) -> None:
    for ident in others:
        Verdict.objects.update_or_create(
            record_id=ident,
            other_id=survivor,
            defaults={"object": object_type.name, "merged": True, "decided_by_id": actor.user_id},
        )


def note_merge(
    what: str, object_type: ObjectType, survivor: Record, names: list[str], actor: Actor
) -> None:
    """In the trail of the one that stays, which may have changed in nothing else."""
    told = [None, names] if what == "merged" else [names, None]
    audit.record(
        actor=actor,
        action=f"record.{what}",
        object=object_type.table,
        record_id=survivor.id,
        record_name=str(survivor),
        changes={"merged": told},
    )


def _tell(
    object_type: ObjectType,
    survivor: UUID,
    others: Sequence[UUID],
    draft: Draft,
    actor: Actor,
) -> None:
    name = object_type.name
    changed = sorted(one for one in draft.values if one in object_type.fields)
    if changed:
        emit(
            f"crm.{name}.updated",
            actor=actor,
            object=name,
            records=[survivor],
            payload={"fields": changed},
        )
    emit(f"crm.{name}.deleted", actor=actor, object=name, records=list(others))
    emit(
        f"crm.{name}.merged",
        actor=actor,
        object=name,
        records=[survivor],
        payload={"merged": [str(one) for one in others]},
    )


def counted(moved: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in moved:
        found[one["object"]] = found.get(one["object"], 0) + len(one["ids"])
    return found
