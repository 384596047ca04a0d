"""Rollouts for operators: started, paused, and what they came to."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from freehold.errors import Conflict
from freehold.identity.actor import Actor
from tenants.choices import SchemaState, TenantState
from tenants.context import in_public
from tenants.models import Operation, OperationState, Tenant
from tenants.operations.progress import Progress
from tenants.operations.registry import Kind, nothing_to_clean, register
from tenants.operations.running import ask
from tenants.operations.selectors import shown
from tenants.provisioning.template import refuse_recorded_by_newer
from tenants.rollout import signals
from tenants.rollout.reports import KIND, Wishes
from tenants.rollout.run import require_known, roll_out, tenants_behind
from tenants.versions import expected_version

_UNFINISHED = (OperationState.WAITING, OperationState.RUNNING)
_MOST_FAILED = 200
_RECENT = 20
_KILLED = gettext_noop(
    "Its process ended before it was done. Tenants that were migrated by then stay migrated; "
    "the next rollout goes on with the others."
)


def start_rollout(wishes: Wishes, *, actor: Actor) -> Operation:
    """By the worker that may act as owner. `Conflict` while another one is not finished, and where
    a newer release has begun."""
    require_known(wishes)
    refuse_recorded_by_newer()
    signals.resume_rollout()
    return ask(KIND, actor=actor, wishes=wishes.as_json())


def pause(id: UUID) -> Operation:
    operation = _going_on(id)
    signals.pause_rollout()
    return operation


def resume(id: UUID) -> Operation:
    operation = _going_on(id)
    signals.resume_rollout()
    return operation


def stop(id: UUID) -> Operation:
    operation = _unfinished(id)
    signals.stop_rollout()
    return operation


def rollout_state() -> dict[str, Any]:
    """Versions and how many tenants are there, who failed and why, the newest rollouts."""
    with in_public():
        tenants = Tenant.objects.exclude(state=TenantState.ERASED).exclude(schema_version="")
        versions = tenants.values("schema_version").annotate(count=Count("id"))
        failed = tenants.filter(schema_state=SchemaState.FAILED).order_by("slug")[:_MOST_FAILED]
        recent = Operation.objects.filter(kind=KIND)[:_RECENT]
        return {
            "version": expected_version(),
            "behind": tenants_behind(),
            "paused": signals.is_paused(),
            "stopping": signals.is_stopping(),
            "versions": [
                {
                    "version": one["schema_version"],
                    "tenants": one["count"],
                    "is_current": one["schema_version"] == expected_version(),
                }
                for one in versions.order_by("-schema_version")
            ],
            "failed": [
                {
                    "slug": one.slug,
                    "name": one.name,
                    "version": one.schema_version,
                    "error": one.schema_error,
                }
                for one in failed
            ],
            "recent": [shown(one) for one in recent],
        }


def require_running() -> None:
    """`Conflict` where there is none that a signal could reach."""
    with in_public():
        running = Operation.objects.filter(kind=KIND, state__in=_UNFINISHED).exists()
    if not running:
        raise Conflict(_("No rollout is running."))


def _going_on(id: UUID) -> Operation:
    """One that nobody has stopped: that can't be taken back by pausing."""
    operation = _unfinished(id)
    if signals.is_stopping():
        raise Conflict(_("This rollout is being stopped: it ends after the tenants it is at."))
    return operation


def _unfinished(id: UUID) -> Operation:
    with in_public():
        found = Operation.objects.filter(id=id, kind=KIND, state__in=_UNFINISHED).first()
    if found is None:
        raise Conflict(_("This rollout does not run."))
    return found


def _run(operation: Operation, progress: Progress) -> dict[str, Any]:
    report = roll_out(Wishes.of(operation.wishes), show=progress.say, operation_id=operation.id)
    return report.as_json()


def register_kind() -> None:
    register(Kind(KIND, _run, nothing_to_clean, killed=_KILLED))
