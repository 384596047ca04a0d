"""The messages of background work: run one job, start periodic ones, look for stranded ones."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from freehold.identity.actor import SYSTEM
from freehold.jobs import open_tenants
from freehold.jobs.dispatch import due_between
from freehold.jobs.job_context import JobContext
from freehold.jobs.models import ENDED, Job
from freehold.jobs.registry import periodic
from freehold.jobs.rescue import rescue_tenant
from freehold.jobs.running import run_job
from freehold.jobs.services import start_once
from freehold.jobs.sweeps import sweep_tenant
from freehold.jobs.task_types import PlatformTask, TenantTask, WakeUpTask
from freehold.tenancy import door

_TICK = "platform:jobs-tick"
#: Ended work of the system itself, which comes by the clock.
_KEPT_FOR = timedelta(days=14)
_WALK = "platform:jobs-walk"
#: How many tenants one rescue visits, at most: those known to have jobs, and the next of all.
_VISITS = 200


@shared_task(base=TenantTask, name="freehold.jobs.run")
def run(job_id: str) -> None:
    run_job(UUID(job_id))


@shared_task(base=TenantTask, name="freehold.jobs.start_periodic")
def start_periodic(kind: str, slot: int) -> None:
    start_once(kind, f"{kind}:{slot}", actor=SYSTEM)


@shared_task(base=WakeUpTask, name="freehold.jobs.rescue_tenant")
def rescue_one(all_messages_lost: bool) -> None:
    rescue_tenant(all_messages_lost=all_messages_lost)
    sweep_tenant()


@shared_task(base=PlatformTask, name="freehold.jobs.dispatch")
def dispatch() -> None:
    """Wake every tenant whose moment for some periodic job has come since the last tick."""
    now = timezone.now()
    last = datetime.fromtimestamp(
        cache.get(_TICK) or (now - timedelta(minutes=1)).timestamp(), tz=UTC
    )
    for tenant_id, kind, slot in due_between(last, now):
        _tenant_task(start_periodic).send_for(tenant_id, kind, slot, queue="default")
    cache.set(_TICK, now.timestamp(), timeout=None)


@shared_task(base=PlatformTask, name="freehold.jobs.rescue")
def rescue() -> None:
    """Visit the tenants that are known to have open jobs, and the next part of all tenants."""
    emptied = open_tenants.broker_was_emptied()
    after = cache.get(_WALK)
    walked = door().working_ids(UUID(after) if after else None, _VISITS)
    cache.set(_WALK, str(walked[-1]) if len(walked) == _VISITS else None, timeout=None)
    for tenant_id in {*walked, *open_tenants.some(_VISITS)}:
        _tenant_task(rescue_one).send_for(tenant_id, emptied, queue="interactive")


@periodic("jobs.forget", label=_("Forget old background work"), every=timedelta(days=1))
def forget_ended(context: JobContext) -> dict[str, int]:
    """What nobody asked for is of no interest once it has been over for a while."""
    ended = Job.objects.filter(requested_by=None, state__in=ENDED)
    removed, _ = ended.filter(finished_at__lt=timezone.now() - _KEPT_FOR).delete()
    return {"forgotten": removed}


def _tenant_task(task: Any) -> TenantTask:
    return cast(TenantTask, task)
