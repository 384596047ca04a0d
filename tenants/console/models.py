"""What operators know of tenants, tell them and switch for them, in the public schema."""

from typing import Any
from uuid import UUID

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
    #: None where nobody knows, as of a schema that Citus distributed.
    rows = models.BigIntegerField(default=0, null=True)
    database_bytes = models.BigIntegerField(default=0, null=True)
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


class Level(models.TextChoices):
    NOTICE = "notice"
    MAINTENANCE = "maintenance"
    TROUBLE = "trouble"


class Audience(models.TextChoices):
    ALL = "all"
    PLANS = "plans"
    REGIONS = "regions"
    TENANTS = "tenants"


class Announcement(models.Model):
    """What operators tell the people of tenants, above every screen, for a while.

    `texts` is plain text by language, English always. `chosen` holds the plans, regions or tenants'
    ids of the audience. `happens_from` is when the thing itself takes place, such as maintenance.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    texts: "models.JSONField[Any, Any]" = models.JSONField()
    link = models.CharField(max_length=500, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    shown_from = models.DateTimeField()
    shown_until = models.DateTimeField()
    happens_from = models.DateTimeField(null=True)
    happens_until = models.DateTimeField(null=True)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    chosen: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40), default=list
    )
    dismissible = models.BooleanField(default=True)
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-shown_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shown_until__gt=models.F("shown_from")),
                name="console_announcement_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return str(self.texts["en"])


class Dismissal(models.Model):
    """A person of a tenant has closed an announcement, on every device of theirs."""

    id = models.BigAutoField(primary_key=True)
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="dismissals")
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    user_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "user_id"], name="console_dismissal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.announcement_id}"


class FeatureFlag(models.Model):
    """How operators switched a flag of `tenants.flags`: for a share of the tenants, and for whom
    in any case or not at all."""

    name = models.CharField(max_length=60, primary_key=True)
    is_on = models.BooleanField()
    percent = models.PositiveSmallIntegerField(default=100)
    included: "ArrayField[list[UUID], list[UUID]]" = ArrayField(models.UUIDField(), default=list)
    excluded: "ArrayField[list[UUID], list[UUID]]" = ArrayField(models.UUIDField(), default=list)
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="console_featureflag_share"
            )
        ]

    def __str__(self) -> str:
        return self.name
