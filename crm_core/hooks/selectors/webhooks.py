"""Webhooks and their deliveries, for those who manage settings. No secret is in any of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.access.services.ceilings import require_settings
from crm_core.hooks.choices import DeliveryError, DisabledReason, WebhookState
from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.hooks.selectors.offers import offer_list
from freehold.errors import NotFound
from freehold.identity import support
from freehold.identity.actor import Actor


def list_events(*, actor: Actor) -> list[dict[str, Any]]:
    require_settings(actor)
    return offer_list()


def list_webhooks(*, actor: Actor) -> list[dict[str, Any]]:
    require_settings(actor)
    hooks = Webhook.objects.select_related("owner").order_by("name", "id")
    return [shown(one) for one in hooks]


def is_any_active() -> bool:
    """Most tenants have none: then nothing is looked up for what happens there."""
    return Webhook.objects.filter(state=WebhookState.ACTIVE).exists()


def active_webhooks_of(user_id: UUID) -> list[dict[str, str]]:
    """{"id", "name"} of each that lives by this person's rights, and goes off without them."""
    hooks = Webhook.objects.filter(owner=user_id, state=WebhookState.ACTIVE).order_by("name", "id")
    return [{"id": str(one.id), "name": one.name} for one in hooks]


def get_webhook(hook_id: UUID, *, actor: Actor) -> dict[str, Any]:
    require_settings(actor)
    return shown(_found(hook_id))


def _found(hook_id: UUID) -> Webhook:
    hook = Webhook.objects.select_related("owner").filter(id=hook_id).first()
    if hook is None:
        raise NotFound(_("There is no such webhook."))
    return hook


def shown(hook: Webhook) -> dict[str, Any]:
    until = hook.former_until
    return {
        "id": hook.id,
        "name": hook.name,
        "url": hook.url,
        "events": hook.events,
        "state": hook.state,
        "reason": hook.reason or None,
        "reason_text": str(DisabledReason(hook.reason).label) if hook.reason else "",
        "owner": {"id": hook.owner.id, "name": str(hook.owner)} if hook.owner else None,
        "failures": hook.failures,
        "failing_since": hook.failing_since,
        "succeeded_at": hook.succeeded_at,
        "former_secret_until": until if until and until > timezone.now() else None,
        "created_at": hook.created_at,
        "updated_at": hook.updated_at,
    }


def list_deliveries(
    hook_id: UUID,
    *,
    actor: Actor,
    limit: int,
    before: UUID | None = None,
    states: Collection[str] = (),
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The newest first, and where the next page begins."""
    require_settings(actor)
    rows = _deliveries(hook_id).order_by("-id")
    if states:
        rows = rows.filter(state__in=states)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: limit + 1])
    following = found[limit - 1].id if len(found) > limit else None
    return [delivery_shown(one, actor=actor) for one in found[:limit]], following


def get_delivery(hook_id: UUID, delivery_id: UUID, *, actor: Actor) -> dict[str, Any]:
    require_settings(actor)
    delivery = _deliveries(hook_id).filter(id=delivery_id).first()
    if delivery is None:
        raise NotFound(_("There is no such delivery. They are kept for 30 days."))
    return delivery_shown(delivery, actor=actor)


def _deliveries(hook_id: UUID) -> "QuerySet[WebhookDelivery]":
    return WebhookDelivery.objects.filter(webhook=_found(hook_id)).select_related("webhook")


def delivery_shown(delivery: WebhookDelivery, *, actor: Actor) -> dict[str, Any]:
    """Ids of records, but no values. A receiver may answer with what it was sent: of records, only
    the person whose rights the webhook has is shown the answer.
    """
    own = delivery.webhook.owner_id == actor.user_id and support.SCOPE not in actor.scopes
    return {
        "id": delivery.id,
        "type": delivery.type,
        "records": delivery.records,
        "at": delivery.at,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_at": delivery.next_at,
        "tried_at": delivery.tried_at,
        "status": delivery.status,
        "error": delivery.error or None,
        "error_text": str(DeliveryError(delivery.error).label) if delivery.error else "",
        "answer": delivery.answer if own or delivery.event is None else "",
        "took_ms": delivery.took_ms,
    }
