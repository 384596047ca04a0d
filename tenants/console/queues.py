"""Background work over all tenants: messages that wait, jobs that failed, letters nobody took."""

from typing import Any, cast
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.audit import services as audit
from freehold.errors import Conflict, NotFound
from freehold.identity.actor import Actor
from freehold.jobs import open_tenants, present_workers
from freehold.jobs.models import Job, JobState
from freehold.jobs.registry import QUEUES
from freehold.jobs.selectors import shown
from freehold.jobs.services import retry_job
from freehold.jobs.task_types import HEADER
from freehold.observability.traffic import client
from tenants.choices import WORKING, SchemaState
from tenants.console.acting import as_operator
from tenants.context import in_public, in_tenant
from tenants.models import DeadLetter, Tenant
from tenants.reach import UNREACHED, asking
from tenants.services.lifecycle import tenant_by_slug

#: So many of the tenants with open jobs are asked how long theirs wait.
_VISITS = 50
_MOST_FAILED = 50


def queues() -> dict[str, Any]:
    """Each queue: who serves it, messages in the broker, jobs that wait or run, and the oldest;
    beside them the tenants whose jobs could not be counted."""
    waiting = {name: {"waiting": 0, "running": 0, "oldest": None} for name in QUEUES}
    found, uncounted = _open_jobs(_with_open_jobs())
    for of_tenant in found:
        for name, told in of_tenant.items():
            kept: dict[str, Any] = waiting[name]
            kept["waiting"] += told["waiting"]
            kept["running"] += told["running"]
            oldest = [one for one in (kept["oldest"], told["oldest"]) if one]
            kept["oldest"] = min(oldest) if oldest else None
    with client() as broker:
        lengths = {name: int(cast(int, broker.llen(name))) for name in QUEUES}
    workers = present_workers.by_queue()
    return {
        "queues": [
            {"name": name, "workers": workers[name], "messages": lengths[name], **waiting[name]}
            for name in QUEUES
        ],
        "uncounted": sorted(uncounted),
    }


def failed_jobs(tenant: Tenant) -> list[dict[str, Any]] | None:
    """The newest failed jobs of a tenant, without their payloads and results; None where its
    database does not answer."""
    if not tenant.may_read:
        return []
    try:
        with asking(tenant.database), in_tenant(tenant, allow_inactive=True):
            found = Job.objects.filter(state=JobState.FAILED).order_by("-id")[:_MOST_FAILED]
            return [_told(job) for job in found]
    except UNREACHED:
        return None


def retry_failed_job(slug: str, job_id: UUID, *, actor: Actor) -> None:
    """Begin it again where it stopped; both trails tell."""
    tenant = tenant_by_slug(slug)
    if not tenant.may_work:
        raise Conflict(_("No job of this tenant runs now: it is not in a state to work."))
    with in_tenant(tenant):
        acting = as_operator(actor)
        retry_job(job_id, actor=acting)
    _tell(actor, "operator.jobs.retried", "tenants", tenant.id, tenant.slug)


def dead_letters(*, settled: bool, limit: int) -> list[dict[str, Any]]:
    with in_public():
        letters = list(DeadLetter.objects.filter(settled_at__isnull=not settled)[:limit])
        claimed = {letter.tenant for letter in letters if _is_uuid(letter.tenant)}
        names = dict(Tenant.objects.filter(id__in=claimed).values_list("id", "slug"))
    return [
        {
            "id": str(letter.id),
            "at": letter.at.isoformat(),
            "task": letter.task,
            "tenant": names.get(UUID(letter.tenant), "") if _is_uuid(letter.tenant) else "",
            "claimed": letter.tenant,
            "reason": letter.reason,
            "detail": letter.detail,
            "settled_at": letter.settled_at and letter.settled_at.isoformat(),
        }
        for letter in letters
    ]


def open_letters() -> int:
    with in_public():
        return DeadLetter.objects.filter(settled_at=None).count()


def settle_letter(letter_id: UUID, *, actor: Actor) -> None:
    """Nothing more is to be done about it."""
    letter = _unsettled(letter_id)
    _settle(letter)
    _tell(actor, "operator.dead_letters.settled", "dead_letters", letter.id, letter.task)


def resend_letter(letter_id: UUID, *, actor: Actor) -> None:
    """Send the message again, for a tenant that may work now; `Conflict` for any other."""
    letter = _unsettled(letter_id)
    tenant = None
    if _is_uuid(letter.tenant):
        with in_public():
            tenant = Tenant.objects.filter(id=letter.tenant, state__in=WORKING).first()
    if tenant is None or tenant.schema_state != SchemaState.READY:
        raise Conflict(
            _("Its tenant is unknown or may not work now, so it would come back. Settle it.")
        )
    message: dict[str, Any] = letter.message
    current_app.send_task(
        letter.task,
        args=message.get("args", []),
        kwargs=message.get("kwargs", {}),
        headers={HEADER: letter.tenant},
        queue=settings.CELERY_TASK_DEFAULT_QUEUE,
    )
    _settle(letter)
    _tell(actor, "operator.dead_letters.resent", "dead_letters", letter.id, letter.task)


def _with_open_jobs() -> list[Tenant]:
    known = open_tenants.some(_VISITS)
    with in_public():
        found = Tenant.objects.filter(id__in=known, schema_state=SchemaState.READY)
        return [tenant for tenant in found if tenant.may_read]


def _open_jobs(tenants: list[Tenant]) -> tuple[list[dict[str, dict[str, Any]]], list[str]]:
    """What was counted in each, and who could not be reached."""
    found, unreached = [], []
    for tenant in tenants:
        try:
            found.append(_open_jobs_of(tenant))
        except UNREACHED:
            unreached.append(tenant.slug)
    return found, unreached


def _open_jobs_of(tenant: Tenant) -> dict[str, dict[str, Any]]:
    with asking(tenant.database), in_tenant(tenant, allow_inactive=True):
        rows: Any = (
            Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
            .values("queue")
            .annotate(
                waiting=Count("id", filter=Q(state=JobState.QUEUED)),
                running=Count("id", filter=Q(state=JobState.RUNNING)),
                oldest=Min("available_at", filter=Q(state=JobState.QUEUED)),
            )
        )
        return {row.pop("queue"): row for row in rows if row["queue"] in QUEUES}


def _told(job: Job) -> dict[str, Any]:
    told = shown(job)
    return {
        name: told[name]
        for name in ("id", "kind", "error", "attempts", "created_at", "finished_at")
    }


def _unsettled(letter_id: UUID) -> DeadLetter:
    with in_public():
        letter = DeadLetter.objects.filter(id=letter_id).first()
    if letter is None:
        raise NotFound(_("There is no such message."))
    if letter.settled_at is not None:
        raise Conflict(_("This message was settled already."))
    return letter


def _settle(letter: DeadLetter) -> None:
    with in_public():
        DeadLetter.objects.filter(id=letter.id).update(settled_at=timezone.now())


def _tell(actor: Actor, action: str, kind: str, record_id: UUID, name: str) -> None:
    audit.record(actor=actor, action=action, object=kind, record_id=record_id, record_name=name)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
