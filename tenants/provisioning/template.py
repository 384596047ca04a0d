"""The schema that new tenants are made from: migrated by Django, then read back as SQL."""

from collections.abc import Iterable

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from freehold.errors import Conflict
from tenants import versions
from tenants.connections import tenant_connection
from tenants.context import TEMPLATE_SCHEMA, in_public, in_template
from tenants.models import RecordedMigration, Template
from tenants.provisioning import capture, citus
from tenants.routers import tenant_labels
from tenants.versions import expected_public_version, expected_version


class NoTemplate(RuntimeError):
    """No template fits this code: `manage.py setup_installation` makes one."""


class NewerRelease(Conflict):
    """The template has migrations that this code does not know: no tenant could equal it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A newer release than the one that runs here has migrated this installation. "
                "Only that release can do this: start its processes, then try again."
            )
        )


def current_template() -> Template:
    """The capture that fits this code; `NewerRelease` where only a newer one's is left."""
    with in_public():
        template = (
            Template.objects.filter(version=expected_version()).order_by("captured_at").last()
        )
        kept = [] if template else list(Template.objects.values_list("version", flat=True))
    if template is not None:
        return template
    if any(map(versions.is_ahead, kept)):
        raise NewerRelease()
    raise NoTemplate("The template schema is not up to date: run manage.py setup_installation.")


def refuse_recorded_by_newer() -> None:
    """`NewerRelease`, as far as the application's role can tell: by what was recorded."""
    with in_public():
        _refuse_unknown(RecordedMigration.objects.values_list("app", "name"))


def refuse_migrated_by_newer() -> None:
    """`NewerRelease` by what the template has, which the owner alone reads."""
    with in_template(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"{TEMPLATE_SCHEMA}.django_migrations"])
        if cursor.fetchone() != (None,):
            cursor.execute(f"SELECT app, name FROM {TEMPLATE_SCHEMA}.django_migrations")
            _refuse_unknown(cursor.fetchall())


def _refuse_unknown(applied: Iterable[tuple[str, str]]) -> None:
    mine = {(app, name) for app, name in applied if app in tenant_labels()}
    if mine - versions.known_migrations():
        raise NewerRelease()


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
