"""What webhooks are told of, out of what happened."""

from crm_core.hooks.selectors.webhooks import is_any_active
from crm_core.hooks.services.queueing import queue
from freehold.events.models import OutboxEvent
from freehold.events.services import subscribe


@subscribe("hooks", "crm.*", is_listening=is_any_active)
def tell_webhooks(event: OutboxEvent) -> None:
    queue(event)
