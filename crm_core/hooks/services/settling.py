"""What an attempt changes: the message is done, tried again later or given up."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db import transaction
from django.utils import timezone

from crm_core.hooks.choices import DeliveryError, DeliveryState, DisabledReason
from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.hooks.services.switching import disable
from freehold.outbound.calling import Answer

#: Pauses before the next attempts, about three days together; after the last it is given up.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
#: Each pause is up to so much longer, so that what failed together comes back apart.
JITTER = 0.2
LONGEST_WAIT = timedelta(hours=24)
#: A webhook by which nothing arrived for so long, in so many attempts, is switched off.
FAILING_FOR = timedelta(days=3)
FAILING_TIMES = 10
_FIRST_REST, _LONGEST_REST = timedelta(seconds=5), timedelta(minutes=10)
_GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to."""

    status: int | None = None
    error: str = ""
    text: str = ""
    retry_after: timedelta | None = None

    @classmethod
    def of(cls, answer: Answer | None) -> "Outcome":
        if answer is None:
            return cls(error=DeliveryError.DISABLED)
        error = ""
        if not 200 <= answer.status < 300:
            redirected = 300 <= answer.status < 400
            error = DeliveryError.REDIRECT if redirected else DeliveryError.STATUS
        told = _retry_after(answer.headers.get("retry-after", ""), timezone.now())
        return cls(answer.status, error, answer.text, told)


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """Seconds, or a date (RFC 9110, 10.2.3); what can't be read is not heeded."""
    if text.isascii() and text.isdigit() and len(text) < 9:
        return min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta(0)), LONGEST_WAIT)


@transaction.atomic
def settle(delivery: WebhookDelivery, outcome: Outcome, *, took_ms: int) -> None:
    hook = _locked(delivery)
    if hook is None:
        return
    delivery.status, delivery.error = outcome.status, outcome.error
    delivery.answer, delivery.took_ms = outcome.text, took_ms
    if not outcome.error:
        _end(delivery, DeliveryState.DELIVERED)
    elif delivery.event is None or outcome.status == _GONE or not hook.is_active:
        _end(delivery, DeliveryState.DEAD)
    else:
        _again_or_dead(delivery, outcome.retry_after)
    if delivery.event is not None and hook.is_active:
        _note(hook, outcome)


@transaction.atomic
def withhold(delivery: WebhookDelivery) -> None:
    """The owner may see nothing of it any more: it is not sent."""
    if _locked(delivery) is not None:
        delivery.status, delivery.error, delivery.answer = None, DeliveryError.RIGHTS, ""
        _end(delivery, DeliveryState.WITHHELD)


@transaction.atomic
def give_up(delivery: WebhookDelivery, reason: DisabledReason) -> None:
    hook = _locked(delivery)
    if hook is not None:
        delivery.status, delivery.error, delivery.answer = None, DeliveryError.DISABLED, ""
        _end(delivery, DeliveryState.DEAD)
        if hook.is_active:
            disable(hook, reason)


def _locked(delivery: WebhookDelivery) -> Webhook | None:
    """The webhook as it is now; None when another attempt or a person was quicker."""
    hook = Webhook.objects.select_for_update(of=("self",)).filter(id=delivery.webhook_id).first()
    mine = WebhookDelivery.objects.select_for_update().filter(
        id=delivery.id, attempts=delivery.attempts, tried_at=delivery.tried_at
    )
    if hook is None or not mine.exists():
        return None
    return hook


def _end(delivery: WebhookDelivery, state: DeliveryState) -> None:
    delivery.state, delivery.next_at = state, None
    _store(delivery)


def _again_or_dead(delivery: WebhookDelivery, retry_after: timedelta | None) -> None:
    if delivery.attempts > len(PAUSES):
        _end(delivery, DeliveryState.DEAD)
        return
    pause = PAUSES[delivery.attempts - 1] * (1 + random.uniform(0, JITTER))
    delivery.state = DeliveryState.WAITING
    delivery.next_at = timezone.now() + max(pause, retry_after or pause)
    _store(delivery)


def _store(delivery: WebhookDelivery) -> None:
    delivery.save(update_fields=["state", "next_at", "status", "error", "answer", "took_ms"])


def _note(hook: Webhook, outcome: Outcome) -> None:
    """How the webhook fares: a success forgets all failures before it."""
    now = timezone.now()
    if not outcome.error:
        hook.failures, hook.failing_since, hook.resting_until = 0, None, None
        hook.succeeded_at = now
    else:
        hook.failures += 1
        hook.failing_since = hook.failing_since or now
        hook.resting_until = now + _rest(hook.failures, outcome)
    hook.save(update_fields=["failures", "failing_since", "resting_until", "succeeded_at"])
    if outcome.status == _GONE:
        disable(hook, DisabledReason.GONE)
    elif hook.failures >= FAILING_TIMES and now - (hook.failing_since or now) >= FAILING_FOR:
        disable(hook, DisabledReason.FAILING)


def _rest(failures: int, outcome: Outcome) -> timedelta:
    """None after the first failure, then longer each time; as long as the receiver asks for."""
    asked = outcome.retry_after or timedelta(0)
    if failures < 2:
        return asked
    doubled = _FIRST_REST * (1 << min(failures - 2, 10))
    return max(asked, min(doubled, _LONGEST_REST))
