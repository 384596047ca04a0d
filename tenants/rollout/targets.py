"""What the template has that a tenant may lack."""

from django.db import connection

from tenants.context import in_public, in_template
from tenants.models import RecordedMigration
from tenants.provisioning import citus
from tenants.rollout.schema import Recorded, Target
from tenants.routers import tenant_labels
from tenants.versions import expected_version

#: Permissions are rows that Django makes after migrating; nothing in a tenant adds its own.
_PERMISSIONS = """
SELECT string_agg(format('(%L, %L, %L, %L)', id, name, content_type_id, codename), ', ' ORDER BY id)
FROM auth_permission
"""


def current_target() -> Target:
    with in_public():
        recorded = tuple(
            Recorded(one.app, one.name, one.atomic, one.by_django, tuple(one.statements))
            for one in RecordedMigration.objects.order_by("id")
        )
    with in_template(), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        names = frozenset(row for row in cursor.fetchall() if row[0] in tenant_labels())
        cursor.execute(_PERMISSIONS)
        (permissions,) = cursor.fetchone()
    rows = _row_statements(permissions)
    return Target(expected_version(), names, recorded, rows, citus.is_coordinator())


def _row_statements(permissions: str | None) -> tuple[str, ...]:
    if permissions is None:
        return ()
    insert = (
        "INSERT INTO auth_permission (id, name, content_type_id, codename) "
        f"VALUES {permissions} ON CONFLICT DO NOTHING"
    )
    go_on = (
        "SELECT setval(pg_get_serial_sequence('auth_permission', 'id'), "
        "(SELECT max(id) FROM auth_permission))"
    )
    return insert, go_on
