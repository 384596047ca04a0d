"""Emitting and delivering domain events: at least once to every consumer, effective once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache as once
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
from freehold.row_batches import insert_along

log = structlog.get_logger(__name__)
Consumer = Callable[[OutboxEvent], None]
Condition = Callable[[], bool]


@dataclass(frozen=True)
class _Subscription:
    consumer: str
    names: tuple[str, ...]
    handle: Consumer
    is_listening: Condition | None


_consumers: dict[str, _Subscription] = {}
#: Stands while a worker was called and has not begun; a call that was lost is soon made again.
_WOKEN = "events:woken"
_WOKEN_SECONDS = 5
#: After so many failures an event waits for a person (dead letter).
MOST_ATTEMPTS = 10
#: Read together, and then told one by one.
_AT_ONCE = 100


def subscribe(
    consumer: str, *names: str, is_listening: Condition | None = None
) -> Callable[[Consumer], Consumer]:
    """Register a consumer of the events called `names`, in which `*` stands for anything.

    `is_listening` is asked once for many events, after they were read: whatever was committed
    before one of them it knows of. While it says no, the consumer is told of none of them.
    """

    def register(handle: Consumer) -> Consumer:
        _consumers[consumer] = _Subscription(consumer, names, handle, is_listening)
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
    insert_along([event])
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
    return fnmatchcase(name, pattern)


def _wanted(name: str) -> list[_Subscription]:
    return [
        one for one in _consumers.values() if any(_matches(pattern, name) for pattern in one.names)
    ]


def deliver_waiting(limit: int = 500) -> int:
    """Deliver what waits, oldest first, each event in its own transaction; returns how many.

    One that fails is left to a later call, so that its next try comes after a pause.
    """
    waiting = OutboxEvent.objects.filter(delivered_at=None, attempts__lt=MOST_ATTEMPTS)
    done, last = 0, UUID(int=0)
    while done < limit:
        most = min(limit - done, _AT_ONCE)
        ids = list(waiting.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:most])
        if not ids:
            break
        listens = once(_listens)
        for last in ids:
            with transaction.atomic():
                event = waiting.select_for_update(skip_locked=True).filter(id=last).first()
                if event is not None:  # else another worker has it
                    _deliver(event, listens)
                    done += 1
    return done


def _listens(subscription: _Subscription) -> bool:
    return subscription.is_listening is None or subscription.is_listening()


def _deliver(event: OutboxEvent, listens: Callable[[_Subscription], bool]) -> None:
    """Hand the event to each consumer that has not had it; one that fails holds up no other."""
    errors = [
        told
        for one in _wanted(event.name)
        if listens(one) and (told := _hand_over(event, one.consumer, one.handle))
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
