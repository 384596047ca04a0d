"""Sending messages one after another: claimed, called, settled."""

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_core.hooks.choices import DeliveryError, DeliveryState, DisabledReason
from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.hooks.selectors.messages import body_of
from crm_core.hooks.services import settling
from crm_core.hooks.services.waking import due
from crm_core.hooks.signing import Unreadable, decrypted, signature
from freehold.context import current_tenant
from freehold.errors import Invalid
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import Again
from freehold.outbound.addresses import target_of
from freehold.outbound.calling import CallFailed, post

#: After so long, or so many messages, a run queues up again behind the others.
RUN_SECONDS = 20.0
RUN_MESSAGES = 200
#: A worker that dies while it sends leaves its message to the next one after this time.
LEASE = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)


def send_due(context: JobContext) -> Any:
    began, sent = time.monotonic(), 0
    while (delivery := _claimed()) is not None:
        context.stop_if_cancelled()
        _attempt(delivery)
        sent += 1
        if sent >= RUN_MESSAGES or time.monotonic() - began > RUN_SECONDS:
            return Again(None)
    return {"sent": sent}


def send_test(delivery_id: UUID) -> dict[str, Any]:
    """Once, whatever comes of it, and whether or not the webhook is switched on."""
    delivery = _begin(
        WebhookDelivery.objects.filter(id=delivery_id, event=None, state=DeliveryState.WAITING)
    )
    if delivery is not None:
        _attempt(delivery)
    return {}


@transaction.atomic
def _claimed() -> WebhookDelivery | None:
    return _begin(due().order_by("next_at", "id"))


@transaction.atomic
def _begin(waiting: Any) -> WebhookDelivery | None:
    """The first of these is this worker's for a while."""
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    delivery: WebhookDelivery | None = locked.select_related("webhook__owner").first()
    if delivery is None:
        return None
    now = timezone.now()
    delivery.attempts += 1
    delivery.tried_at = now
    delivery.next_at = None if delivery.event is None else now + LEASE
    delivery.save(update_fields=["attempts", "tried_at", "next_at"])
    return delivery


def _attempt(delivery: WebhookDelivery) -> None:
    hook = delivery.webhook
    body = body_of(delivery)
    if body is None:
        settling.withhold(delivery)
        return
    began = time.monotonic()
    try:
        target = target_of(hook.url)
        headers = _headers(hook, delivery, body)
        answer = None if current_tenant().is_sandbox else post(target, body, headers)
    except Unreadable:
        settling.give_up(delivery, DisabledReason.SECRET)
        return
    except Invalid:
        outcome = settling.Outcome(error=DeliveryError.ADDRESS)
    except CallFailed as failure:
        outcome = settling.Outcome(error=DeliveryError(failure.code))
    else:
        outcome = settling.Outcome.of(answer)
    settling.settle(delivery, outcome, took_ms=int(1000 * (time.monotonic() - began)))


def _headers(hook: Webhook, delivery: WebhookDelivery, body: bytes) -> dict[str, str]:
    """https://www.standardwebhooks.com: signed with the new secret, and the former for a while."""
    now = timezone.now()
    secrets = [hook.secret]
    if hook.former_until is not None and hook.former_until > now:
        secrets.append(hook.former_secret)
    message_id, timestamp = str(delivery.id), int(now.timestamp())
    signatures = [signature(decrypted(one), message_id, timestamp, body) for one in secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Freehold-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def forget_old(now: datetime) -> int:
    """What happened long ago, and former secrets that no longer sign."""
    Webhook.objects.filter(former_until__lt=now).update(former_secret="", former_until=None)
    removed, _ = WebhookDelivery.objects.filter(at__lt=now - KEPT_FOR).delete()
    return removed
