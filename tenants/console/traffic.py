"""The counts of all processes, gathered from Redis into one row for each tenant and hour."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from freehold.ids import new_id
from freehold.observability import traffic
from tenants.console.models import TenantTraffic, TenantUsage
from tenants.context import in_public
from tenants.models import Tenant

KEPT_FOR = timedelta(days=8)
_SUMS = ("requests", "errors", "milliseconds", "database_ms", "jobs", "job_ms")
_BUCKETS = len(traffic.BOUNDS_MS) + 1
_BATCH = 1000


def gather() -> int:
    """Move what was counted into the table; returns how many rows were touched.

    The counts are first set aside under another name, so that processes go on counting and what a
    killed worker left is taken by the next one.
    """
    client = traffic.client()
    touched = 0
    aside = f"{traffic.COUNTS}:aside"
    for _round in range(2):
        counts = cast(dict[bytes, bytes], client.hgetall(aside))
        if counts:
            touched += _store(_parsed(counts))
            client.delete(aside)
        if not client.exists(traffic.COUNTS):
            break
        client.renamenx(traffic.COUNTS, aside)
    client.close()
    return touched


def forget_old() -> None:
    with in_public():
        TenantTraffic.objects.filter(hour__lt=timezone.now() - KEPT_FOR).delete()


def note_last_day(tenant_ids: list[UUID]) -> None:
    """Put the sums of the last 24 hours on the tenants' usage: one statement to read them."""
    sums = _last_day(tenant_ids)
    with in_public():
        known = list(TenantUsage.objects.filter(tenant_id__in=tenant_ids))
        for usage in known:
            told = sums.get(usage.tenant_id, {})
            usage.requests, usage.errors = told.get("requests", 0), told.get("errors", 0)
            usage.database_ms = told.get("database_ms", 0)
            usage.p95_ms = percentile(told.get("buckets", []), 0.95)
        TenantUsage.objects.bulk_update(known, ["requests", "errors", "database_ms", "p95_ms"])


def hours_of(tenant_id: UUID, hours: int = 24) -> list[dict[str, Any]]:
    """The last hours of a tenant, oldest first, those without traffic too."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    begin = now - timedelta(hours=hours - 1)
    with in_public():
        rows = {
            row.hour: row
            for row in TenantTraffic.objects.filter(tenant_id=tenant_id, hour__gte=begin)
        }
    shown = []
    for number in range(hours):
        hour = begin + timedelta(hours=number)
        row = rows.get(hour)
        sums = {name: getattr(row, name) if row else 0 for name in _SUMS}
        p95 = percentile(row.buckets, 0.95) if row else 0
        shown.append({"hour": hour.isoformat(), **sums, "p95_ms": p95})
    return shown


def percentile(buckets: list[int], share: float) -> int:
    """The bound in milliseconds below which that share of answers came; 0 without any."""
    total = sum(buckets)
    if not total:
        return 0
    seen = 0
    for bound, number in zip((*traffic.BOUNDS_MS, 2 * traffic.BOUNDS_MS[-1]), buckets, strict=True):
        seen += number
        if seen >= share * total:
            return bound
    return 2 * traffic.BOUNDS_MS[-1]


def _parsed(counts: dict[bytes, bytes]) -> dict[tuple[UUID, datetime], dict[str, int]]:
    found: dict[tuple[UUID, datetime], dict[str, int]] = defaultdict(dict)
    for field, number in counts.items():
        hour, tenant, name = field.decode().split("|")
        at = datetime.strptime(hour, "%Y%m%d%H").replace(tzinfo=UTC)
        found[UUID(tenant), at][name] = int(number)
    return found


def _store(counts: dict[tuple[UUID, datetime], dict[str, int]]) -> int:
    with in_public():
        asked = {tenant for tenant, _hour in counts}
        known = set(Tenant.objects.filter(id__in=asked).values_list("id", flat=True))
        rows = [
            (new_id(), tenant, hour, *(told.get(name, 0) for name in _SUMS), _buckets(told))
            for (tenant, hour), told in counts.items()
            if tenant in known
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            for start in range(0, len(rows), _BATCH):
                cursor.execute(
                    _UPSERT, [list(column) for column in _columns(rows[start:][:_BATCH])]
                )
    return len(rows)


def _buckets(told: dict[str, int]) -> str:
    """As PostgreSQL writes an array."""
    numbers = (str(told.get(f"bucket_{number}", 0)) for number in range(_BUCKETS))
    return "{" + ",".join(numbers) + "}"


def _columns(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True))


_UPSERT = f"""
INSERT INTO console_tenanttraffic AS held
  (id, tenant_id, hour, {", ".join(_SUMS)}, buckets)
SELECT id, tenant_id, hour, {", ".join(_SUMS)}, buckets::bigint[]
FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], {"%s::bigint[], " * len(_SUMS)}%s::text[])
  AS told (id, tenant_id, hour, {", ".join(_SUMS)}, buckets)
ON CONFLICT (tenant_id, hour) DO UPDATE SET
  {", ".join(f"{name} = held.{name} + excluded.{name}" for name in _SUMS)},
  buckets = ARRAY[{
    ", ".join(f"held.buckets[{at}] + excluded.buckets[{at}]" for at in range(1, _BUCKETS + 1))
}]
"""
_LAST_DAY = f"""
SELECT tenant_id, sum(requests), sum(errors), sum(database_ms),
  ARRAY[{", ".join(f"sum(buckets[{at}])::bigint" for at in range(1, _BUCKETS + 1))}]
FROM console_tenanttraffic WHERE hour >= %s AND tenant_id = ANY(%s) GROUP BY tenant_id
"""


def _last_day(tenant_ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    since = timezone.now() - timedelta(hours=24)
    with in_public(), connection.cursor() as cursor:
        cursor.execute(_LAST_DAY, [since, tenant_ids])
        return {
            tenant: {
                "requests": int(requests),
                "errors": int(errors),
                "database_ms": int(database_ms),
                "buckets": buckets,
            }
            for tenant, requests, errors, database_ms, buckets in cursor.fetchall()
        }
