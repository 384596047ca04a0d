"""Jobs whose process died: told by the lock that the database let go with its connection."""

from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from freehold.jobs.models import Job, JobState, lock_key
from freehold.jobs.registry import UnknownKind, kind_of

log = structlog.get_logger(__name__)


@transaction.atomic
def take_back_if_orphaned(job_id: UUID) -> None:
    """Put a running job that nobody runs back into its queue, or fail it if it kills workers."""
    if not _lock_is_free(job_id):
        return
    job = Job.objects.select_for_update().filter(id=job_id, state=JobState.RUNNING).first()
    if job is None:
        return
    job.run, job.sent_at, job.available_at = None, None, timezone.now()
    job.state = JobState.QUEUED
    if job.attempts >= _attempts(job.kind):
        job.state, job.finished_at = JobState.FAILED, timezone.now()
        job.error = f"The worker died {job.attempts} times while it did this job."
    job.save(update_fields=["run", "sent_at", "available_at", "state", "finished_at", "error"])
    log.warning("jobs.rescued", job=str(job.id), kind=job.kind, state=job.state)


def _lock_is_free(job_id: UUID) -> bool:
    """Free, or held by this very connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_key(job_id)])
        return bool(cursor.fetchone()[0])


def _attempts(kind: str) -> int:
    try:
        return kind_of(kind).attempts
    except UnknownKind:
        return 1
