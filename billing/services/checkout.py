"""The way to Stripe's own pages: to subscribe, and to manage card, addresses and tax ids there."""

from typing import Any

from django.utils.translation import gettext as _

from billing.choices import LIVE
from billing.models import Account, PlanPrice
from billing.reading import TENANT
from billing.selectors import price_of
from billing.services.customers import account_of
from billing.stripe_client import asking_stripe
from freehold.context import TenantContext, current_tenant
from freehold.errors import Conflict
from freehold.identity.actor import Actor
from freehold.identity.lookups import user_by_id
from freehold.identity.models import User
from tenants.context import in_public
from tenants.entitlements import BILLING_PAGE, plan_named


def start_checkout(*, actor: Actor, plan: str, interval: str, origin: str) -> str:
    """The address of Stripe's page on which the active tenant subscribes to the plan.

    A tenant's first subscription begins with the plan's trial, for which no card is needed. Nothing
    is entitled to by coming back from there: that follows from what Stripe then tells.
    """
    if current_tenant().is_operators:
        raise Conflict(_("The operators' own workspace is not billed."))
    tenant, seats = current_tenant(), User.objects.filter(is_active=True).count()
    payer = user_by_id(actor.user_id) if actor.user_id else None
    with in_public():
        price = price_of(plan, interval, tenant.currency)
        account = account_of(tenant.id, email=payer.email if payer else "")
        if account.status in LIVE:
            raise Conflict(
                _("This workspace has a subscription. Change its plan instead of paying twice.")
            )
        return _session(account, price, max(1, seats), tenant, origin.rstrip("/"))


def _session(
    account: Account, price: PlanPrice, seats: int, tenant: TenantContext, origin: str
) -> str:
    page = f"{origin}{BILLING_PAGE}"
    told = {TENANT: str(tenant.id)}
    subscription: dict[str, object] = {"metadata": told}
    trial = 0 if account.had_trial else plan_named(price.plan).trial_days
    if trial:
        subscription["trial_period_days"] = trial
        ends = {"missing_payment_method": "cancel"}
        subscription["trial_settings"] = {"end_behavior": ends}
    wanted: Any = {
        "mode": "subscription",
        "customer": account.customer,
        "client_reference_id": str(tenant.id),
        "line_items": [{"price": price.price, "quantity": seats}],
        "subscription_data": subscription,
        "payment_method_collection": "if_required" if trial else "always",
        "allow_promotion_codes": True,
        "tax_id_collection": {"enabled": True},
        "billing_address_collection": "auto",
        "customer_update": {"name": "auto", "address": "auto"},
        "metadata": told,
        "success_url": f"{page}?paid=1",
        "cancel_url": page,
    }
    with asking_stripe() as stripe:
        session = stripe.v1.checkout.sessions.create(wanted)
    return str(session.url)


def open_portal(*, actor: Actor, origin: str) -> str:
    """The address of Stripe's page on which the active tenant manages how it pays."""
    tenant = current_tenant()
    with in_public():
        account = Account.objects.filter(tenant_id=tenant.id).first()
        if account is None:
            raise Conflict(_("This workspace never subscribed: choose a plan first."))
        with asking_stripe() as stripe:
            session = stripe.v1.billing_portal.sessions.create(
                {
                    "customer": account.customer,
                    "return_url": f"{origin.rstrip('/')}{BILLING_PAGE}?returned=1",
                }
            )
    return session.url
