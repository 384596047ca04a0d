"""Jobs as the people of a tenant see them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from freehold.errors import NotFound
from freehold.jobs.models import Job


def list_jobs(
    *, requested_by: UUID | None, limit: int, before: UUID | None = None
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The newest first, of one user or (None) of everybody, and where the next page begins."""
    jobs = Job.objects.order_by("-id")
    if requested_by is not None:
        jobs = jobs.filter(requested_by=requested_by)
    if before is not None:
        jobs = jobs.filter(id__lt=before)
    found = list(jobs[: limit + 1])
    following = found[limit - 1].id if len(found) > limit else None
    return [shown(job) for job in found[:limit]], following


def get_job(
    job_id: UUID, *, requested_by: UUID | None, reader: UUID | None = None
) -> dict[str, Any]:
    """NotFound for an unknown job, and for somebody else's when `requested_by` is given.

    What came of it may name records and values: `result` is for the `reader` who asked for it.
    """
    job = Job.objects.filter(id=job_id).first()
    if job is None or (requested_by is not None and job.requested_by != requested_by):
        raise NotFound(_("There is no such job."))
    own = reader is not None and job.requested_by == reader
    return {**shown(job), "result": job.result if own else None}


def shown(job: Job) -> dict[str, Any]:
    by = {"id": job.requested_by, "name": job.requested_by_name} if job.requested_by else None
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "progress": {"done": job.done, "total": job.total},
        "message": job.message,
        "error": job.error,
        "attempts": job.attempts,
        "requested_by": by,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }
