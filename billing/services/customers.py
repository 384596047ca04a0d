"""A tenant becomes Stripe's customer, once."""

import hashlib
from uuid import UUID

from django.db import transaction

from billing.models import Account
from billing.reading import TENANT
from billing.stripe_client import asking_stripe
from tenants.models import Tenant


def account_of(tenant_id: UUID, *, email: str) -> Account:
    """The tenant's account; on first use a customer is made, whose invoices go to `email`.

    In the public schema. Two at once wait for each other; a crash between Stripe's answer and our
    commit finds the same customer again by the idempotency key.
    """
    with transaction.atomic():
        tenant = Tenant.objects.select_for_update().get(id=tenant_id)
        account = Account.objects.filter(tenant=tenant).first()
        if account is None:
            customer = _make_customer(tenant, email)
            account = Account.objects.create(tenant=tenant, customer=customer)
    return account


def _make_customer(tenant: Tenant, email: str) -> str:
    told = hashlib.sha256(f"{tenant.name}\n{email}".encode()).hexdigest()[:16]
    with asking_stripe() as stripe:
        made = stripe.v1.customers.create(
            {"name": tenant.name, "email": email, "metadata": {TENANT: str(tenant.id)}},
            {"idempotency_key": f"customer-{tenant.id}-{told}"},
        )
    return made.id
