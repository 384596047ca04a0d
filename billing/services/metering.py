"""What tenants use, reported to Stripe's meters once a day."""

from datetime import date

import stripe as sdk
from django.conf import settings

from billing.choices import LIVE
from billing.models import Account
from billing.stripe_client import asking_stripe
from tenants import usage
from tenants.context import in_public, in_tenant
from tenants.models import Tenant

_GB = 10**9


def report_usage(account: Account, day: date) -> list[str]:
    """The meters that were told, once for the day: repeating it tells nothing twice."""
    if account.status not in LIVE:
        return []
    told = []
    with in_public():
        tenant = Tenant.objects.get(id=account.tenant_id)
    with in_tenant(tenant, allow_inactive=True):
        values = {name: _measured(limit) for limit, name in settings.STRIPE_METERS.items()}
    for name, value in values.items():
        if _report(account, name, value, f"{tenant.id}-{name}-{day.isoformat()}"):
            told.append(name)
    return told


def _measured(limit: str) -> int:
    """Bytes as whole gigabytes, rounded up."""
    used = usage.in_use(limit) or 0
    return -(-used // _GB) if limit.endswith("_bytes") else used


def _report(account: Account, name: str, value: int, once: str) -> bool:
    with asking_stripe() as stripe:
        try:
            stripe.v1.billing.meter_events.create(
                {
                    "event_name": name,
                    "payload": {"stripe_customer_id": account.customer, "value": str(value)},
                    "identifier": once,
                }
            )
        except sdk.InvalidRequestError as error:
            if "already exists" in str(error.user_message or error):
                return False
            raise
    return True
