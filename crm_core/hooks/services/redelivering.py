"""Sending again what was given up, or whatever else the receiver lost."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.hooks.choices import DeliveryState
from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.hooks.services.subscriptions import locked, require_webhooks
from crm_core.hooks.services.waking import wake
from freehold.audit.services import record
from freehold.errors import Conflict, NotFound
from freehold.identity.actor import Actor


@transaction.atomic
def redeliver(hook_id: UUID, delivery_id: UUID, *, actor: Actor) -> WebhookDelivery:
    """Once more from the first attempt on, with the same id: the receiver can tell a repetition.

    What failed and waits for its next attempt is sent at once.
    """
    require_webhooks(actor)
    hook = _switched_on(hook_id)
    delivery = (
        WebhookDelivery.objects.select_for_update().filter(webhook=hook, id=delivery_id).first()
    )
    if delivery is None:
        raise NotFound(_("There is no such delivery. They are kept for 30 days."))
    if delivery.event is None:
        raise Conflict(_("A test is not sent again: send a new one."))
    if delivery.state == DeliveryState.WAITING and not delivery.attempts:
        raise Conflict(_("It still waits to be sent."))
    _again(WebhookDelivery.objects.filter(id=delivery.id), hook, actor)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def redeliver_dead(hook_id: UUID, since: datetime | None, *, actor: Actor) -> int:
    """Everything that was given up, of events from `since` on; how many."""
    require_webhooks(actor)
    hook = _switched_on(hook_id)
    dead = WebhookDelivery.objects.filter(webhook=hook, state=DeliveryState.DEAD)
    if since is not None:
        dead = dead.filter(at__gte=since)
    return _again(dead.exclude(event=None), hook, actor)


def _switched_on(hook_id: UUID) -> Webhook:
    hook = locked(hook_id)
    if not hook.is_active:
        raise Conflict(_("The webhook is off. Switch it on first."))
    return hook


def _again(deliveries: Any, hook: Webhook, actor: Actor) -> int:
    count: int = deliveries.update(
        state=DeliveryState.WAITING, next_at=timezone.now(), attempts=0, error="", status=None
    )
    if count:
        # Somebody says that the receiver is well again: it is not left alone any longer.
        Webhook.objects.filter(id=hook.id).update(resting_until=None)
        record(
            actor=actor,
            action="hooks.webhook.redelivered",
            object="webhooks",
            record_id=hook.id,
            record_name=hook.name,
            changes={"records": [None, count]},
        )
        wake()
    return count
