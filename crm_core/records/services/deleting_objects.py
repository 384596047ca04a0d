"""A retired object is deleted for ever, with its records and all that was made for them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import ACTIVITIES
from crm_core.records.models import (
    ComparedName,
    CustomRecord,
    FieldDefinition,
    Interest,
    ObjectDefinition,
    SensitiveField,
    SimilarPair,
    UndoStep,
    Verdict,
)
from crm_core.records.policy import require_right
from crm_core.records.services import subject_fields
from crm_core.records.services.field_indexes import start_dropping
from crm_core.records.services.objects import found_object
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, Invalid
from freehold.files.services import forget_files_of_object
from freehold.identity.actor import Actor
from freehold.jobs.models import Job, JobState
from freehold.jobs.services import start_job

KIND = "records.object_deletion"
#: With more records than this a job does it.
AT_ONCE = 2_000
#: So many are deleted by one statement: Django reads those that it deletes.
CHUNK = 2_000
_NAMED = 3

_others: list[Callable[[str], None]] = []


def register_forgetting(forget: Callable[[str], None]) -> None:
    """Of an app that keeps something by the name of an object: deletes it, within the transaction.

    A name may be given again, and must not find what was another's.
    """
    _others.append(forget)


def records_of(definition: ObjectDefinition) -> int:
    """How many would go, those in the Trash too."""
    return CustomRecord.objects.filter(object=definition.name).count()


def delete_object(object_id: UUID, typed: Any, *, actor: Actor) -> Job | None:
    """Delete a retired object that only activities lead to; `typed` is its plural, to confirm.

    The job that does it where there are many records, else None. Needs the right `purge` beside
    `settings`; the trail keeps what was written of it.
    """
    require_right(actor, "purge")
    definition = found_object(object_id, actor=actor)
    _refuse_used(definition)
    if str(typed or "").strip() != definition.label_plural:
        message = _("Type its name as it stands here: %(name)s.")
        raise Invalid.at("name", "not_confirmed", message % {"name": definition.label_plural})
    if records_of(definition) <= AT_ONCE:
        delete_now(object_id, actor=actor)
        return None
    if Job.objects.filter(
        kind=KIND, payload={"object": str(object_id)}, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).exists():
        raise Conflict(_("It is being deleted already."))
    with transaction.atomic():
        return start_job(KIND, {"object": str(object_id)}, actor=actor)


@transaction.atomic
def delete_now(object_id: UUID, *, actor: Actor) -> int:
    """All of it in one transaction, so that nobody meets a half; how many records went."""
    require_right(actor, "purge")
    found_object(object_id, actor=actor)
    act_as(actor)
    definition = ObjectDefinition.objects.select_for_update().get(id=object_id)
    _refuse_used(definition)
    count = records_of(definition)
    _forget(definition.name)
    for field in FieldDefinition.objects.filter(object=definition.name):
        start_dropping(field, actor=actor)
        field.delete()
    subject_fields.forget(definition, actor=actor)
    definition.delete()
    record(
        actor=actor,
        action="records.object.purged",
        object="custom-objects",
        record_id=object_id,
        record_name=definition.label,
        changes={"object": [definition.name, None], "records": [count, 0]},
    )
    epoch.bump()
    return count


def _forget(name: str) -> None:
    forget_files_of_object(name)
    ids = CustomRecord.objects.filter(object=name).values("id")
    Verdict.objects.filter(Q(record_id__in=ids) | Q(other_id__in=ids)).delete()
    for model in (Interest, ComparedName, SimilarPair, UndoStep, SensitiveField):
        model._default_manager.filter(object=name).delete()
    for forget in _others:
        forget(name)
    records = CustomRecord.objects.filter(object=name)
    while part := list(records.values_list("id", flat=True)[:CHUNK]):
        CustomRecord.objects.filter(id__in=part).delete()


def _refuse_used(definition: ObjectDefinition) -> None:
    if definition.retired_at is None:
        raise Conflict(_("Retire it first: what is used isn't lost at once."))
    fields = FieldDefinition.objects.filter(
        Q(reference=definition.name) | Q(computed__object=definition.name), retired_at=None
    )
    fields = fields.exclude(object=definition.name).exclude(
        object=ACTIVITIES, reference=definition.name
    )
    labels = [f"“{one.label}”" for one in fields.order_by("object", "label")[: _NAMED + 1]]
    if not labels:
        return
    named = ", ".join(labels[:_NAMED]) + (" …" if len(labels) > _NAMED else "")
    message = _("Fields of other objects still lead to it: %(names)s. Retire these first.")
    raise Conflict(message % {"names": named})
