"""From an event to the messages about it: one for each webhook, once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_core.access.policy import policy_for
from crm_core.hooks.choices import DisabledReason, EventKind, WebhookState
from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.hooks.selectors.messages import owner_of, readable_details, visible
from crm_core.hooks.selectors.offers import kind_of_event
from crm_core.hooks.services.switching import disable
from crm_core.hooks.services.waking import wake
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from freehold.context import current_tenant
from freehold.events.models import OutboxEvent

#: Records that one message tells of at most.
MOST_RECORDS = 100
#: What is told of an event besides its records.
_TOLD: Mapping[str, tuple[str, ...]] = {
    EventKind.UPDATED: ("fields",),
    EventKind.MOVED: ("from", "to"),
    EventKind.MERGED: ("merged",),
}


def queue(event: OutboxEvent) -> None:
    """Store what each webhook is told of the event, as far as its owner may see it now."""
    kind = kind_of_event(event.name)
    object_type = catalogue.current().objects.get(event.object)
    if kind is None or object_type is None or current_tenant().is_sandbox:
        return
    type = f"{event.object}.{kind}"
    told = {name: event.payload[name] for name in _TOLD.get(kind, ()) if name in event.payload}
    # Events wait for a worker: a webhook isn't told of what was before it.
    hooks = Webhook.objects.filter(
        state=WebhookState.ACTIVE, events__contains=[type], created_at__lte=event.at
    )
    made = [
        WebhookDelivery(
            webhook=hook,
            event=event.id,
            part=part,
            type=type,
            object=event.object,
            records=[str(one) for one in ids],
            details=told,
            at=event.at,
            next_at=timezone.now(),
        )
        for hook in hooks.select_related("owner").order_by("id")
        for part, ids in enumerate(_chunks(_seen(hook, event, told, object_type)))
    ]
    if made:
        WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
        wake()


def _seen(
    hook: Webhook, event: OutboxEvent, told: dict[str, Any], object_type: ObjectType
) -> list[UUID]:
    """The event's records that the webhook's owner may see, if anything of it may be told."""
    actor = owner_of(hook.owner)
    if actor is None:
        disable(hook, DisabledReason.OWNER)
        return []
    policy = policy_for(actor)
    if readable_details(policy, object_type, told) is None:
        return []
    return list(visible(policy, object_type, [UUID(one) for one in event.records], ("id",)))


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), MOST_RECORDS):
        yield ids[start : start + MOST_RECORDS]
