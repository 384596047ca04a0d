"""What is recorded of a migration, and that it is replayed; and the locks of a rollout."""

from uuid import uuid4

from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import AddField, Migration, RunPython, RunSQL
from django.db.migrations.operations import SeparateDatabaseAndState

from tenants.context import in_template
from tenants.models import Operation, RecordedMigration, Template, Tenant
from tenants.provisioning import capture
from tenants.provisioning.advisory import held_lock
from tenants.provisioning.template import recapture
from tenants.rollout import record, targets
from tenants.rollout.run import roll_out
from tests.ground import people
from tests.tenants.rolling import OLD, only


class TestRecording:
    """What a migration is kept as."""

    def test_sql_is_sql_and_python_is_not(self) -> None:
        add = AddField("user", "x", models.IntegerField(default=1))
        assert record._is_sql([add, RunSQL("SELECT 1"), RunPython(RunPython.noop)])
        assert not record._is_sql([RunPython(lambda apps, editor: None)])
        hidden = SeparateDatabaseAndState([RunPython(lambda apps, editor: None)])
        assert not record._is_sql([hidden])

    def test_its_sql_is_what_django_would_run(self, db: None) -> None:
        from django.db.migrations.executor import MigrationExecutor

        class Nickname(Migration):
            dependencies = []
            operations = [AddField("user", "nickname", models.CharField(max_length=9, default="x"))]

        with in_template():
            executor = MigrationExecutor(connection)
            latest = max(name for app, name in executor.loader.graph.nodes if app == "identity")
            migration = Nickname(latest, "identity")
            state = executor.loader.project_state(("identity", latest))
            executor.loader.project_state = lambda *args, **options: state  # type: ignore[method-assign]
            statements = record._sql_of(executor, migration)
        assert any('ADD COLUMN "nickname" varchar(9)' in text for text in statements)
        assert not any(text.startswith("--") for text in statements)

    def test_permissions_are_the_same_in_every_tenant(self, db: None) -> None:
        insert, go_on = targets.current_target().rows
        assert "ON CONFLICT DO NOTHING" in insert
        assert "setval" in go_on


def test_a_real_migration_is_recorded_and_replayed(committed_db: None) -> None:
    """The template one migration back, a tenant made from it, then a rollout."""
    with in_template():
        call_command("migrate_here", "jobs", "0001", verbosity=0, interactive=False)
    Template.objects.all().delete()
    recapture()
    tenant = people.provisioned(f"real-{uuid4().hex[:8]}", "Real")
    Tenant.objects.filter(id=tenant.id).update(schema_version=OLD)
    Template.objects.all().delete()
    report = roll_out(only([tenant]))
    recorded = RecordedMigration.objects.get(app="jobs", name="0002_scopes_of_the_asker")
    assert (recorded.by_django, recorded.atomic) == (False, True)
    assert 'ADD COLUMN "scopes"' in recorded.statements[0]
    assert (report.migrated, report.failed) == ([tenant.slug], {})
    assert capture.checksum_of(tenant.schema_name) == capture.checksum_of("template")
    recorded.delete()
    Operation.objects.filter(kind="rollout").delete()
    people.drop(tenant)


def test_locks_end_with_their_block(db: None) -> None:
    with held_lock(12345, "busy"):
        pass
    with held_lock(12345, "busy"):
        pass
