"""The schema that new tenants are made from: migrated by Django, then read back as SQL."""

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from tenants.connections import tenant_connection
from tenants.context import TEMPLATE_SCHEMA, in_public, in_template
from tenants.models import Template
from tenants.provisioning import capture, citus
from tenants.versions import expected_public_version, expected_version


class NoTemplate(RuntimeError):
    """No template fits this code: `manage.py setup_installation` makes one."""


def current_template() -> Template:
    """The capture that fits this code."""
    with in_public():
        template = (
            Template.objects.filter(version=expected_version()).order_by("captured_at").last()
        )
    if template is None:
        raise NoTemplate("The template schema is not up to date: run manage.py setup_installation.")
    return template


def ensure_schema() -> None:
    """The template's schema with Django's migration table, so that public's is not read instead."""
    with in_template(), transaction.atomic(), connection.cursor() as cursor:
        citus.keep_local(cursor)
        cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{TEMPLATE_SCHEMA}"')
        cursor.execute("SELECT to_regclass(%s)", [f"{TEMPLATE_SCHEMA}.django_migrations"])
        if cursor.fetchone() == (None,):
            with connection.schema_editor() as editor:
                editor.create_model(MigrationRecorder.Migration)


def migrate_template(verbosity: int = 0) -> None:
    """Bring the template to this code's migrations, without foreign keys into other schemas."""
    ensure_schema()
    with in_template():
        call_command("migrate_here", verbosity=verbosity, interactive=False)
        drop_foreign_keys_out()


def drop_foreign_keys_out() -> list[str]:
    """Foreign keys to `public` would lock it whenever a tenant is made; Citus refuses them.

    Returns the statements that dropped them in the active schema.
    """
    drops = capture.foreign_keys_out(tenant_connection.schema_name)
    with connection.cursor() as cursor:
        for drop in drops:
            cursor.execute(drop)
    return drops


def recapture() -> Template:
    """Read the template back and keep it for this code's version, in place of an older reading."""
    ddl = capture.ddl_of(TEMPLATE_SCHEMA)
    checksum = capture.checksum_of(TEMPLATE_SCHEMA)
    with in_public(), transaction.atomic():
        Template.objects.filter(version=expected_version()).delete()
        return Template.objects.create(
            version=expected_version(),
            public_version=expected_public_version(),
            ddl=ddl,
            checksum=checksum,
        )
