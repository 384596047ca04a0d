"""What operators may know about tenants."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tenants import placements
from tenants.context import in_public
from tenants.models import Tenant
from tenants.reach import UNREACHED, asking
from tenants.schema_sizes import SchemaSize, schema_sizes
from tenants.services.addresses import address_of
from tenants.services.transitions import tenant_by_slug
from tenants.versions import expected_version


def list_tenants(state: str = "") -> list[dict[str, Any]]:
    """All tenants but the erased ones, by slug: one query, whatever their number."""
    with in_public():
        tenants: Iterable[Tenant] = (
            Tenant.objects.exclude(state="erased")
            .filter(**{"state": state} if state else {})
            .prefetch_related("domains")
        )
        return [summary(tenant) for tenant in tenants]


def show_tenant(slug: str) -> dict[str, Any]:
    """One tenant with its domains and the size of its schema."""
    with in_public():
        tenant = tenant_by_slug(slug)
        return {
            **summary(tenant),
            "domains": [domain.domain for domain in tenant.domains.all()],
            "unproved_domains": _unproved_domains(tenant),
            "schema": tenant.schema_name,
            "schema_error": tenant.schema_error,
            "region": tenant.region,
            "currency": tenant.currency,
            "locale": tenant.locale,
            "time_zone": tenant.time_zone,
            "limits": tenant.limits,
            "progress": {k: v for k, v in tenant.progress.items() if k != "order"},
            "address": address_of(tenant),
            "state_changed_at": tenant.state_changed_at and tenant.state_changed_at.isoformat(),
            **_size(tenant.schema_name, tenant.database),
        }


def _unproved_domains(tenant: Tenant) -> list[dict[str, Any]]:
    """What its administrators asked for and have not proved, or no longer can."""
    return [
        {
            "domain": claim.domain,
            "asked_at": claim.created_at.isoformat(),
            "checked_at": _iso(claim.checked_at),
            "problem": claim.problem,
        }
        for claim in tenant.domain_claims.filter(verified_at=None)
    ]


def summary(tenant: Tenant) -> dict[str, Any]:
    domains = sorted(tenant.domains.all(), key=lambda one: (not one.is_primary, one.created_at))
    primary = next(iter(domains), None)
    return {
        "id": str(tenant.id),
        "slug": tenant.slug,
        "name": tenant.name,
        "state": tenant.state,
        "state_reason": tenant.state_reason,
        "state_changed_at": _iso(tenant.state_changed_at),
        "former_state": tenant.former_state,
        "erase_at": _iso(tenant.erase_at),
        "is_sandbox": tenant.is_sandbox,
        "kept": bool(tenant.kept),
        "moved_from": (tenant.kept or {}).get("database", ""),
        "plan": tenant.plan,
        "database": tenant.database,
        "domain": primary.domain if primary else "",
        "is_operators": tenant.is_operators,
        "schema_version": tenant.schema_version,
        "schema_state": tenant.schema_state,
        "up_to_date": tenant.schema_version == expected_version(),
        "created_at": tenant.created_at.isoformat(),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _size(schema: str, database: str) -> dict[str, int | None]:
    """Tables, bytes on disk and PostgreSQL's own estimate of the rows; None: nobody knows."""
    try:
        with asking(database), placements.at(database):
            size = schema_sizes([schema]).get(schema, SchemaSize())
    except UNREACHED:
        return {"tables": None, "bytes": None, "rows_estimated": None}
    return {"tables": size.tables, "bytes": size.bytes, "rows_estimated": size.rows}
