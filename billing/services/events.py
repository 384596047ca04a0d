"""Stripe's events: kept as they came, once, and then worked off in the background.

An event is only a hint that a customer changed: what is true is asked of Stripe under the
customer's lock (`refreshing`). So order, repetition and loss do no harm.
"""

import json
from typing import Any

import stripe
import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from billing.choices import EventState
from billing.models import Account, StripeEvent
from billing.reading import TENANT
from billing.services.refreshing import refresh_account
from billing.stripe_client import is_live
from freehold.errors import Malformed, NotFound, Problem
from freehold.identity.actor import SYSTEM, Actor
from tenants.context import in_public

log = structlog.get_logger(__name__)

#: Seconds between Stripe's signing an event and its arrival here.
TOLERANCE = 300
_ABOUT = ("customer.", "invoice.", "checkout.session.", "payment_method.", "subscription_schedule.")
_MOST_ATTEMPTS = 50
_LONGEST = 255


def receive(body: bytes, signature: str) -> StripeEvent:
    """Verify the bytes as they came, keep the event, and wake a worker once that is committed.

    `Malformed` for what Stripe did not sign in the last five minutes.
    """
    event = _verified(body, signature)
    with in_public(), transaction.atomic():
        kept, fresh = StripeEvent.objects.get_or_create(
            id=event["id"],
            defaults={
                "type": event["type"][:100],
                "customer": _customer_of(event),
                "body": body.decode(),
            },
        )
        if fresh:
            transaction.on_commit(lambda: _wake(kept.id))
    return kept


def handle(event_id: str, *, actor: Actor = SYSTEM, again: bool = False) -> StripeEvent:
    """Do what the event makes necessary. One that was dealt with is left, unless `again`."""
    with in_public(), transaction.atomic():
        event = StripeEvent.objects.select_for_update().filter(id=event_id).first()
        if event is None:
            raise NotFound(_("There is no such event of Stripe's."))
        if event.state != EventState.RECEIVED and not again:
            return event
        event.attempts += 1
        event.save(update_fields=["attempts"])
        account, state, reason = _judged(event)
        if account is not None:
            refresh_account(account.id, actor=actor)
        event.state, event.reason, event.handled_at = state, reason, timezone.now()
        event.save(update_fields=["state", "reason", "handled_at"])
    if state == EventState.REFUSED:
        log.error("stripe.event_refused", stripe_event=event.id, reason=reason)
    return event


def handle_waiting(limit: int = 200) -> int:
    """Work off what waits, because its message was lost or Stripe did not answer; how many."""
    with in_public():
        waiting = StripeEvent.objects.filter(
            state=EventState.RECEIVED, attempts__lt=_MOST_ATTEMPTS
        ).order_by("received_at")
        ids = list(waiting.values_list("id", flat=True)[:limit])
    done = 0
    for event_id in ids:
        try:
            handle(event_id)
        except Problem as problem:
            _note_failure(event_id, problem)
            continue
        done += 1
    return done


def _note_failure(event_id: str, problem: Problem) -> None:
    with in_public(), transaction.atomic():
        event = StripeEvent.objects.select_for_update().get(id=event_id)
        event.attempts += 1
        event.reason = problem.detail[:300]
        event.save(update_fields=["attempts", "reason"])


def _verified(body: bytes, signature: str) -> dict[str, Any]:
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE)
        except (stripe.SignatureVerificationError, ValueError, TypeError):
            continue
        return _parsed(body)
    raise Malformed(_("This is not signed by Stripe, or too long ago."))


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
        texts = (event["id"], event["type"])
        if all(isinstance(text, str) and 0 < len(text) <= _LONGEST for text in texts):
            found: dict[str, Any] = event
            return found
    except (ValueError, KeyError, TypeError):
        pass
    raise Malformed(_("This is no event of Stripe's."))


def _object_of(event: dict[str, Any]) -> dict[str, Any]:
    data = event.get("data")
    found = data.get("object") if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _customer_of(event: dict[str, Any]) -> str:
    about = _object_of(event)
    customer = about.get("id") if about.get("object") == "customer" else about.get("customer")
    if isinstance(customer, dict):
        customer = customer.get("id")
    return customer[:255] if isinstance(customer, str) else ""


def _judged(event: StripeEvent) -> tuple[Account | None, EventState, str]:
    """Whose account the event is about, if anyone's, and what to say of it."""
    told = json.loads(event.body)
    if bool(told.get("livemode")) != is_live():
        return None, EventState.IGNORED, "It is of Stripe's other mode (test or live)."
    if not event.type.startswith(_ABOUT):
        return None, EventState.IGNORED, "Events of this type change nothing here."
    account = Account.objects.filter(customer=event.customer).first() if event.customer else None
    if account is None:
        return None, EventState.IGNORED, "No tenant is this customer."
    about = _object_of(told)
    claims = [(about.get("metadata") or {}).get(TENANT), about.get("client_reference_id")]
    if any(claim and claim != str(account.tenant_id) for claim in claims):
        return None, EventState.REFUSED, "It names another tenant than the customer's."
    return account, EventState.HANDLED, ""


def _wake(event_id: str) -> None:
    """Without a broker the event waits: the sweep finds it."""
    try:
        import_string("billing.tasks.handle_event").apply_async((event_id,), retry=False)
    except OperationalError:
        log.warning("billing.broker_unreachable")
