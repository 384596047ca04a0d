"""How large tenants are: measured by the hour, and anew when an operator looks at one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db.models import Count, Max, Q
from django.utils import timezone

from freehold.identity.models import User
from freehold.jobs.models import Job, JobState
from tenants import placements
from tenants import usage as metered
from tenants.choices import READABLE, SchemaState
from tenants.console import traffic
from tenants.console.models import TenantUsage
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.reach import UNREACHED, asking
from tenants.schema_sizes import SchemaSize, schema_sizes

log = structlog.get_logger(__name__)
_FRESH = timedelta(minutes=1)
_OPEN = (JobState.QUEUED, JobState.RUNNING)


def measure_next(after: UUID | None, limit: int = 100) -> UUID | None:
    """Measure the tenants that follow in the order of their ids; the last one, or None at the end.

    Sizes are asked once for all of them; each tenant's own figures are three.
    """
    with in_public():
        tenants = Tenant.objects.filter(state__in=READABLE, schema_state=SchemaState.READY)
        if after is not None:
            tenants = tenants.filter(id__gt=after)
        found = list(tenants.order_by("id")[:limit])
    if found:
        measure(found)
    return found[-1].id if len(found) == limit else None


def measure(tenants: list[Tenant]) -> None:
    sizes = _sizes(tenants)
    for tenant in tenants:
        try:
            own = _own_figures(tenant)
        except UNREACHED as error:
            log.warning("console.not_measured", slug=tenant.slug, error=str(error))
            continue
        size = sizes.get(tenant.schema_name, SchemaSize())
        figures = {"database_bytes": size.bytes, "rows": size.rows}
        values = {**own, **figures, "measured_at": timezone.now()}
        with in_public():
            TenantUsage.objects.update_or_create(tenant=tenant, defaults=values)
    traffic.note_last_day([tenant.id for tenant in tenants])


def usage_of(tenant: Tenant) -> TenantUsage | None:
    """As measured within the last minute where that can be done now."""
    with in_public():
        known = TenantUsage.objects.filter(tenant=tenant).first()
        if known is not None and known.measured_at > timezone.now() - _FRESH:
            return known
        if tenant.may_read:
            measure([tenant])
            known = TenantUsage.objects.filter(tenant=tenant).first()
    return known


def _sizes(tenants: list[Tenant]) -> dict[str, SchemaSize]:
    """Of each database that they lie in; one that is away tells nothing."""
    schemas: dict[str, list[str]] = {}
    for tenant in tenants:
        schemas.setdefault(tenant.database, []).append(tenant.schema_name)
    found: dict[str, SchemaSize] = {}
    for database, names in schemas.items():
        try:
            with asking(database), in_public(), placements.at(database):
                found |= schema_sizes(names)
        except UNREACHED as error:
            log.warning("console.database_not_measured", database=database, error=str(error))
    return found


def _own_figures(tenant: Tenant) -> dict[str, Any]:
    with asking(tenant.database), in_tenant(tenant, allow_inactive=True):
        people = User.objects.aggregate(
            users=Count("id", filter=Q(is_active=True)), last=Max("last_login")
        )
        jobs = Job.objects.filter(state__in=[*_OPEN, JobState.FAILED]).aggregate(
            open=Count("id", filter=Q(state__in=_OPEN)),
            failed=Count("id", filter=Q(state=JobState.FAILED)),
        )
        files = metered.in_use("storage_bytes") or 0
    return {
        "users": people["users"],
        "last_sign_in_at": people["last"],
        "jobs_open": jobs["open"],
        "jobs_failed": jobs["failed"],
        "file_bytes": files,
    }
