"""Webhooks that are switched off by themselves, and who is told of it."""

from uuid import UUID

from django.utils import timezone

from crm_core.access.models import RoleAssignment
from crm_core.hooks.choices import DeliveryError, DeliveryState, DisabledReason, WebhookState
from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.notices.choices import NoticeKind
from crm_core.notices.services.telling import News, tell
from freehold.audit.services import record
from freehold.identity.actor import SYSTEM


def disable(hook: Webhook, reason: DisabledReason) -> None:
    """Nothing more is sent; what waited is given up and can be sent again later."""
    switch_off(hook, reason)
    record(
        actor=SYSTEM,
        action="hooks.webhook.disabled",
        object="webhooks",
        record_id=hook.id,
        record_name=hook.name,
        changes={"state": [WebhookState.ACTIVE, WebhookState.DISABLED], "reason": [None, reason]},
    )
    details = {"webhook": str(hook.id), "name": hook.name, "reason": reason.value}
    tell([News(NoticeKind.WEBHOOK, _concerned(hook), details=details)])


def switch_off(hook: Webhook, reason: DisabledReason) -> None:
    hook.state, hook.reason, hook.resting_until = WebhookState.DISABLED, reason, None
    hook.updated_at = timezone.now()
    hook.save(update_fields=["state", "reason", "resting_until", "updated_at"])
    waiting = WebhookDelivery.objects.filter(webhook=hook, state=DeliveryState.WAITING)
    waiting.exclude(event=None).update(
        state=DeliveryState.DEAD, error=DeliveryError.DISABLED, next_at=None
    )


def _concerned(hook: Webhook) -> list[UUID]:
    """Its owner; the administrators, once that one has left."""
    if hook.owner is not None and hook.owner.is_active:
        return [hook.owner.id]
    administrators = RoleAssignment.objects.filter(role__is_admin=True, user__is_active=True)
    return list(administrators.values_list("user_id", flat=True).distinct())
