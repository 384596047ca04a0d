"""Events: stored with the change, delivered to every consumer, effective once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

from freehold.events import services
from freehold.events.models import Delivery, OutboxEvent
from freehold.events.services import deliver_waiting, emit, subscribe
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tenants.models import Tenant

pytestmark = pytest.mark.usefixtures("in_acme")

Handled = list[tuple[str, str]]


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Handled:
    """What the consumers of a test got, in order; nobody else is subscribed meanwhile."""
    monkeypatch.setattr(services, "_consumers", {})
    return []


def consumer(handled: Handled, name: str, *events: str) -> None:
    subscribe(name, *events)(lambda event: handled.append((name, event.name)))


def failing(name: str, *events: str, times: int = 10**6) -> Callable[[], int]:
    """A consumer that fails so many times; tells how often it was asked."""
    asked: list[Any] = []

    def handle(event: OutboxEvent) -> None:
        asked.append(event)
        User.objects.filter(email__startswith="admin@").update(name="Half done")
        if len(asked) <= times:
            raise RuntimeError("no luck")

    subscribe(name, *events)(handle)
    return lambda: len(asked)


def test_each_consumer_gets_its_events_once_in_order(handled: Handled) -> None:
    consumer(handled, "all", "crm.*")
    consumer(handled, "won", "crm.opportunity.won")
    for name in ("crm.account.created", "crm.opportunity.won", "other.thing", "crmx.y"):
        emit(name, actor=SYSTEM)
    assert deliver_waiting() == 4
    assert handled == [
        ("all", "crm.account.created"),
        ("all", "crm.opportunity.won"),
        ("won", "crm.opportunity.won"),
    ]
    assert deliver_waiting() == 0
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()


def test_a_consumer_that_does_not_listen_is_asked_once_and_told_of_nothing(
    handled: Handled,
) -> None:
    asked: list[bool] = []
    listens = [False]

    def is_listening() -> bool:
        asked.append(listens[0])
        return listens[0]

    subscribe("some", "a.b", is_listening=is_listening)(
        lambda event: handled.append(("some", event.name))
    )
    for _ in range(3):
        emit("a.b", actor=SYSTEM)
    assert deliver_waiting() == 3
    assert (handled, asked, Delivery.objects.count()) == ([], [False], 0)
    listens[0] = True
    emit("a.b", actor=SYSTEM)
    assert deliver_waiting() == 1
    assert handled == [("some", "a.b")]


def test_a_consumer_that_had_an_event_does_not_get_it_again(handled: Handled) -> None:
    consumer(handled, "all", "a.b")
    emit("a.b", actor=SYSTEM)
    deliver_waiting()
    OutboxEvent.objects.update(delivered_at=None)
    deliver_waiting()
    assert handled == [("all", "a.b")]
    assert Delivery.objects.count() == 1


def test_a_failing_consumer_leaves_nothing_and_holds_up_nobody(handled: Handled) -> None:
    asked = failing("broken", "a.b")
    consumer(handled, "sound", "a.b")
    emit("a.b", actor=SYSTEM)
    before = User.objects.get(email__startswith="admin@").name
    deliver_waiting()
    event = OutboxEvent.objects.get()
    assert handled == [("sound", "a.b")]
    assert (event.attempts, event.delivered_at) == (1, None)
    assert event.error == "broken: RuntimeError: no luck"
    assert User.objects.get(email__startswith="admin@").name == before
    assert asked() == 1


def test_a_failure_is_tried_again_until_it_works(handled: Handled) -> None:
    asked = failing("shaky", "a.b", times=2)
    consumer(handled, "sound", "a.b")
    emit("a.b", actor=SYSTEM)
    for _ in range(5):
        deliver_waiting()
    event = OutboxEvent.objects.get()
    assert asked() == 3
    assert event.delivered_at is not None
    assert event.error == ""
    assert handled == [("sound", "a.b")]


def test_a_failure_is_not_tried_again_at_once_nor_for_ever(handled: Handled) -> None:
    asked = failing("broken", "a.b")
    emit("a.b", actor=SYSTEM)
    emit("a.b", actor=SYSTEM)
    assert deliver_waiting() == 2
    assert asked() == 2
    for _ in range(20):
        deliver_waiting()
    assert asked() == 2 * services.MOST_ATTEMPTS


def test_a_failure_does_not_stop_the_events_after_it(handled: Handled) -> None:
    failing("broken", "a.first")
    consumer(handled, "sound", "a.second")
    emit("a.first", actor=SYSTEM)
    emit("a.second", actor=SYSTEM)
    deliver_waiting()
    assert handled == [("sound", "a.second")]


def test_an_event_falls_with_its_transaction(handled: Handled) -> None:
    with transaction.atomic():
        emit("a.b", actor=SYSTEM)
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()


def test_a_part_of_the_events_can_be_delivered(handled: Handled) -> None:
    consumer(handled, "all", "a.b")
    for _ in range(5):
        emit("a.b", actor=SYSTEM)
    assert deliver_waiting(limit=2) == 2
    assert len(handled) == 2
    assert deliver_waiting() == 3


def test_without_a_broker_the_write_stands(
    handled: Handled, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from freehold.events import tasks

    def unreachable(**options: Any) -> None:
        raise OperationalError("no broker")

    consumer(handled, "all", "a.b")
    monkeypatch.setattr(tasks.deliver_events, "apply_async", unreachable)
    cache.delete(services._WOKEN)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        emit("a.b", actor=SYSTEM)
    assert callbacks
    assert OutboxEvent.objects.filter(delivered_at=None).count() == 1


def test_one_call_is_enough_until_a_worker_begins(
    handled: Handled, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from freehold.events import tasks

    calls: list[dict[str, Any]] = []
    consumer(handled, "all", "a.*")
    monkeypatch.setattr(
        tasks.deliver_events, "apply_async", lambda **options: calls.append(options)
    )
    cache.delete(services._WOKEN)
    for name in ("a.b", "a.c"):
        with django_capture_on_commit_callbacks(execute=True):
            emit(name, actor=SYSTEM)
    assert len(calls) == 1
    assert tasks.deliver_events() == 2
    with django_capture_on_commit_callbacks(execute=True):
        emit("a.d", actor=SYSTEM)
    assert len(calls) == 2


def test_a_worker_is_woken_only_when_somebody_listens(
    handled: Handled, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        emit("a.b", actor=SYSTEM)
    assert callbacks == []


def test_events_of_one_tenant_are_nothing_to_another(handled: Handled, globex: Tenant) -> None:
    from tenants.context import in_tenant

    consumer(handled, "all", "a.b")
    emit("a.b", actor=SYSTEM)
    with in_tenant(globex):
        assert deliver_waiting() == 0
    assert handled == []
