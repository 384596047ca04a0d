"""What the record spine does behind requests: bulk changes, fields, what comes by the clock."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_core.records.models import FieldDefinition
from crm_core.records.services import (
    bulk,
    bulk_runs,
    comparing,
    deleting_objects,
    field_indexes,
    field_types,
)
from crm_core.records.services.pairing import pair_waiting
from crm_core.records.services.undoing import forget_old_steps
from freehold.identity.actor import SYSTEM
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import Again, job, periodic
from tenants.provisioning.seeding import register_restored

#: Steps that one message does before the job queues up again.
_STEPS = 10


@job(bulk.RUN, label=_("Change many records"), queue="bulk")
def run_bulk(context: JobContext) -> Any:
    """A message does a few steps, then the job queues up behind the others."""
    total = len(context.payload["ids"])

    def save(at: dict[str, Any]) -> None:
        context.checkpoint(at, done=at["done"], total=total)
        context.stop_if_cancelled()

    at, more = bulk_runs.advance(context.payload, context.cursor, actor=context.actor, save=save)
    return Again(at) if more else {**at, "undo": context.payload["undo"]}


@job(field_indexes.KIND, label=_("Make a field fast to search"), queue="schemas", attempts=5)
def build_field_index(context: JobContext) -> Any:
    field_id = UUID(context.payload["field"])
    definition = FieldDefinition.objects.filter(id=field_id).first()
    if definition is None:
        field_indexes.drop_indexes(field_id)
    else:
        field_indexes.look_after(definition)
    return None


@job(deleting_objects.KIND, label=_("Delete an object for ever"), queue="bulk", atomic=True)
def delete_object(context: JobContext) -> Any:
    return {
        "deleted": deleting_objects.delete_now(UUID(context.payload["object"]), actor=context.actor)
    }


@job(field_types.KIND, label=_("Change the type of a field"), queue="bulk", atomic=True)
def change_field_type(context: JobContext) -> Any:
    return field_types.convert(
        UUID(context.payload["field"]), context.payload["change"], actor=context.actor
    )


@periodic(
    "records.field_indexes",
    label=_("Look after the indexes of fields"),
    every=timedelta(days=1),
    queue="schemas",
)
def mend_field_indexes(context: JobContext) -> Any:
    waiting = field_indexes.unfinished()
    for done, definition in enumerate(waiting):
        context.progress(done, len(waiting))
        field_indexes.look_after(definition)
    return {"built": len(waiting)}


@register_restored
def index_restored_fields() -> None:
    """An archive holds no indexes of custom fields: they are built behind the restored tenant."""
    for definition in field_indexes.unfinished():
        field_indexes.start_indexing(definition, actor=SYSTEM)


@periodic(
    "records.forget_undo", label=_("Forget what can no longer be undone"), every=timedelta(days=1)
)
def forget_undo(context: JobContext) -> Any:
    return {"forgotten": forget_old_steps(timezone.now())}


@job(comparing.KIND, label=_("Look for similar names"), queue="bulk")
def pair_names(context: JobContext) -> Any:
    done = context.cursor or 0
    for _step in range(_STEPS):
        looked = pair_waiting()
        if not looked:
            return {"compared": done}
        done += looked
        context.progress(done)
    return Again(done)


@periodic(
    "records.compare_names",
    label=_("Look which names are new"),
    every=timedelta(days=1),
    queue="bulk",
)
def compare_names(context: JobContext) -> Any:
    at = context.cursor
    for _step in range(_STEPS):
        at = comparing.walk(at)
        if at is None:
            return None
        context.stop_if_cancelled()
    return Again(at)
