"""Finding jobs whose worker died and jobs whose message got lost."""

from datetime import timedelta

from django.utils import timezone

from freehold.context import current_tenant
from freehold.jobs import open_tenants, sending
from freehold.jobs.models import Job, JobState
from freehold.jobs.orphans import take_back_if_orphaned
from freehold.jobs.registry import QUEUES
from freehold.jobs.running import places

#: A message that waited this long is taken for lost; a second one does no harm.
LOST_AFTER = timedelta(minutes=10)


def rescue_tenant(*, all_messages_lost: bool = False) -> int:
    """Put the active tenant's stranded jobs back into their queues; returns how many were sent."""
    for job_id in Job.objects.filter(state=JobState.RUNNING).values_list("id", flat=True):
        take_back_if_orphaned(job_id)
    sent = sum(_send_waiting(queue, all_messages_lost) for queue in QUEUES)
    if not Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        open_tenants.forget(current_tenant().id)
    return sent


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
