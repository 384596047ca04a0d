"""The platform's own tables, in the public schema: tenants, where they live, what they run on."""

import secrets
from typing import Any, ClassVar, NoReturn

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from freehold.context import TenantContext
from freehold.ids import new_id
from tenants.choices import READABLE, WORKING, SchemaState, TenantState


def random_schema_name() -> str:
    """Unguessable, never user input, and immutable: nothing about a tenant shows in its schema."""
    return f"t_{secrets.token_hex(6)}"


class Tenant(TenantMixin):  # type: ignore[misc]  # untyped library
    """A company that works in Freehold (or the operators themselves), with a schema of its own."""

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    schema_name = models.CharField(
        max_length=63, unique=True, default=random_schema_name, editable=False
    )
    state = models.CharField(
        max_length=16, choices=TenantState.choices, default=TenantState.PROVISIONING
    )
    plan = models.CharField(max_length=40, default="team")
    limits = models.JSONField(default=dict, blank=True)
    branding = models.JSONField(default=dict, blank=True)
    is_operators = models.BooleanField(default=False)

    currency = models.CharField(max_length=3, default="EUR")
    locale = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")

    database = models.CharField(max_length=40, default="default")
    citus_node = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=40, blank=True)

    schema_version = models.CharField(max_length=40, blank=True)
    schema_state = models.CharField(
        max_length=16, choices=SchemaState.choices, default=SchemaState.READY
    )
    schema_error = models.TextField(blank=True)
    progress = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    state_reason = models.CharField(max_length=500, blank=True)
    #: What a closing tenant goes back to when its closing is taken back.
    former_state = models.CharField(max_length=16, blank=True, db_default="")
    #: From when on a closing tenant is erased.
    erase_at = models.DateTimeField(null=True, blank=True)
    #: A copy to try things out: it sends no mail and calls nobody.
    is_sandbox = models.BooleanField(default=False, db_default=False)
    #: {"schema", "version", "since"} of what an archive replaced, until that is confirmed.
    kept: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager["Tenant"]] = models.Manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z][a-z0-9-]{1,39}$"),
                name="tenants_tenant_slug_is_a_label",
            ),
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[0-9a-f]{12}$"),
                name="tenants_tenant_schema_is_random",
            ),
            models.UniqueConstraint(
                fields=["is_operators"],
                condition=models.Q(is_operators=True),
                name="tenants_tenant_one_operators",
            ),
        ]
        indexes = [
            models.Index(fields=["schema_version"], name="tenants_tenant_version"),
            models.Index(fields=["state"], name="tenants_tenant_state"),
        ]

    def __str__(self) -> str:
        return self.slug

    def __enter__(self) -> NoReturn:
        raise TypeError("Enter a tenant through tenants.context.in_tenant: this one leaks threads.")

    def activate(self) -> NoReturn:
        raise TypeError("Enter a tenant through tenants.context.in_tenant, which also leaves it.")

    @property
    def may_work(self) -> bool:
        """People and jobs may write."""
        return self.state in WORKING and self.schema_state == SchemaState.READY

    @property
    def may_read(self) -> bool:
        return self.state in READABLE and self.schema_state == SchemaState.READY

    def as_context(self) -> TenantContext:
        return TenantContext(
            id=self.id,
            schema=self.schema_name,
            slug=self.slug,
            name=self.name,
            state=self.state,
            currency=self.currency,
            locale=self.locale,
            time_zone=self.time_zone,
            is_operators=self.is_operators,
            plan=self.plan,
            region=self.region,
            limits=self.limits,
            is_sandbox=self.is_sandbox,
            state_reason=self.state_reason,
            erase_at=self.erase_at,
            database=self.database,
        )


class Domain(DomainMixin):  # type: ignore[misc]  # untyped library
    """A host name that leads to a tenant."""

    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Domain"]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(domain__regex=r"^[a-z0-9.-]+$"),
                name="tenants_domain_is_a_host",
            ),
        ]


class DomainClaim(models.Model):
    """A host that a tenant wants for itself, and the secret whose DNS record proves it.

    Proved ones have a `Domain` too. `problem` says what the last look at the record found wrong.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="domain_claims")
    domain = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "domain"], name="tenants_domainclaim_once_a_tenant"
            )
        ]

    def __str__(self) -> str:
        return self.domain


class SignUp(models.Model):
    """Somebody asked for a workspace; it is made once the link in the mail was followed.

    Until then, and as long as the link is good, the address is kept for them. Of the link's token
    only a digest is stored.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_digest = models.CharField(max_length=64, unique=True)
    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    person = models.CharField(max_length=200, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    sample_data = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tenant = models.OneToOneField(Tenant, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(tenant=None),
                name="tenants_signup_one_waits_for_a_slug",
            )
        ]
        indexes = [models.Index(fields=["email", "created_at"], name="tenants_signup_email")]

    def __str__(self) -> str:
        return self.slug


class Template(models.Model):
    """What a new tenant is made of: the DDL and rows of the template schema at one version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=40)
    public_version = models.CharField(max_length=40)
    ddl = models.TextField()
    checksum = models.CharField(max_length=64)
    captured_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        get_latest_by = "captured_at"

    def __str__(self) -> str:
        return self.version


class RecordedMigration(models.Model):
    """The SQL of one migration as it ran in the template, to be replayed in every tenant's schema.

    `statements` is empty and `by_django` true where it can't be told as SQL (it runs Python).
    """

    id = models.BigAutoField(primary_key=True)
    app = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    atomic = models.BooleanField(default=True)
    by_django = models.BooleanField(default=False)
    statements: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["app", "name"], name="tenants_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.app}.{self.name}"


class AuditHead(models.Model):
    """The head of one tenant's audit chain, signed, outside of the tenant's schema.

    `intact` is how the last verification ended; None before the first.
    """

    tenant = models.OneToOneField(Tenant, models.CASCADE, primary_key=True, related_name="+")
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    entries = models.BigIntegerField(default=0)
    at = models.CharField(max_length=40, blank=True)
    signature = models.CharField(max_length=64, blank=True)
    intact = models.BooleanField(null=True)
    verified_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.number}"


class OperationState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Operation(models.Model):
    """Long work of the platform on a tenant: an export, a restore, a clone, an erasure, a rollout.

    `wishes` says what is wanted and under which names it is made, so that what a killed run left
    half-made can be found. `subject` is the tenant's address, which outlives the tenant.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, choices=OperationState.choices, default=OperationState.WAITING
    )
    tenant = models.ForeignKey(Tenant, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=40, blank=True)
    wishes: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    step = models.CharField(max_length=100, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    result: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    #: {"id", "name", "source"} of the actor; its process does the work where `is_foreground`.
    asked_by: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    is_foreground = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="tenants_operation_unfinished",
                condition=models.Q(state__in=["waiting", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class ErasureCertificate(models.Model):
    """What was erased of a tenant, kept for ever: the tenant itself is gone.

    `content` is counted before anything is removed; `sha256` is that of its canonical JSON and
    stands in the operators' audit trail too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_id = models.UUIDField(unique=True)
    slug = models.CharField(max_length=40)
    content: "models.JSONField[Any, Any]" = models.JSONField()
    sha256 = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return f"{self.slug} {self.sha256}"


class DeadLetter(models.Model):
    """A message that no tenant's job could take: without tenant, with an unknown or closed one.

    `tenant` is what the message claimed, so it refers to nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    task = models.CharField(max_length=200)
    tenant = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=100)
    detail = models.TextField(blank=True)
    message = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.task}: {self.reason}"
