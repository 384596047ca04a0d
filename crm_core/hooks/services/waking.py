"""Calling a worker for messages that are due."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from crm_core.hooks.choices import DeliveryState, WebhookState
from crm_core.hooks.models import WebhookDelivery
from freehold.context import current_tenant
from freehold.identity.actor import SYSTEM
from freehold.jobs.models import ENDED, Job
from freehold.jobs.services import start_job

SEND = "hooks.send"


def due() -> "QuerySet[WebhookDelivery]":
    """What is to be sent now; nothing leaves a sandbox."""
    if current_tenant().is_sandbox:
        return WebhookDelivery.objects.none()
    now = timezone.now()
    return WebhookDelivery.objects.filter(
        Q(webhook__resting_until=None) | Q(webhook__resting_until__lte=now),
        state=DeliveryState.WAITING,
        next_at__lte=now,
        webhook__state=WebhookState.ACTIVE,
    )


def wake() -> None:
    """One job of a tenant at a time: a slow receiver holds one worker at most."""
    if not Job.objects.filter(kind=SEND).exclude(state__in=ENDED).exists():
        start_job(SEND, actor=SYSTEM)


def wake_if_due() -> None:
    if due().exists():
        wake()
