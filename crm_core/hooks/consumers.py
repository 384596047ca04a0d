"""What webhooks are told of, out of what happened."""

from crm_core.hooks.services.queueing import queue
from freehold.events.models import OutboxEvent
from freehold.events.services import subscribe


@subscribe("hooks", "crm.*")
def tell_webhooks(event: OutboxEvent) -> None:
    queue(event)
