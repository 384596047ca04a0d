"""What the application's database role may do: rows everywhere, and of the audit trail only add.

Granted by the owner whenever a schema is made or migrated. Nothing here is part of a tenant's
structure: the template's DDL and checksum leave the application's role out.
"""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection
from psycopg import sql

from tenants import placements
from tenants.ownership import application_role

#: Tables of a tenant that may only grow.
GROWING = ("audit_auditentry", "audit_seal")
#: Tables of the platform whose rows the owner runs as statements or believes about schemas.
OWNERS = ("tenants_template", "tenants_recordedmigration", "django_migrations")

_DENIED = "UPDATE, DELETE, TRUNCATE"
_ROWS = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
"""
_OF_WHAT_COMES = """
GRANT USAGE ON SCHEMA {schema} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role};
"""
#: Reads the lists themselves: `has_table_privilege` would keep every table in the session's memory.
_LACKING = """
SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9a-f]{12}$'
AND (NOT has_schema_privilege(%(role)s, oid, 'USAGE') OR oid IN (
  SELECT relnamespace FROM pg_class WHERE relkind = 'r' AND NOT EXISTS (
    SELECT FROM aclexplode(relacl)
    WHERE grantee = %(role)s::regrole AND privilege_type = 'SELECT')))
ORDER BY nspname
"""


def tenant_grants(schema: str, placement: str = "") -> str:
    """The statements that give the application's role its rights in a tenant's schema.

    `placement` is the schema's database where this thread works in another.
    """
    role = application_role(placement)
    return "" if role is None else _granted(schema, role, _DENIED, GROWING)


def grant_tenant(schema: str) -> None:
    _run(tenant_grants(schema))


def promise_tenant(schema: str) -> None:
    """Have every table that the owner makes in the schema come with the application's rights.

    For a schema that is still empty: granting them afterwards touches every table once more.
    `keep_growing` takes back what the audit trail must not allow.
    """
    role = application_role()
    if role is not None:
        _run(_named(_OF_WHAT_COMES, schema, role))


def keep_growing(schema: str) -> None:
    """Have the tables of the audit trail, of a schema that `promise_tenant` knew, only grow."""
    role = application_role()
    if role is not None:
        _run(_revoked(schema, role, _DENIED, GROWING))


def _run(statements: str) -> None:
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(statements)


def grant_everything(show: Callable[[str], None]) -> None:
    """Make the application's role where it is missing, and give it what it lacks."""
    role = application_role()
    if role is None:
        return
    _ensure_role(role)
    with connection.cursor() as cursor:
        cursor.execute(_granted("public", role, f"INSERT, {_DENIED}", OWNERS))
    _grant_rest(role, show)


def grant_elsewhere(show: Callable[[str], None]) -> None:
    """The same in a database of tenants alone, where `public` is only read."""
    role = application_role()
    if role is None:
        return
    _ensure_role(role)
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        reads = sql.SQL("GRANT SELECT ON public.django_content_type TO {role}").format(role=name)
        cursor.execute(reads.as_string(None))
    _grant_rest(role, show)


def _grant_rest(role: str, show: Callable[[str], None]) -> None:
    with connection.cursor() as cursor:
        usage = sql.SQL("GRANT USAGE ON SCHEMA extensions TO {role}")
        cursor.execute(usage.format(role=sql.Identifier(role)).as_string(None))
        cursor.execute(_LACKING, {"role": role})
        lacking = [name for (name,) in cursor.fetchall()]
    if lacking:
        show(f"Giving the role {role} its rights in {len(lacking)} tenants …")
    for schema in lacking:
        grant_tenant(schema)


def _granted(schema: str, role: str, denied: str, tables: Iterable[str]) -> str:
    return _named(_ROWS, schema, role) + _revoked(schema, role, denied, tables)


def _named(statements: str, schema: str, role: str) -> str:
    names = {"schema": sql.Identifier(schema), "role": sql.Identifier(role)}
    return sql.SQL(statements).format(**names).as_string(None)


def _revoked(schema: str, role: str, denied: str, tables: Iterable[str]) -> str:
    revoke = sql.SQL("REVOKE {denied} ON {tables} FROM {role};")
    return revoke.format(
        denied=sql.SQL(denied),
        tables=sql.SQL(", ").join(sql.Identifier(schema, table) for table in tables),
        role=sql.Identifier(role),
    ).as_string(None)


def _ensure_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            return
        make = sql.SQL("CREATE ROLE {role} LOGIN PASSWORD {password}")
        password = settings.DATABASES[placements.here()]["PASSWORD"]
        try:
            statement = make.format(role=sql.Identifier(role), password=sql.Literal(password))
            cursor.execute(statement.as_string(None))
        except ProgrammingError as error:
            raise CommandError(
                f"DATABASE_URL names the role {quote(role)}, which does not exist, and the owner "
                f"may not make it. As a superuser run: CREATE ROLE \"{role}\" LOGIN PASSWORD '…';"
            ) from error
