"""Making a tenant's schema from the template: one transaction, one string of statements."""

from django.db import connection, transaction

from tenants import placements
from tenants.models import Template
from tenants.ownership import as_owner
from tenants.provisioning import capture, citus, rights

LOCK_TIMEOUT = "5s"


class UnequalSchema(RuntimeError):
    """The new schema is not what the template is; nothing of it was kept."""


def make_schema(schema: str, template: Template, *, distribute: bool = True) -> None:
    """Create the schema whole, or not at all; `UnequalSchema` if it came out different.

    Whoever fills it before anybody works in it distributes it afterwards, where there are nodes.
    """
    name = connection.ops.quote_name(schema)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        citus.keep_local(cursor)
        cursor.execute(f"CREATE SCHEMA {name}")
        rights.promise_tenant(schema)
        cursor.execute("SHOW search_path")
        (former,) = cursor.fetchone()
        cursor.execute(f"SET LOCAL search_path = {name}, extensions")
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(template.ddl)
        if capture.checksum_of(schema) != template.checksum:
            raise UnequalSchema(f"The schema {schema} differs from the template. Nothing was kept.")
        cursor.execute("SELECT set_config('search_path', %s, true)", [former])
        rights.keep_growing(schema)
        if distribute:
            citus.distribute(schema)


def schema_exists(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [schema])
        return bool(cursor.fetchone()[0])


def drop_schema(schema: str, database: str = placements.HOME) -> None:
    """Drop one schema in a transaction of its own: several at once exhaust the lock table."""
    name = connection.ops.quote_name(schema)
    with (
        placements.at(database),
        as_owner(),
        transaction.atomic(durable=True),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
