"""Imports as their makers and the workspace's administrators may see them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_core.records.policy import require_right
from crm_core.transfer.choices import ENDED, ImportState, Phase, RowState
from crm_core.transfer.models import Import, ImportRow
from freehold.errors import NotFound
from freehold.identity.actor import Actor
from freehold.jobs.models import Job, JobState

SHOWN_ERRORS = 100
_LOST = gettext_lazy(
    "Something went wrong on our side. Try again; if it happens again, tell your administrator "
    "%(job)s."
)


def visible_imports(*, actor: Actor) -> QuerySet[Import]:
    """One's own; all of them for those who manage settings."""
    policy = require_right(actor, "import")
    found = Import.objects.order_by("-created_at", "-id")
    return found if policy.has_right("settings") else found.filter(created_by_id=actor.user_id)


def get_import(import_id: UUID, *, actor: Actor) -> Import:
    found = visible_imports(actor=actor).filter(id=import_id).first()
    if found is None:
        raise NotFound(_("There is no such import, or it is somebody else's."))
    return _settled(found)


def list_imports(
    *, actor: Actor, limit: int, before: UUID | None = None
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The newest first, and where the next page begins."""
    rows = visible_imports(actor=actor)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: limit + 1])
    more = found[limit - 1].id if len(found) > limit else None
    return [summary_of(_settled(one)) for one in found[:limit]], more


def _settled(imported: Import) -> Import:
    """An import whose job was given up (crashed too often, cancelled elsewhere) has ended too."""
    if imported.state in ENDED or imported.job_id is None:
        return imported
    job = Job.objects.filter(id=imported.job_id, state__in=("failed", "cancelled")).first()
    if job is None:
        return imported
    failed = job.state == JobState.FAILED
    imported.state = ImportState.FAILED if failed else ImportState.CANCELLED
    imported.error = imported.error or (str(_LOST) % {"job": job.id} if failed else "")
    imported.finished_at = job.finished_at
    return imported


def summary_of(imported: Import) -> dict[str, Any]:
    """The import without its errors, for lists."""
    total = imported.total or 0
    undone = imported.phase in (Phase.UNDOING, Phase.UNDONE)
    return {
        "id": imported.id,
        "object": imported.object,
        "file_name": imported.file_name,
        "state": imported.state,
        "phase": imported.phase,
        "dry_run": bool(imported.options.get("dry_run")),
        "undone": imported.phase == Phase.UNDONE,
        "job": imported.job_id,
        "progress": {"done": imported.reached if undone else imported.done, "total": total},
        "counts": imported.counts,
        "rows": total,
        "error": imported.error,
        "error_count": imported.failed,
        "created_at": imported.created_at,
        "finished_at": imported.finished_at,
        "created_by": _maker(imported),
    }


def _maker(imported: Import) -> dict[str, Any] | None:
    if imported.created_by_id is None:
        return None
    return {"id": imported.created_by_id, "name": imported.created_by_name}


def describe_import(imported: Import) -> dict[str, Any]:
    """The whole report: numbers, notices, the first errors, where to get all of them."""
    failed = ImportRow.objects.filter(file=imported, state=RowState.FAILED).order_by("number")
    errors = [
        {"row": row.number, **problem}
        for row in failed[:SHOWN_ERRORS]
        for problem in (row.problems or [])
    ][:SHOWN_ERRORS]
    place = f"/api/v1/imports/{imported.id}/"
    return {
        **summary_of(imported),
        "mapping": imported.mapping,
        "options": imported.options,
        "notices": imported.notices,
        "errors": errors,
        "error_file": f"{place}errors.csv" if imported.failed else None,
        "report_file": f"{place}report.csv" if imported.has_ended else None,
    }
