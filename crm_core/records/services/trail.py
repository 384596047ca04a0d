"""Asking for a check of the trail."""

from typing import Any

from django.db import transaction

from crm_core.records.policy import require_right
from freehold.audit.selectors import trail_state
from freehold.audit.tasks import VERIFY
from freehold.identity.actor import Actor
from freehold.jobs.models import Job
from freehold.jobs.services import start_job

_OPEN = ("queued", "running")


def state_of_trail(*, actor: Actor) -> dict[str, Any]:
    """How far the trail is sealed and what the last check found; needs right `audit`."""
    require_right(actor, "audit")
    return {**trail_state(), "verifying": _running().exists()}


@transaction.atomic
def start_verification(*, actor: Actor) -> dict[str, Any]:
    """Check the whole chain in the background; one that runs already is enough."""
    require_right(actor, "audit")
    if not _running().exists():
        start_job(VERIFY, actor=actor)
    return state_of_trail(actor=actor)


def _running() -> Any:
    return Job.objects.filter(kind__startswith=VERIFY, state__in=_OPEN)
