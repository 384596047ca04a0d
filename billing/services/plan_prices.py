"""The plans of the settings, brought to Stripe."""

from typing import Any

import stripe as sdk
from django.conf import settings
from django.db import transaction
from stripe import StripeClient

from billing.models import PlanPrice
from billing.reading import PLAN
from billing.stripe_client import asking_stripe
from tenants.context import in_public
from tenants.entitlements import Plan, offered


def sync_plans() -> list[str]:
    """Make what Stripe lacks: a product for each plan, a price for each interval and currency, a
    meter for each measure. What changed, in words. Prices of Stripe's can't be edited: a new
    amount is a new price, and who pays the old one goes on paying it until they change."""
    with in_public(), asking_stripe() as stripe:
        told = [line for plan in offered().values() for line in _sync_plan(stripe, plan)]
        return [*told, *_sync_meters(stripe)]


def _sync_plan(stripe: StripeClient, plan: Plan) -> list[str]:
    if not plan.prices:
        return []
    product = _product(stripe, plan)
    told = []
    for interval, amounts in plan.prices.items():
        for currency, amount in amounts.items():
            key = f"freehold_{plan.key}_{interval}_{currency}"
            told += _sync_price(stripe, product, plan, interval, currency, amount, key)
    return told


def _product(stripe: StripeClient, plan: Plan) -> str:
    ident, told = f"freehold_{plan.key}", {PLAN: plan.key}
    try:
        product = stripe.v1.products.retrieve(ident)
    except sdk.InvalidRequestError:
        return stripe.v1.products.create({"id": ident, "name": plan.name, "metadata": told}).id
    if product.name != plan.name:
        stripe.v1.products.update(ident, {"name": plan.name})
    return ident


def _sync_price(
    stripe: StripeClient,
    product: str,
    plan: Plan,
    interval: str,
    currency: str,
    amount: int,
    key: str,
) -> list[str]:
    found = stripe.v1.prices.list({"lookup_keys": [key]}).data
    told = []
    price: Any = found[0] if found else None
    if price is None or price.unit_amount != amount or not price.active:
        former = price
        price = stripe.v1.prices.create(
            {
                "product": product,
                "currency": currency,
                "unit_amount": amount,
                "recurring": {"interval": interval},
                "lookup_key": key,
                "transfer_lookup_key": True,
                "metadata": {PLAN: plan.key},
            }
        )
        if former is not None and former.active:
            stripe.v1.prices.update(former.id, {"active": False})
        told.append(f"{plan.key}: {amount} {currency} a {interval} ({price.id})")
    _keep(price.id, plan.key, interval, currency, amount)
    return told


@transaction.atomic
def _keep(price: str, plan: str, interval: str, currency: str, amount: int) -> None:
    same = PlanPrice.objects.filter(plan=plan, interval=interval, currency=currency)
    same.exclude(price=price).update(active=False)
    PlanPrice.objects.update_or_create(
        price=price,
        defaults={
            "plan": plan,
            "interval": interval,
            "currency": currency,
            "amount": amount,
            "active": True,
        },
    )


def _sync_meters(stripe: StripeClient) -> list[str]:
    known = {one.event_name for one in stripe.v1.billing.meters.list({"limit": 100}).data}
    told = []
    for limit, name in settings.STRIPE_METERS.items():
        if name not in known:
            stripe.v1.billing.meters.create(
                {
                    "display_name": f"Freehold: {limit}",
                    "event_name": name,
                    "default_aggregation": {"formula": "last"},
                }
            )
            told.append(f"meter: {name}")
    return told
