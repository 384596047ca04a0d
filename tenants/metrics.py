"""What Prometheus is told about the audit trails: one query a scrape, no label for every tenant."""

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tenants.context import in_public
from tenants.models import AuditHead

_STATES = {True: "intact", False: "broken", None: "unverified"}


class AuditCollector(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Counts of tenants by state, and by name those whose trail is broken."""
        with in_public():
            counts = dict(
                AuditHead.objects.values_list("intact").annotate(count=Count("tenant_id"))
            )
            broken = list(
                AuditHead.objects.filter(intact=False).values_list("tenant_id", flat=True)
            )
            oldest = AuditHead.objects.order_by("verified_at").values_list("verified_at", flat=True)
            verified_at = oldest.exclude(verified_at=None).first()
        trails = GaugeMetricFamily(
            "freehold_audit_trails",
            "Audit trails by the result of their last check",
            labels=["state"],
        )
        for found, name in _STATES.items():
            trails.add_metric([name], counts.get(found, 0))
        yield trails
        named = GaugeMetricFamily(
            "freehold_audit_broken",
            "1 for each tenant whose audit trail is broken",
            labels=["tenant"],
        )
        for tenant_id in broken:
            named.add_metric([str(tenant_id)], 1)
        yield named
        if verified_at is not None:
            yield GaugeMetricFamily(
                "freehold_audit_oldest_check_seconds",
                "When the check that lies back longest took place, as a Unix time",
                value=verified_at.timestamp(),
            )
