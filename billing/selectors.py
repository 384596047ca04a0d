"""What is known here of plans, subscriptions, invoices and events."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from billing.choices import LIVE
from billing.models import Account, Invoice, PlanPrice, StripeEvent
from freehold.errors import Conflict, Invalid
from tenants.context import in_public
from tenants.entitlements import Plan, offered

_LISTED = 100


def price_of(plan: str, interval: str, currency: str) -> PlanPrice:
    """In the currency, or else in the settings' first one. Called in the public schema."""
    found = offered().get(plan)
    if found is None or interval not in found.prices:
        raise Invalid.at("plan", "unknown", _("Choose one of the plans that are offered."))
    chosen = _currency(found.prices[interval], currency)
    price = PlanPrice.objects.filter(
        plan=plan, interval=interval, currency=chosen, active=True
    ).first()
    if price is None:
        raise Conflict(
            _(
                "The prices are not at Stripe yet. The operators of this installation run "
                "“manage.py billing sync-plans”."
            )
        )
    return price


def plans_for(currency: str) -> list[dict[str, Any]]:
    """The plans that are offered, with the price of a seat in this currency or else the first."""
    return [_shown_plan(plan, currency) for plan in offered().values()]


def _currency(amounts: Mapping[str, int], wanted: str) -> str:
    """The wanted one where there is a price in it, else the first of the settings."""
    return wanted.lower() if wanted.lower() in amounts else next(iter(amounts))


def _shown_plan(plan: Plan, currency: str) -> dict[str, Any]:
    prices = []
    for interval, amounts in plan.prices.items():
        chosen = _currency(amounts, currency)
        prices.append({"interval": interval, "currency": chosen.upper(), "amount": amounts[chosen]})
    return {
        "plan": plan.key,
        "name": plan.name,
        "prices": prices,
        "trial_days": plan.trial_days,
        "limits": dict(plan.limits),
        "features": sorted(plan.features),
    }


def subscription_of(tenant_id: UUID) -> dict[str, Any] | None:
    """The tenant's subscription as it was when last looked at; None if it never had one."""
    with in_public():
        account = Account.objects.filter(tenant_id=tenant_id).first()
        if account is None or not account.status:
            return None
        open_invoice = account.invoices.filter(status="open", amount_due__gt=0).first()
        price = (
            PlanPrice.objects.filter(
                plan=account.plan, interval=account.interval, currency=account.currency
            )
            .order_by("-active")
            .first()
        )
    return {
        "status": account.status,
        "live": account.status in LIVE,
        "plan": account.plan,
        "interval": account.interval or None,
        "currency": account.currency.upper(),
        "seats": account.quantity,
        "amount": price.amount * account.quantity if price else None,
        "period_end": account.period_end,
        "trial_end": account.trial_end,
        "cancel_at_period_end": account.cancel_at_period_end,
        "refreshed_at": account.refreshed_at,
        "open_invoice": _shown_invoice(open_invoice) if open_invoice else None,
    }


def trial_is_left(tenant_id: UUID) -> bool:
    with in_public():
        return not Account.objects.filter(tenant_id=tenant_id, had_trial=True).exists()


def invoices_of(tenant_id: UUID) -> list[dict[str, Any]]:
    """The latest hundred, newest first; older ones are in Stripe's portal."""
    with in_public():
        found = Invoice.objects.filter(account__tenant_id=tenant_id)[:_LISTED]
        return [_shown_invoice(one) for one in found]


def _shown_invoice(one: Invoice) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "status": one.status,
        "currency": one.currency.upper(),
        "total": one.total,
        "amount_due": one.amount_due,
        "issued_at": one.issued_at,
        "next_attempt_at": one.next_attempt_at,
        "page": one.page,
        "pdf": one.pdf,
    }


def account_for_operators(tenant_id: UUID) -> dict[str, Any]:
    """Ids of Stripe's that help to find the customer there, and what came from Stripe lately."""
    with in_public():
        account = Account.objects.filter(tenant_id=tenant_id).first()
        events = StripeEvent.objects.filter(customer=account.customer if account else None)
        return {
            "customer": account.customer if account else None,
            "subscription": account.subscription or None if account else None,
            "suspended_here": bool(account and account.suspended_here),
            "events": [
                {
                    "id": one.id,
                    "type": one.type,
                    "state": one.state,
                    "reason": one.reason,
                    "received_at": one.received_at,
                    "handled_at": one.handled_at,
                }
                for one in events[:_LISTED]
            ],
            "plans": list(settings.PLANS),
        }
