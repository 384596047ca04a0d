"""Looking at Stripe afresh: the mirror is renewed under the customer's lock, then the tenant
follows. Whatever an event says, this is all that is done about it, so that order, repetition and
loss of events do not matter."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from billing.models import Account, Invoice
from billing.reading import Found, Object, chosen, moment
from billing.services.standing import apply_standing
from billing.stripe_client import asking_stripe
from freehold.identity.actor import SYSTEM, Actor
from tenants.context import in_public

log = structlog.get_logger(__name__)

_MOST = 100


def refresh_account(account_id: UUID, *, actor: Actor = SYSTEM) -> list[str]:
    """The names of what differed from the mirror. `Unavailable` when Stripe does not answer."""
    with in_public(), transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        found, invoices = _ask(account)
        changed = _renew(account, found)
        changed += _renew_invoices(account, invoices)
        changed += apply_standing(account, actor=actor)
    if changed:
        log.info("billing.refreshed", account=str(account.id), changed=changed)
    return changed


def _ask(account: Account) -> tuple[Found, list[Object]]:
    with asking_stripe() as stripe:
        customer = stripe.v1.customers.retrieve(account.customer)
        if getattr(customer, "deleted", False):
            return Found(), []
        wanted: Any = {"customer": account.customer, "limit": _MOST}
        every: Any = {**wanted, "status": "all"}
        subscriptions = stripe.v1.subscriptions.list(every)
        invoices = stripe.v1.invoices.list(wanted)
    found = chosen([one.to_dict() for one in subscriptions.data], str(account.tenant_id))
    return found, [one.to_dict() for one in invoices.data]


def _renew(account: Account, found: Found) -> list[str]:
    changed = []
    if not found.status and account.subscription:
        found = Found(status="canceled", plan=account.plan, subscription=account.subscription)
    for field in fields(Found):
        value = getattr(found, field.name)
        if getattr(account, field.name) != value:
            setattr(account, field.name, value)
            changed.append(field.name)
    if found.trial_end and not account.had_trial:
        account.had_trial = True
    account.refreshed_at = timezone.now()
    account.save()
    return changed


def _renew_invoices(account: Account, invoices: list[Object]) -> list[str]:
    held = {one.id: one for one in account.invoices.all()}
    fresh = [_invoice(account, one) for one in invoices if one["status"] != "draft"]
    changed = [one for one in fresh if one.id not in held or _differs(held[one.id], one)]
    Invoice.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(_COPIED),
    )
    return ["invoices"] if changed else []


_COPIED = (
    "number", "status", "currency", "total", "amount_due", "issued_at", "next_attempt_at",
    "page", "pdf",
)  # fmt: skip


def _invoice(account: Account, one: Object) -> Invoice:
    return Invoice(
        id=one["id"],
        account=account,
        number=one.get("number") or "",
        status=one.get("status") or "",
        currency=one["currency"],
        total=one["total"],
        amount_due=one["amount_remaining"],
        issued_at=datetime.fromtimestamp(one["created"], tz=UTC),
        next_attempt_at=moment(one.get("next_payment_attempt")),
        page=one.get("hosted_invoice_url") or "",
        pdf=one.get("invoice_pdf") or "",
    )


def _differs(held: Any, fresh: Any) -> bool:
    return any(getattr(held, name) != getattr(fresh, name) for name in _COPIED)
