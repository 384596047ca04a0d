"""The addresses of tenants follow the platform's own host when that is renamed."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from freehold.context import current_tenant
from tenants import hosts
from tenants.choices import TenantState
from tenants.context import in_public
from tenants.models import Domain, Tenant


def address_of(tenant: Tenant) -> str:
    """Where people open this tenant in a browser: its own domain, where it chose one for links."""
    return _address(_primary_host(tenant.id) or own_host(tenant))


def platform_address() -> str:
    """Where operators open the console."""
    return _address(hosts.platform_host())


def address_here() -> str:
    """`address_of` the active tenant, for links in mail that no request asked for."""
    tenant = current_tenant()
    given = hosts.platform_host() if tenant.is_operators else hosts.host_of(tenant.slug)
    return _address(_primary_host(tenant.id) or given)


def _address(host: str) -> str:
    return str(settings.PLATFORM_ADDRESS).format(host=host, port=settings.PORT)


def _primary_host(tenant_id: UUID) -> str | None:
    with in_public():
        primary = Domain.objects.filter(tenant_id=tenant_id, is_primary=True)
        return primary.values_list("domain", flat=True).first()


def own_host(tenant: Tenant) -> str:
    return hosts.platform_host() if tenant.is_operators else hosts.host_of(tenant.slug)


def follow_platform_host() -> bool:
    """Give every tenant its address below the current host; True when some lacked it.

    Addresses of a former host go on leading to their tenants.
    """
    with in_public():
        if Domain.objects.filter(domain=hosts.platform_host(), tenant__is_operators=True).exists():
            return False
        tenants = Tenant.objects.exclude(state=TenantState.ERASED)
        if not tenants.filter(is_operators=True).exists():
            return False
        with transaction.atomic():
            Domain.objects.filter(tenant__in=tenants).update(is_primary=False)
            Domain.objects.bulk_create(
                [Domain(tenant=tenant, domain=own_host(tenant)) for tenant in tenants],
                update_conflicts=True,
                unique_fields=["domain"],
                update_fields=["is_primary"],
            )
            hosts.forget_hosts()
    return True
