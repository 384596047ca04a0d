"""Imports as jobs: a message does a few chunks, then the job queues up behind the others."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_core.transfer.choices import Phase
from crm_core.transfer.models import Import
from crm_core.transfer.services import imports, retention, running, undoing
from freehold.identity.actor import Actor
from freehold.jobs.job_context import JobCancelled, JobContext
from freehold.jobs.registry import Again, job, periodic

#: How long one message may hold its place in the queue, in seconds.
TURN = 3.0


@job(imports.RUN, label=_("Import a file"), queue="bulk")
def run_import(context: JobContext) -> Any:
    import_id = UUID(context.payload["import"])
    actor = _importing(context.actor)
    began = time.monotonic()
    try:
        while running.advance(import_id, actor=actor, ask=context.stop_if_cancelled):
            _show(context, import_id)
            if time.monotonic() - began > TURN:
                return Again(None)
    except JobCancelled:
        running.cancel(import_id, actor=actor)
        raise
    _show(context, import_id)
    return {**_result(import_id), "told": _told(import_id)}


@job(imports.UNDO, label=_("Take an import back"), queue="bulk")
def undo_import(context: JobContext) -> Any:
    import_id = UUID(context.payload["import"])
    cursor = UUID(context.cursor) if context.cursor else None
    last = undoing.take_back(import_id, cursor, actor=_importing(context.actor))
    _show(context, import_id)
    return Again(str(last)) if last is not None else _result(import_id)


@periodic("transfer.forget", label=_("Forget the rows of old imports"), every=timedelta(days=1))
def forget_old_rows(context: JobContext) -> Any:
    return {"imports": retention.forget_rows(timezone.now() - imports.KEPT_FOR)}


def _importing(actor: Actor) -> Actor:
    """What an import writes says so in the audit trail; the command line keeps its own name."""
    return replace(actor, source="import") if actor.user_id is not None else actor


def _show(context: JobContext, import_id: UUID) -> None:
    imported = Import.objects.get(id=import_id)
    reading = imported.phase in (Phase.READING, Phase.PREPARING)
    message = str(Phase(imported.phase).label)
    context.progress(0 if reading else imported.done, imported.total, message)


def _told(import_id: UUID) -> dict[str, object]:
    """What whoever asked for it is notified of."""
    imported = Import.objects.get(id=import_id)
    return {
        "state": imported.state,
        "dry_run": bool(imported.options.get("dry_run")),
        "taken": imported.created + imported.updated + imported.unchanged,
        "failed": imported.failed,
    }


def _result(import_id: UUID) -> dict[str, object]:
    imported = Import.objects.get(id=import_id)
    return {"import": str(import_id), "state": imported.state, "counts": imported.counts}
