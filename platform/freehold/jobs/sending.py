"""Waking workers. A message that gets lost costs time, never a job: the row is found again."""

from uuid import UUID

import structlog
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from freehold.context import current_tenant
from freehold.jobs import open_tenants
from freehold.jobs.models import Job
from freehold.tenancy import on_commit

log = structlog.get_logger(__name__)


def send_on_commit(job_id: UUID, queue: str) -> None:
    on_commit(lambda: send(job_id, queue))


def send(job_id: UUID, queue: str) -> None:
    """Put a message for this job at the queue's tail; when the broker is down, the rescue will."""
    task = import_string("freehold.jobs.tasks.run")
    try:
        open_tenants.note(current_tenant().id)
        task.apply_async([str(job_id)], queue=queue)
    except (OperationalError, open_tenants.Unreachable) as error:
        log.warning("jobs.not_sent", job=str(job_id), error=str(error))
        return
    Job.objects.filter(id=job_id).update(sent_at=timezone.now())
