"""Starting, cancelling and retrying jobs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.audit.services import record
from freehold.errors import Conflict, Forbidden, NotFound
from freehold.identity.actor import Actor
from freehold.jobs import sending
from freehold.jobs.models import Job, JobState
from freehold.jobs.registry import kind_of


def start_job(
    kind: str,
    payload: Any = None,
    *,
    actor: Actor,
    queue: str | None = None,
    delay: timedelta = timedelta(0),
) -> Job:
    """Store the job in the running transaction; a worker hears of it once that commits.

    `payload` is JSON. Raises `UnknownKind` for a kind that no function is registered for.
    """
    return _start(kind, payload, actor=actor, queue=queue, delay=delay)


def start_once(kind: str, key: str, payload: Any = None, *, actor: Actor) -> Job | None:
    """`start_job`, unless a job with this key was ever started: then None."""
    if Job.objects.filter(key=key).exists():
        return None
    return _start(kind, payload, actor=actor, key=key)


def _start(
    kind: str,
    payload: Any,
    *,
    actor: Actor,
    queue: str | None = None,
    delay: timedelta = timedelta(0),
    key: str | None = None,
) -> Job:
    now = timezone.now()
    job = Job(
        kind=kind,
        queue=queue or kind_of(kind).queue,
        key=key,
        payload={} if payload is None else payload,
        requested_by=actor.user_id,
        requested_by_name=actor.name,
        source=actor.source,
        request_id=actor.request_id,
        scopes=sorted(actor.scopes),
        created_at=now,
        available_at=now + delay,
    )
    job.save(force_insert=True)
    if not delay:
        sending.send_on_commit(job.id, job.queue)
    return job


@transaction.atomic
def cancel_job(job_id: UUID, *, actor: Actor) -> Job:
    """A waiting job ends now, a running one at its next step. `Conflict` when it has ended."""
    _refuse_bound_key(actor)
    job = _locked(job_id)
    if job.ended:
        raise Conflict(
            _("The job has ended already (%(get_state_display)s).")
            % {"get_state_display": job.get_state_display().lower()}
        )
    job.cancel_requested = True
    if job.state == JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_requested", "state", "finished_at"])
    _audit(job, "jobs.cancelled", actor)
    return job


def _refuse_bound_key(actor: Actor) -> None:
    if "all" not in actor.scopes:
        raise Forbidden(_("An API key bound to reading or to some objects may not steer jobs."))


@transaction.atomic
def retry_job(job_id: UUID, *, actor: Actor) -> Job:
    """Go on with a failed job where it stopped, with the rights of whoever asked for it."""
    _refuse_bound_key(actor)
    job = _locked(job_id)
    if job.state != JobState.FAILED:
        raise Conflict(_("Only a failed job can be begun again."))
    if not kind_of(job.kind).repeatable:
        raise Conflict(_("This work can't be gone on with: start it anew where you started it."))
    job.state, job.attempts, job.error, job.cancel_requested = JobState.QUEUED, 0, "", False
    job.available_at, job.finished_at, job.sent_at = timezone.now(), None, None
    job.save()
    sending.send_on_commit(job.id, job.queue)
    _audit(job, "jobs.retried", actor)
    return job


def _audit(job: Job, action: str, actor: Actor) -> None:
    record(actor=actor, action=action, object="jobs", record_id=job.id, record_name=job.kind)


def _locked(job_id: UUID) -> Job:
    job = Job.objects.select_for_update().filter(id=job_id).first()
    if job is None:
        raise NotFound(_("There is no such job."))
    return job
