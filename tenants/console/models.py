"""What operators know about tenants besides their rows: size and traffic, in the public schema."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from freehold.ids import new_id
from tenants.models import Tenant


class TenantUsage(models.Model):
    """How large a tenant is and how busy it was in the last day, as measured last."""

    tenant = models.OneToOneField(
        Tenant, models.CASCADE, primary_key=True, related_name="console_usage"
    )
    measured_at = models.DateTimeField()
    users = models.IntegerField(default=0)
    last_sign_in_at = models.DateTimeField(null=True)
    rows = models.BigIntegerField(default=0)
    database_bytes = models.BigIntegerField(default=0)
    file_bytes = models.BigIntegerField(default=0)
    jobs_open = models.IntegerField(default=0)
    jobs_failed = models.IntegerField(default=0)
    requests = models.BigIntegerField(default=0)
    errors = models.BigIntegerField(default=0)
    p95_ms = models.IntegerField(default=0)
    database_ms = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.tenant_id}"


class TenantTraffic(models.Model):
    """What one tenant asked for in one hour. `buckets` count answers by the time they took."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    requests = models.BigIntegerField(default=0)
    errors = models.BigIntegerField(default=0)
    milliseconds = models.BigIntegerField(default=0)
    database_ms = models.BigIntegerField(default=0)
    jobs = models.BigIntegerField(default=0)
    job_ms = models.BigIntegerField(default=0)
    buckets: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "hour"], name="console_traffic_once_an_hour")
        ]
        indexes = [models.Index(fields=["hour"], name="console_traffic_hour")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.hour}"


class SupportConsent(models.Model):
    """A tenant lets operators sign in as its users until a moment, to look or also to change."""

    tenant = models.OneToOneField(Tenant, models.CASCADE, primary_key=True, related_name="+")
    until = models.DateTimeField()
    writes = models.BooleanField(default=False)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tenant_id} until {self.until}"


class SupportSession(models.Model):
    """An operator signed in, or may within a minute, as a user of a tenant.

    Of the token that hands over from host to host only a digest is stored; it counts once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    token_until = models.DateTimeField()
    operator_id = models.UUIDField()
    operator_name = models.CharField(max_length=200)
    user_id = models.UUIDField()
    user_name = models.CharField(max_length=254)
    reason = models.CharField(max_length=500)
    #: Without, it was opened on the operator's word alone and can't write.
    consented = models.BooleanField()
    writes = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "-asked_at"], name="console_support_newest")]

    def __str__(self) -> str:
        return f"{self.operator_name} as {self.user_name}"
