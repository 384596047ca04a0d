"""Making a tenant from the console: at once where this process may, else in the background."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from freehold.audit import services as audit
from freehold.identity.actor import Actor
from tenants.models import Tenant
from tenants.ownership import may_own
from tenants.provisioning.provision import order_of, provision_tenant, reserve_or_find
from tenants.tasks import wake_provisioning


@dataclass(frozen=True, slots=True)
class Ordered:
    """A tenant that is there, or being made (`ready` false).

    The password is told this once; it is empty where the administrator is invited by mail.
    """

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
    invite: bool = False,
    admin_name: str = "",
    sample_data: bool = False,
    **columns: Any,
) -> Ordered:
    """Take the address and make the tenant; without `wait`, or where only a worker may, later.

    `invite` mails the administrator a link to choose a password, in the name of the actor.
    Called in the operators' tenant, whose trail tells who made it. Refuses as `provision_tenant`.
    """
    invited_by = (actor.name or "Freehold") if invite else ""
    if wait and may_own():
        made = provision_tenant(
            slug,
            name,
            admin_email,
            admin_name=admin_name,
            sample_data=sample_data,
            invited_by=invited_by,
            **columns,
        )
        _tell(made.tenant, actor)
        return Ordered(made.tenant, made.admin_email, made.password, ready=True)
    password = "" if invite else secrets.token_urlsafe(12)
    order = order_of(admin_email, admin_name, password, sample_data, invited_by=invited_by)
    with transaction.atomic():
        tenant = reserve_or_find(slug, name, order, **columns)
        _tell(tenant, actor)
        transaction.on_commit(lambda: wake_provisioning(tenant.id))
    return Ordered(tenant, order.admin_email, password, ready=False)


def _tell(tenant: Tenant, actor: Actor) -> None:
    audit.record(
        actor=actor,
        action="operator.tenants.created",
        object="tenants",
        record_id=tenant.id,
        record_name=tenant.slug,
        changes={"name": [None, tenant.name], "plan": [None, tenant.plan]},
    )
