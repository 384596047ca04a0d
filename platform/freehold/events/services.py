"""Emitting and delivering domain events: at least once to every consumer, effective once."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from freehold.context import on_commit
from freehold.events.models import Delivery, OutboxEvent
from freehold.identity.actor import Actor
from freehold.live import signals as live
from freehold.redis_client import AWAY
from freehold.row_batches import insert_rows

log = structlog.get_logger(__name__)
Consumer = Callable[[OutboxEvent], None]
_consumers: dict[str, tuple[tuple[str, ...], Consumer]] = {}
#: Stands while a worker was called and has not begun; a call that was lost is soon made again.
_WOKEN = "events:woken"
_WOKEN_SECONDS = 5
#: After so many failures an event waits for a person (dead letter).
MOST_ATTEMPTS = 10


def subscribe(consumer: str, *names: str) -> Callable[[Consumer], Consumer]:
    """Register a consumer of the events called `names`; a name may end in `.*`."""

    def register(handle: Consumer) -> Consumer:
        _consumers[consumer] = (names, handle)
        return handle

    return register


def emit(
    name: str,
    *,
    actor: Actor,
    object: str = "",
    records: Sequence[UUID] = (),
    payload: dict[str, Any] | None = None,
) -> None:
    """Store an event in the running transaction and wake a worker once it commits."""
    event = OutboxEvent(
        name=name,
        object=object,
        records=[str(one) for one in records],
        payload=payload or {},
        actor_id=actor.user_id,
    )
    insert_rows([event])
    if object:
        live.changed(object)
    if _wanted(name):
        on_commit(_wake)


def _wake() -> None:
    """One call is enough until a worker begins: it finds every event committed before that.

    Without a broker the write stands and the event waits: the periodic delivery finds it.
    """
    try:
        if cache.add(_WOKEN, True, timeout=_WOKEN_SECONDS):
            import_string("freehold.events.tasks.deliver_events").apply_async(retry=False)
    except (OperationalError, *AWAY):
        log.warning("events.broker_unreachable")


def deliver_woken() -> int:
    """Deliver what waits; who emits an event from now on calls again."""
    cache.delete(_WOKEN)
    return deliver_waiting()


def _matches(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith(".*") else pattern == name


def _wanted(name: str) -> list[tuple[str, Consumer]]:
    return [
        (consumer, handle)
        for consumer, (patterns, handle) in _consumers.items()
        if any(_matches(pattern, name) for pattern in patterns)
    ]


def deliver_waiting(limit: int = 500) -> int:
    """Deliver what waits, oldest first, each event in its own transaction; returns how many.

    One that fails is left to a later call, so that its next try comes after a pause.
    """
    done, last = 0, UUID(int=0)
    while done < limit:
        with transaction.atomic():
            event = (
                OutboxEvent.objects.select_for_update(skip_locked=True)
                .filter(delivered_at=None, attempts__lt=MOST_ATTEMPTS, id__gt=last)
                .order_by("id")
                .first()
            )
            if event is None:
                break
            _deliver(event)
        done, last = done + 1, event.id
    return done


def _deliver(event: OutboxEvent) -> None:
    """Hand the event to each consumer that has not had it; one that fails holds up no other."""
    errors = [
        told
        for consumer, handle in _wanted(event.name)
        if (told := _hand_over(event, consumer, handle))
    ]
    if errors:
        event.attempts += 1
    else:
        event.delivered_at = timezone.now()
    event.error = "; ".join(errors)[:2000]
    event.save(update_fields=["delivered_at", "attempts", "error"])


def _hand_over(event: OutboxEvent, consumer: str, handle: Consumer) -> str:
    """What went wrong, else nothing: the consumer's work and its mark stand or fall together."""
    try:
        with transaction.atomic():
            _, fresh = Delivery.objects.get_or_create(event=event, consumer=consumer)
            if fresh:
                handle(event)
    except Exception as error:
        log.warning("events.consumer_failed", consumer=consumer, of=event.name, exc_info=True)
        return f"{consumer}: {type(error).__name__}: {error}"
    return ""
