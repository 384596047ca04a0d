"""Jobs as the people of a tenant see them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from freehold.errors import NotFound
from freehold.jobs.models import Job, JobState
from freehold.jobs.registry import UnknownKind, kind_of


def list_jobs(
    *,
    requested_by: UUID | None,
    limit: int,
    before: UUID | None = None,
    states: Collection[str] = (),
    by_people: bool | None = None,
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The newest first, of one user or (None) of everybody, and where the next page begins.

    `by_people` narrows to what somebody asked for, or (False) to what comes by itself.
    """
    jobs = Job.objects.order_by("-id")
    if requested_by is not None:
        jobs = jobs.filter(requested_by=requested_by)
    if by_people is not None:
        jobs = jobs.filter(requested_by__isnull=not by_people)
    if states:
        jobs = jobs.filter(state__in=states)
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
    failed = job.state == JobState.FAILED
    payload = job.payload if isinstance(job.payload, dict) else {}
    label, repeatable = _known(job.kind)
    by = {"id": job.requested_by, "name": job.requested_by_name} if job.requested_by else None
    return {
        "id": job.id,
        "kind": job.kind,
        "label": label,
        "object": payload.get("object"),
        "import": payload.get("import"),
        "state": job.state,
        "progress": {"done": job.done, "total": job.total},
        "message": job.message,
        "error": job.error if failed else "",
        "can_cancel": not job.ended and not job.cancel_requested,
        "can_retry": failed and repeatable,
        "attempts": job.attempts,
        "requested_by": by,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def _known(name: str) -> tuple[str, bool]:
    """What people call jobs of the kind, and whether a failed one may be begun again."""
    try:
        kind = kind_of(name)
    except UnknownKind:
        return name, False
    return str(kind.label) or name, kind.repeatable
