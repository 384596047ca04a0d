"""Migrating the template by Django, and keeping the SQL of each migration for the tenants."""

from collections.abc import Iterable

from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

from tenants.context import in_public, in_template
from tenants.models import RecordedMigration
from tenants.provisioning import template
from tenants.routers import tenant_labels


def migrate_template_and_record() -> int:
    """Bring the template to this code's migrations; returns how many were applied.

    A new template is not recorded: there is no tenant that could lag behind it.
    """
    template.ensure_schema()
    with in_template():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if executor.loader.applied_migrations:
            for migration, _ in plan:
                _apply_and_record(executor, migration)
        call_command("migrate_here", verbosity=0, interactive=False)
        template.drop_foreign_keys_out()
    return len(plan)


def _apply_and_record(executor: MigrationExecutor, migration: Migration) -> None:
    mine = migration.app_label in tenant_labels()
    by_django = not _is_sql(migration.operations)
    statements = _sql_of(executor, migration) if mine and not by_django else []
    executor.loader.build_graph()
    executor.migrate([(migration.app_label, migration.name)], plan=[(migration, False)])
    statements += template.drop_foreign_keys_out()
    if mine:
        with in_public():
            RecordedMigration.objects.update_or_create(
                app=migration.app_label,
                name=migration.name,
                defaults={
                    "atomic": migration.atomic,
                    "by_django": by_django,
                    "statements": statements,
                },
            )


def _sql_of(executor: MigrationExecutor, migration: Migration) -> list[str]:
    """What the migration would run now, asked before it runs: it may look names up."""
    state = executor.loader.project_state((migration.app_label, migration.name), at_end=False)
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(state, editor, collect_sql=True)
    return [text for text in editor.collected_sql if not text.lstrip().startswith("--")]


def _is_sql(operations: Iterable[Operation]) -> bool:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            if not _is_sql(operation.database_operations):
                return False
        elif isinstance(operation, RunPython):
            if operation.code is not RunPython.noop:
                return False
        elif not operation.reduces_to_sql:
            return False
    return True
