"""What the record spine does behind requests: bulk changes, and what comes back by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from crm_core.records.services import bulk, bulk_runs
from crm_core.records.services.undoing import forget_old_steps
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import Again, job, periodic


@job(bulk.RUN, queue="bulk")
def run_bulk(context: JobContext) -> Any:
    """A message does a few steps, then the job queues up behind the others."""
    total = len(context.payload["ids"])

    def save(at: dict[str, Any]) -> None:
        context.checkpoint(at, done=at["done"], total=total)
        context.stop_if_cancelled()

    at, more = bulk_runs.advance(context.payload, context.cursor, actor=context.actor, save=save)
    return Again(at) if more else {**at, "undo": context.payload["undo"]}


@periodic("records.forget_undo", every=timedelta(days=1))
def forget_undo(context: JobContext) -> Any:
    return {"forgotten": forget_old_steps(timezone.now())}
