"""What needs an operator now."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from tenants.choices import SchemaState, TenantState
from tenants.console import health, queues
from tenants.console.models import TenantUsage
from tenants.context import in_public
from tenants.listing import behind, living
from tenants.models import AuditHead

_STUCK_AFTER = timedelta(minutes=5)
_NAMED = 5
#: Slower than this at the 95th percentile, over enough requests to mean something.
_SLOW_MS = 500
_ENOUGH = 50


def overview() -> dict[str, Any]:
    """The same number of statements for ten tenants and for ten thousand."""
    parts = [part for part in health.look() if not part["ok"]]
    with in_public():
        counts = dict(living().order_by().values_list("state").annotate(count=Count("id")))
        needs = [told for told in (_need(*one) for one in _needs()) if told["count"]]
        busiest = _told(TenantUsage.objects.order_by("-requests")[:_NAMED])
        totals = {"tenants": sum(counts.values()), "states": counts}
    return {
        **totals,
        "unhealthy": parts,
        "dead_letters": queues.open_letters(),
        "needs": needs,
        "busiest": busiest,
    }


def _needs() -> list[tuple[str, Any]]:
    all_ = living()
    stuck = timezone.now() - _STUCK_AFTER
    return [
        ("failed_schema", all_.filter(schema_state=SchemaState.FAILED)),
        ("behind", all_.filter(behind()).exclude(schema_state=SchemaState.FAILED)),
        ("stuck", all_.filter(state=TenantState.PROVISIONING, created_at__lt=stuck)),
        ("past_due", all_.filter(state=TenantState.PAST_DUE)),
        (
            "broken_trail",
            all_.filter(id__in=AuditHead.objects.filter(intact=False).values("tenant_id")),
        ),
        ("failed_jobs", all_.filter(console_usage__jobs_failed__gt=0)),
        (
            "errors",
            all_.filter(Q(console_usage__errors__gt=0)).order_by("-console_usage__errors"),
        ),
        (
            "slow",
            all_.filter(
                console_usage__p95_ms__gt=_SLOW_MS, console_usage__requests__gte=_ENOUGH
            ).order_by("-console_usage__p95_ms"),
        ),
    ]


def _need(kind: str, tenants: Any) -> dict[str, Any]:
    found = tenants.count()
    named = tenants.values("slug", "name")[:_NAMED] if found else []
    return {"kind": kind, "count": found, "tenants": list(named)}


def _told(usages: Any) -> list[dict[str, Any]]:
    named = {"slug": F("tenant__slug"), "name": F("tenant__name")}
    rows = usages.values("requests", "errors", "p95_ms", "database_ms", **named)
    return [row for row in rows if row["requests"]]
