"""Running one job: claim it, do it, say how it ended. Whatever is delivered twice runs once."""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from freehold.context import current_tenant
from freehold.errors import Problem
from freehold.events.services import emit
from freehold.identity.languages import language_of_user
from freehold.ids import new_id
from freehold.jobs import sending
from freehold.jobs.job_context import JobCancelled, JobContext, JobSuperseded, actor_of
from freehold.jobs.models import Job, JobState, lock_key
from freehold.jobs.orphans import take_back_if_orphaned
from freehold.jobs.registry import Again, Kind, NotNow, UnknownKind, kind_of
from freehold.observability import traffic
from freehold.observability.metrics import JOB_SECONDS, JOBS
from freehold.tenancy import TenantRefused, door

log = structlog.get_logger(__name__)

#: Pause before the next attempt after an error, doubled each time.
FIRST_PAUSE = timedelta(seconds=10)
#: For what a job needs and is away (`NotNow`).
LONGEST_PAUSE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)


def run_job(job_id: UUID) -> None:
    """Do one chunk of the active tenant's job, if it waits and a place is free; else nothing."""
    if not _own(job_id):
        return
    try:
        take_back_if_orphaned(job_id)
        job = _claim(job_id)
        if job is not None:
            _do(job)
            send_next(job.queue)
    finally:
        _disown(job_id)


def send_next(queue: str) -> None:
    """A place is free: wake the oldest job of this tenant that was parked."""
    parked = Job.objects.filter(
        state=JobState.QUEUED, queue=queue, sent_at=None, available_at__lte=timezone.now()
    )
    for job_id in parked.order_by("created_at").values_list("id", flat=True)[:1]:
        sending.send(job_id, queue)


def places(queue: str) -> int:
    """How many jobs of the active tenant may run at once in this queue."""
    most, of_plan = int(settings.JOBS_IN_FLIGHT[queue]), door().limit("jobs_in_flight")
    return most if of_plan is None else max(1, min(most, of_plan))


def _own(job_id: UUID) -> bool:
    """Hold the job's lock as long as this process lives; False when a living one holds it.

    The time-outs let the server notice within a minute that this whole machine is gone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET tcp_keepalives_idle = 30")
        cursor.execute("SET tcp_keepalives_interval = 10")
        cursor.execute("SET tcp_keepalives_count = 3")
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(job_id)])
        return bool(cursor.fetchone()[0])


def _disown(job_id: UUID) -> None:
    if connection.connection is not None and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_key(job_id)])


@transaction.atomic
def _claim(job_id: UUID) -> Job | None:
    _one_claim_at_a_time()
    job = Job.objects.select_for_update().filter(id=job_id).first()
    if job is None:
        raise TenantRefused("unknown_job", f"The tenant has no job {job_id}.")
    if job.state != JobState.QUEUED or job.available_at > timezone.now():
        return None
    running = Job.objects.filter(queue=job.queue, state=JobState.RUNNING).count()
    if running >= places(job.queue):
        Job.objects.filter(id=job.id).update(sent_at=None)
        return None
    now = timezone.now()
    job.state, job.run, job.heartbeat_at = JobState.RUNNING, new_id(), now
    job.attempts += 1
    job.started_at = job.started_at or now
    job.save(update_fields=["state", "run", "heartbeat_at", "attempts", "started_at"])
    return job


def _one_claim_at_a_time() -> None:
    """Of one tenant, so that two workers can't both take the last place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [current_tenant().id.int & 0x7FFFFFFF])


def _do(job: Job) -> None:
    started, waited = time.perf_counter(), traffic.database_seconds()
    with structlog.contextvars.bound_contextvars(job=str(job.id), kind=job.kind):
        with translation.override(language_of_user(job.requested_by)):
            outcome = _outcome(job)
        log.info("jobs.run_ended", outcome=outcome, attempt=job.attempts)
    JOBS.labels(job.kind, outcome).inc()
    seconds = time.perf_counter() - started
    JOB_SECONDS.labels(job.kind).observe(seconds)
    traffic.count_job(current_tenant().id, seconds, traffic.database_seconds() - waited)


def _outcome(job: Job) -> str:
    try:
        kind = kind_of(job.kind)
        return _handled(job, kind)
    except JobSuperseded:
        return "superseded"
    except JobCancelled:
        return _end(job, JobState.CANCELLED)
    except NotNow as away:
        return _wait(job, away)
    except (Problem, UnknownKind) as problem:
        return _end(job, JobState.FAILED, error=str(problem))
    except Exception as error:  # whatever a job raises is the job's, not the worker's
        log.exception("jobs.failed", attempt=job.attempts)
        _leave_dead_session()
        return _try_again(job, error)


def _handled(job: Job, kind: Kind) -> str:
    if not kind.atomic:
        return _store(job, kind.handle(JobContext(job)))
    with transaction.atomic():
        return _store(job, kind.handle(JobContext(job)))


def _store(job: Job, result: Any) -> str:
    if not isinstance(result, Again):
        return _end(job, JobState.DONE, result=result)
    _release(job, cursor=result.cursor, attempts=0, available_at=timezone.now())
    sending.send_on_commit(job.id, job.queue)
    return "continued"


def _end(job: Job, state: JobState, **values: Any) -> str:
    with transaction.atomic():
        _release(job, state=state, finished_at=timezone.now(), **values)
        if job.requested_by is not None:
            _tell_of_end(job, state, values.get("result"))
    return state.value


def _tell_of_end(job: Job, state: JobState, result: Any) -> None:
    """What somebody asked for has ended: an event for whoever wants to tell them."""
    done = Job.objects.values_list("done", flat=True).get(id=job.id)
    told = {"job": job.kind, "id": str(job.id), "state": state.value, "done": done}
    if isinstance(job.payload, dict) and "import" in job.payload:
        told["import"] = job.payload["import"]
    if isinstance(result, dict) and "told" in result:
        told["told"] = result["told"]
    emit("jobs.ended", actor=actor_of(job), payload=told)


def _try_again(job: Job, error: Exception) -> str:
    attempts = kind_of(job.kind).attempts
    if job.attempts >= attempts:
        return _end(job, JobState.FAILED, error=_for_people(job))
    pause = FIRST_PAUSE * 2 ** (job.attempts - 1)
    _release(
        job, error=f"{type(error).__name__}: {error}"[:2000], available_at=timezone.now() + pause
    )
    return "retried"


def _wait(job: Job, away: NotNow) -> str:
    """Look again soon, then more seldom; a day after it was asked for it has failed."""
    log.warning("jobs.waits", reason=str(away), error=str(away.__cause__ or ""))
    age = timezone.now() - job.created_at
    if age > LONGEST_WAIT:
        return _end(job, JobState.FAILED, error=str(away))
    pause = min(max(age / 2, FIRST_PAUSE), LONGEST_PAUSE)
    _release(
        job,
        message=str(away)[:300],
        attempts=job.attempts - 1,
        available_at=timezone.now() + pause,
    )
    return "waits"


def _leave_dead_session() -> None:
    """When the database has ended it: the job's row is then written in another."""
    session = connection.connection
    if session is not None and session.closed:
        connection.close()


def _for_people(job: Job) -> str:
    return _("Something went wrong on our side. We keep the details under %(id)s.") % {"id": job.id}


def _release(job: Job, **values: Any) -> None:
    """Let go of the job with its new state, unless another run took it over meanwhile."""
    changes = {"state": JobState.QUEUED, "run": None, "sent_at": None, **values}
    mine = Job.objects.filter(id=job.id, run=job.run, state=JobState.RUNNING)
    if not mine.update(**changes):
        raise JobSuperseded(str(job.id))
