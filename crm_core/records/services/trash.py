"""Into the Trash and out of it."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.fragments import SqlCondition
from crm_core.records.policy import policy_for
from crm_core.records.query.source import rows_of_object
from crm_core.records.rules import Draft
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services import storing
from crm_core.records.services.uniqueness import refuse_duplicates, told_twins
from crm_core.records.services.verdicts import forget_merges
from crm_core.records.services.writing import (
    allowed_object,
    locked,
    refuse_stale,
    rules_of,
)
from freehold.audit.services import act_as
from freehold.errors import NotFound
from freehold.events.services import emit
from freehold.identity.actor import Actor


@dataclass(frozen=True)
class Trashed:
    id: UUID
    deleted_at: datetime.datetime
    undo: UUID | None


def trash_record(
    object_name: str, record_id: UUID, *, actor: Actor, if_version: int | None = None
) -> Trashed:
    """Put a record into the Trash; whatever refers to it stays as it is."""
    policy = policy_for(actor)
    object_type = catalogue.current().object(object_name)
    with transaction.atomic():
        act_as(actor)
        row = locked(object_type, record_id, policy, "delete")
        refuse_stale(object_type, row, policy, if_version)
        draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row))
        row.deleted_at = draft.now
        _stamp(draft, actor)
        undo = storing.keep_undo("delete", object_type, [draft], actor)
        emit(f"crm.{object_name}.deleted", actor=actor, object=object_name, records=[record_id])
    return Trashed(record_id, draft.now, undo)


def restore_record(object_name: str, record_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """Take a record out of the Trash; whoever may delete it may bring it back."""
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, "delete")
    table = object_type.table
    may = SqlCondition(
        rows_of_object(object_type, table) & policy.condition(object_type, "delete", table)
    )
    with transaction.atomic():
        act_as(actor)
        row = (
            object_type.model._default_manager.select_for_update(of=("self",))
            .filter(may, id=record_id, deleted_at__isnull=False)
            .first()
        )
        if row is None:
            raise NotFound(_("There is no such record in the Trash."))
        draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row))
        row.deleted_at = None
        with told_twins(object_type, coming_back=True):
            _stamp(draft, actor)
        refuse_duplicates(object_type, [record_id])
        forget_merges([record_id])
        storing.keep_undo("restore", object_type, [draft], actor)
        emit(f"crm.{object_name}.restored", actor=actor, object=object_name, records=[record_id])
    found = fetch_records(policy, object_type, [record_id])
    return found[0] if found else {"id": record_id}


def _stamp(draft: Draft, actor: Actor) -> None:
    row = draft.instance
    assert row is not None
    row.version += 1
    row.updated_at = draft.now
    row.updated_by_id = actor.user_id
    row.save(update_fields=["deleted_at", "version", "updated_at", "updated_by"])
    rules_of(draft.object_type).written([draft], actor=actor)
