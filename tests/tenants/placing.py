"""Tenants that lie in another database, and what the tests do with them."""

from django.db import connection

from freehold.audit.models import AuditEntry
from freehold.audit.sealing import seal_waiting
from freehold.audit.verifying import verify_everything
from freehold.identity.models import User
from tenants import placements
from tenants.context import in_tenant
from tenants.models import Operation, Tenant
from tenants.moving import services as moving
from tenants.operations import running
from tenants.provisioning import replay
from tests.api import callers
from tests.freehold.actors import CLI
from tests.ground import people
from tests.ground.workers import wait_until


def drop(tenant: Tenant, *, keep_row: bool = False) -> None:
    kept = tenant.kept or {}
    for schema, database in [
        (tenant.schema_name, tenant.database),
        (kept.get("schema"), kept.get("database")),
    ]:
        if schema and database:
            replay.drop_schema(schema, database)
    if not keep_row:
        tenant.domains.all().delete()
        tenant.delete()


def fresh(tenant: Tenant) -> Tenant:
    return Tenant.objects.get(id=tenant.id)


def caller(tenant: Tenant) -> callers.Caller:
    with in_tenant(tenant):
        admin = User.objects.get(email=people.email_of(tenant.slug))
    return callers.with_key(tenant, admin)


def move(tenant: Tenant, to: str) -> Operation:
    asked = moving.ask_move(tenant.slug, to, actor=CLI, is_foreground=True)
    return running.carry_out(asked.id)


def sealed_whole() -> None:
    """The active tenant's trail is sealed to its end, as soon as the server lets it, and intact."""

    def done() -> bool:
        seal_waiting()
        return verify_everything().entries == AuditEntry.objects.count()

    wait_until(done)
    assert verify_everything().count == 0


def schemas(database: str) -> set[str]:
    with placements.at(database), connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'")
        return {name for (name,) in cursor.fetchall()}
