"""Bulk changes as jobs: a message does a few steps, then the job queues up behind the others."""

from typing import Any

from crm_core.records.services import bulk, bulk_runs
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import Again, job


@job(bulk.RUN, queue="bulk")
def run_bulk(context: JobContext) -> Any:
    total = len(context.payload["ids"])

    def save(at: dict[str, Any]) -> None:
        context.checkpoint(at, done=at["done"], total=total)
        context.stop_if_cancelled()

    at, more = bulk_runs.advance(context.payload, context.cursor, actor=context.actor, save=save)
    return Again(at) if more else {**at, "undo": context.payload["undo"]}
