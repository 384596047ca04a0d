"""Background work on custom fields: their indexes, and changes of their type."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from crm_core.records.models import FieldDefinition
from crm_core.records.services import field_indexes, field_types
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import job, periodic


@job(field_indexes.KIND, queue="bulk", attempts=5)
def build_field_index(context: JobContext) -> Any:
    definition = FieldDefinition.objects.filter(id=UUID(context.payload["field"])).first()
    if definition is not None:
        field_indexes.build_index(definition)
    return None


@periodic("records.field_indexes", every=timedelta(days=1), queue="bulk")
def mend_field_indexes(context: JobContext) -> Any:
    waiting = field_indexes.unfinished()
    for done, definition in enumerate(waiting):
        context.progress(done, len(waiting))
        field_indexes.build_index(definition)
    return {"built": len(waiting)}


@job(field_types.KIND, queue="bulk", atomic=True)
def change_field_type(context: JobContext) -> Any:
    return field_types.convert(
        UUID(context.payload["field"]), context.payload["change"], actor=context.actor
    )
