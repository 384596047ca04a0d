"""Finding jobs whose worker died and jobs whose message got lost."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.utils import timezone

from freehold.context import current_tenant
from freehold.jobs import open_tenants, sending
from freehold.jobs.models import Job, JobState, lock_key
from freehold.jobs.registry import UnknownKind, kind_of
from freehold.jobs.running import places

log = structlog.get_logger(__name__)

#: A message that waited this long is taken for lost; a second one does no harm.
LOST_AFTER = timedelta(minutes=10)


def rescue_tenant(*, all_messages_lost: bool = False) -> int:
    """Put the active tenant's stranded jobs back into their queues; returns how many were sent."""
    for job_id in Job.objects.filter(state=JobState.RUNNING).values_list("id", flat=True):
        _take_back_if_orphaned(job_id)
    sent = sum(
        _send_waiting(queue, all_messages_lost) for queue in ("interactive", "default", "bulk")
    )
    if not Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        open_tenants.forget(current_tenant().id)
    return sent


@transaction.atomic
def _take_back_if_orphaned(job_id: UUID) -> None:
    """A running job's process holds its lock; a lock that is free means the process is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_key(job_id)])
        if cursor.fetchone() != (True,):
            return
    job = Job.objects.select_for_update().get(id=job_id)
    if job.state != JobState.RUNNING:
        return
    job.run, job.sent_at, job.available_at = None, None, timezone.now()
    job.state = JobState.QUEUED
    if job.attempts >= _attempts(job.kind):
        job.state, job.finished_at = JobState.FAILED, timezone.now()
        job.error = f"The worker died {job.attempts} times while it did this job."
    job.save(update_fields=["run", "sent_at", "available_at", "state", "finished_at", "error"])
    log.warning("jobs.rescued", job=str(job.id), kind=job.kind, state=job.state)


def _attempts(kind: str) -> int:
    try:
        return kind_of(kind).attempts
    except UnknownKind:
        return 1


def _send_waiting(queue: str, all_messages_lost: bool) -> int:
    now = timezone.now()
    waiting = Job.objects.filter(state=JobState.QUEUED, queue=queue, available_at__lte=now)
    if not all_messages_lost:
        waiting = waiting.exclude(sent_at__gt=now - LOST_AFTER)
    running = Job.objects.filter(state=JobState.RUNNING, queue=queue).count()
    free = max(places(queue) - running, 0)
    found = list(waiting.order_by("created_at").values_list("id", flat=True)[:free])
    for job_id in found:
        sending.send(job_id, queue)
    return len(found)
