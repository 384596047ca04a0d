"""Keeping everybody out of a tenant for the moments in which its schema changes under its name."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tenants import hosts
from tenants.cache import forget_tenant
from tenants.choices import SchemaState
from tenants.context import in_public
from tenants.models import Tenant

#: Every process has looked at the mark of hosts by then, and short requests have ended.
PATIENCE = 1.5


@contextmanager
def fenced(tenant: Tenant) -> Iterator[None]:
    """People get 503 with `Retry-After`, jobs wait. If the process dies inside, the next rollout
    brings the tenant back.

    What was cached of the tenant is forgotten: sessions and roles, say, are those of the schema.
    """
    mark(tenant, SchemaState.MIGRATING)
    time.sleep(PATIENCE)
    forget_tenant(tenant.id)
    try:
        yield
    finally:
        forget_tenant(tenant.id)
        mark(tenant, SchemaState.READY)


def mark(tenant: Tenant, state: SchemaState) -> None:
    """Every process knows within about a second."""
    with in_public():
        Tenant.objects.filter(id=tenant.id).update(schema_state=state)
        hosts.forget_hosts()
