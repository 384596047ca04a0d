"""The number of seats that is paid for follows the number of active users."""

from uuid import UUID

from django.db import transaction

from billing.models import Account
from billing.services.refreshing import refresh_account
from billing.stripe_client import asking_stripe
from freehold.identity.models import User
from tenants.choices import READABLE
from tenants.context import in_public, in_tenant
from tenants.models import Tenant

_FOLLOWING = ("active", "trialing", "past_due")


def follow_seats(tenant_id: UUID) -> bool:
    """Tell Stripe how many seats the tenant uses; whether that was news. Charged with the next
    invoice, for the days that were used."""
    with in_public():
        tenant = Tenant.objects.filter(id=tenant_id, state__in=READABLE).first()
        if tenant is None:
            return False
        with in_tenant(tenant, allow_inactive=True):
            seats = max(1, User.objects.filter(is_active=True).count())
        with transaction.atomic():
            account = Account.objects.select_for_update().filter(tenant=tenant).first()
            if account is None or account.status not in _FOLLOWING or account.quantity == seats:
                return False
            with asking_stripe() as stripe:
                stripe.v1.subscriptions.update(
                    account.subscription,
                    {
                        "items": [{"id": account.item, "quantity": seats}],
                        "proration_behavior": "create_prorations",
                    },
                )
        refresh_account(account.id)
    return True
