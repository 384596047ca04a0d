"""Making a tenant from the console: at once where this process may, else in the background."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from freehold.audit import services as audit
from freehold.identity.actor import Actor
from tenants.context import in_public
from tenants.models import Tenant
from tenants.ownership import may_own
from tenants.provisioning.orders import Order
from tenants.provisioning.provision import provision_tenant, reserve_or_find
from tenants.tasks import provision


@dataclass(frozen=True, slots=True)
class Ordered:
    """A tenant that is there, or being made (`ready` false). The password is told this once."""

    tenant: Tenant
    admin_email: str
    password: str
    ready: bool


def order_tenant(
    slug: str,
    name: str,
    admin_email: str,
    *,
    actor: Actor,
    wait: bool = True,
    admin_name: str = "",
    sample_data: bool = False,
    **columns: Any,
) -> Ordered:
    """Take the address and make the tenant; without `wait`, or where only a worker may, later.

    Called in the operators' tenant, whose trail tells who made it. Refuses as `provision_tenant`.
    """
    if wait and may_own():
        made = provision_tenant(
            slug, name, admin_email, admin_name=admin_name, sample_data=sample_data, **columns
        )
        _tell(made.tenant, actor)
        return Ordered(made.tenant, made.admin_email, made.password, ready=True)
    password = secrets.token_urlsafe(12)
    email = admin_email.strip().lower()
    order = Order(email, admin_name, make_password(password), sample_data)
    with transaction.atomic():
        tenant = reserve_or_find(slug, name, order, **columns)
        _tell(tenant, actor)
        transaction.on_commit(lambda: _wake(str(tenant.id)))
    return Ordered(tenant, email, password, ready=False)


def _wake(tenant_id: str) -> None:
    with in_public():
        provision.delay(tenant_id)


def _tell(tenant: Tenant, actor: Actor) -> None:
    audit.record(
        actor=actor,
        action="operator.tenants.created",
        object="tenants",
        record_id=tenant.id,
        record_name=tenant.slug,
        changes={"name": [None, tenant.name], "plan": [None, tenant.plan]},
    )
