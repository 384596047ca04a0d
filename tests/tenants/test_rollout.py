"""Migrations over tenants: recorded once, replayed everywhere, one failure stopping nobody else."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from freehold.errors import Conflict, NotFound
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.identity.services import keys
from tenants import hosts, versions
from tenants.choices import SchemaState
from tenants.context import in_template, in_tenant
from tenants.models import Operation, RecordedMigration, Tenant
from tenants.operations import running
from tenants.provisioning import capture, citus
from tenants.provisioning.advisory import Locks
from tenants.provisioning.template import recapture
from tenants.rollout import run, schema, services, signals, targets
from tenants.rollout.reports import Wishes
from tenants.rollout.run import roll_out
from tenants.versions import expected_version, is_behind
from tests.api import callers
from tests.api.callers import Caller
from tests.freehold.actors import CLI
from tests.ground import people
from tests.tenants.rolling import NOTE, OLD, asked, fresh, only, run_sql

_LAGGING = "SELECT count(*) FROM tenants_tenant WHERE schema_version = %s"
_SET_BACK = "UPDATE tenants_tenant SET schema_version = %s WHERE id = %s RETURNING id"


def test_nothing_to_do_is_said(two: list[Tenant]) -> None:
    report = roll_out(only(two))
    assert report.as_text().startswith("Nothing to do")
    assert run.tenants_behind() == 0


def test_a_column_reaches_every_tenant_and_makes_it_equal_to_the_template(
    two: list[Tenant], column: RecordedMigration
) -> None:
    assert all(is_behind(tenant.schema_version) for tenant in fresh(two))
    report = roll_out(only(two))
    assert sorted(report.migrated) == sorted(tenant.slug for tenant in two)
    for tenant in fresh(two):
        assert (tenant.schema_version, tenant.schema_state) == (expected_version(), "ready")
        assert capture.checksum_of(tenant.schema_name) == capture.checksum_of("template")
    assert roll_out(only(two)).migrated == []


def test_a_coordinator_of_citus_gets_its_statements_one_by_one(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citus, "IS_CITUS", "SELECT true")
    comment = "COMMENT ON COLUMN identity_user.nickname IS 'short';"
    RecordedMigration.objects.filter(id=column.id).update(
        statements=[*column.statements, comment, "COMMENT ON COLUMN identity_user.nickname IS NULL"]
    )
    assert targets.current_target().one_by_one
    assert len(roll_out(only(two)).migrated) == 2


def test_a_failing_tenant_is_fenced_and_stops_nobody_else(
    two: list[Tenant], column: RecordedMigration
) -> None:
    well, ill = two
    run_sql(f"ALTER TABLE {ill.schema_name}.identity_user ADD COLUMN nickname int")
    report = roll_out(only(two, canary=well.slug))
    assert report.migrated == [well.slug]
    assert "already exists" in report.failed[ill.slug]
    fenced = fresh([ill])[0]
    assert (fenced.schema_state, fenced.may_read) == (SchemaState.FAILED, False)
    assert "nickname" in fenced.schema_error
    run_sql(f"ALTER TABLE {ill.schema_name}.identity_user DROP COLUMN nickname")
    left = roll_out(Wishes())
    assert (left.migrated, left.left) == ([], [ill.slug])
    assert f"since they failed: {ill.slug}. --retry-failed tries" in left.as_text()
    assert roll_out(only([ill], retry_failed=True)).migrated == [ill.slug]
    assert fresh([ill])[0].may_work


def test_a_failing_canary_leaves_the_others_as_they_were(
    two: list[Tenant], column: RecordedMigration
) -> None:
    canary, other = two
    run_sql(f"ALTER TABLE {canary.schema_name}.identity_user ADD COLUMN nickname int")
    report = roll_out(only(two))
    assert list(report.failed) == [canary.slug]
    assert report.waiting == [other.slug]
    assert fresh([other])[0].schema_state == SchemaState.READY


def test_one_that_is_fenced_off_already_is_no_canary(
    two: list[Tenant], column: RecordedMigration
) -> None:
    """Else the oldest tenant's old trouble would keep every later release from everybody."""
    ill, well = two
    run_sql(f"ALTER TABLE {ill.schema_name}.identity_user ADD COLUMN nickname int")
    Tenant.objects.filter(id=ill.id).update(schema_state=SchemaState.FAILED)
    report = roll_out(only(two, retry_failed=True))
    assert report.migrated == [well.slug]
    assert list(report.failed) == [ill.slug]
    assert report.failure_as_text() == f"1 tenant failed and is fenced off: {ill.slug}."


def test_of_two_that_failed_one_that_fails_again_does_not_keep_the_other(
    two: list[Tenant], column: RecordedMigration
) -> None:
    ill, mended = two
    run_sql(f"ALTER TABLE {ill.schema_name}.identity_user ADD COLUMN nickname int")
    Tenant.objects.filter(id__in=[ill.id, mended.id]).update(schema_state=SchemaState.FAILED)
    report = roll_out(only(two, retry_failed=True))
    assert (report.migrated, list(report.failed)) == ([mended.slug], [ill.slug])


def test_a_canary_that_comes_out_different_is_a_failure(
    two: list[Tenant], column: RecordedMigration
) -> None:
    run_sql(f"ALTER TABLE {two[0].schema_name}.auth_group ADD COLUMN by_hand int")
    report = roll_out(only(two))
    assert report.failed == {two[0].slug: "the migrated schema differs from the template"}
    assert report.waiting == [two[1].slug]


def test_an_unknown_canary_is_refused(two: list[Tenant], column: RecordedMigration) -> None:
    with pytest.raises(NotFound, match="nobody"):
        roll_out(only(two, canary="nobody"))


def test_a_lock_is_waited_for_briefly_and_tried_again(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long reader must not make everyone else wait behind the ALTER TABLE."""
    monkeypatch.setattr(schema, "LOCK_TIMEOUT", "50ms")
    reader = run._own_connection()
    reader.autocommit = False
    reader.execute(f"SELECT count(*) FROM {two[0].schema_name}.identity_user")
    release = threading.Timer(0.3, reader.rollback)
    release.start()
    report = roll_out(only(two))
    release.join()
    reader.close()
    assert len(report.migrated) == 2


@pytest.mark.slow
def test_a_table_that_somebody_has_locked_holds_the_rollout_up_for_a_while_only(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(schema, "ATTEMPTS", 2)
    with run._own_connection() as holder:
        holder.autocommit = False
        holder.execute(f"LOCK TABLE {two[0].schema_name}.django_migrations")
        report = roll_out(only(two, canary=two[1].slug))
        holder.rollback()
    assert (report.migrated, list(report.failed)) == ([two[1].slug], [two[0].slug])
    assert "LockNotAvailable" in report.failed[two[0].slug]


def test_F06_people_read_on_while_a_migration_waits_for_somebody_s_lock(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The waiting ALTER TABLE gives up, lets the readers through, and comes back."""
    assert schema.LOCK_TIMEOUT == "800ms", "Reads wait as long, so it has to be below a second."
    monkeypatch.setattr(schema, "LOCK_TIMEOUT", "100ms")
    attempts: list[str] = []
    read_on: list[int] = []
    holder = run._own_connection()
    holder.autocommit = False
    holder.execute(f"SELECT count(*) FROM {two[0].schema_name}.identity_user")
    former = schema._replay

    def counted(*arguments: Any) -> None:
        attempts.append(arguments[1])
        former(*arguments)

    def read() -> None:
        with run._own_connection() as reader:
            while len(attempts) < 3:
                reader.execute(f"SELECT count(*) FROM {two[0].schema_name}.identity_user")
                read_on.append(len(attempts))
        holder.rollback()

    monkeypatch.setattr(schema, "_replay", counted)
    reading = threading.Thread(target=read)
    reading.start()
    report = roll_out(only(two, canary=two[0].slug))
    reading.join()
    holder.close()
    assert {1, 2} <= set(read_on)
    assert len(report.migrated) == 2


def test_F06_the_former_release_works_on_the_new_schema(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This code does not know the new column: it is the former release to that schema."""
    roll_out(only(two))
    monkeypatch.setattr(versions, "expected_version", lambda: OLD)
    (tenant, _) = fresh(two)
    assert versions.is_ahead(tenant.schema_version)
    admin = _admin_of(tenant)
    assert admin.get("/users/").status_code == 200
    made = admin.post("/users/", {"name": "Noah", "email": "noah@fresh.test"})
    assert made.status_code == 201, made.content
    account = admin.made("/accounts/", {"name": "Initech"})
    assert admin.patch(f"/accounts/{account['id']}/", {"name": "Initrode"}).status_code == 200


def test_F06_the_new_release_asks_to_come_back_until_the_schema_is_there(
    two: list[Tenant], column: RecordedMigration
) -> None:
    (tenant, _) = fresh(two)
    admin = _admin_of(tenant)
    refused = admin.get("/accounts/")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    roll_out(only(two))
    hosts.memory.clear()
    assert admin.get("/accounts/").status_code == 200


def _admin_of(tenant: Tenant) -> Caller:
    with in_tenant(tenant, allow_inactive=True):
        user = User.objects.get(email=people.email_of(tenant.slug))
        _, key = keys.create_api_key(actor=SYSTEM, user_id=user.id, name="Test", scopes=("all",))
    hosts.memory.clear()
    return Caller(callers.host_of(tenant), {"Authorization": f"Bearer {key}"})


def test_a_stop_leaves_the_rest_for_later(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_after(*args: Any) -> None:
        former(*args)
        signals.stop_rollout()

    former = schema.bring_up_to_date
    monkeypatch.setattr(schema, "bring_up_to_date", stop_after)
    report = roll_out(only(two))
    assert (len(report.migrated), len(report.waiting)) == (1, 1)
    signals.resume_rollout()


def test_a_pause_waits_until_it_is_resumed(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signals, "POLL", 0.01)
    looked: list[int] = []

    def pause_after(*args: Any) -> None:
        former(*args)
        if not looked:
            signals.pause_rollout()

    def looks() -> bool:
        """Two looks at the pause, then somebody resumes."""
        paused = was_paused()
        if paused:
            looked.append(asked(_LAGGING, OLD))
            if len(looked) == 2:
                signals.resume_rollout()
        return paused

    former, was_paused = schema.bring_up_to_date, signals.is_paused
    monkeypatch.setattr(schema, "bring_up_to_date", pause_after)
    monkeypatch.setattr(signals, "is_paused", looks)
    report = roll_out(only(two))
    assert looked == [1, 1]
    assert len(report.migrated) == 2


def test_the_report_is_kept(two: list[Tenant], column: RecordedMigration) -> None:
    well, ill = two
    run_sql(f"ALTER TABLE {ill.schema_name}.identity_user ADD COLUMN nickname int")
    roll_out(only(two, canary=well.slug))
    (operation,) = Operation.objects.filter(kind="rollout")
    assert (operation.state, operation.done, operation.total) == ("done", 2, 2)
    assert operation.result["migrated"] == [well.slug]
    assert "already exists" in operation.result["failed"][ill.slug]
    state = services.rollout_state()
    assert state["failed"][0]["slug"] == ill.slug
    assert "nickname" in state["failed"][0]["error"]
    assert {one["version"]: one["is_current"] for one in state["versions"]}[OLD] is False
    assert state["recent"][0]["id"] == str(operation.id)


def test_nothing_to_do_keeps_no_report(two: list[Tenant]) -> None:
    roll_out(only(two))
    assert not Operation.objects.filter(kind="rollout").exists()


def test_it_is_done_in_the_background_and_goes_on_after_a_crash(
    two: list[Tenant], column: RecordedMigration
) -> None:
    operation = services.start_rollout(only(two), actor=CLI)
    with pytest.raises(Conflict, match="being done already"):
        services.start_rollout(only(two), actor=CLI)
    Tenant.objects.filter(id=two[0].id).update(schema_state=SchemaState.MIGRATING)
    Operation.objects.filter(id=operation.id).update(state="running", attempts=1)
    done = running.carry_out(operation.id)
    assert (done.state, len(done.result["migrated"])) == ("done", 2)
    operation.delete()


def test_one_that_was_killed_too_often_says_that_the_migrated_stay_so(two: list[Tenant]) -> None:
    operation = services.start_rollout(only(two), actor=CLI)
    Operation.objects.filter(id=operation.id).update(state="running", attempts=3)
    ended = running.carry_out(operation.id)
    assert (ended.state, "stay migrated" in ended.error) == ("failed", True)
    assert "removed" not in ended.error
    operation.delete()


def test_a_tenant_that_a_former_release_makes_meanwhile_follows(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, late = two
    Tenant.objects.filter(id=late.id).update(schema_version=expected_version())

    def made_meanwhile(*args: Any) -> None:
        former(*args)
        if args[1] != late.id:
            asked(_SET_BACK, OLD, late.id)

    former = schema.bring_up_to_date
    monkeypatch.setattr(schema, "bring_up_to_date", made_meanwhile)
    report = roll_out(only(two))
    assert report.migrated == [first.slug, late.slug]


def test_two_rollouts_at_once_are_refused(two: list[Tenant]) -> None:
    holder = run._own_connection()
    holder.execute("SELECT pg_advisory_lock(%s)", [int(Locks.ROLLOUT)])
    with pytest.raises(Conflict, match="Another rollout"):
        roll_out(only(two))
    holder.close()


def test_a_migration_in_python_runs_by_django(
    two: list[Tenant], column: RecordedMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be told as SQL is left to Django's own command, tenant by tenant."""
    RecordedMigration.objects.filter(id=column.id).update(by_django=True)
    called: list[str] = []

    def command(name: str, **options: Any) -> None:
        called.append(name)
        with connection.cursor() as cursor:
            for statement in column.statements:
                cursor.execute(statement)
            cursor.execute(NOTE)

    monkeypatch.setattr(run, "call_command", command)
    report = roll_out(only(two))
    assert called == ["migrate_here", "migrate_here"]
    assert len(report.migrated) == 2


def test_a_tenant_made_during_a_rollout_has_the_new_schema(
    two: list[Tenant], column: RecordedMigration
) -> None:
    late = people.provisioned(f"late-{uuid4().hex[:8]}", "Late")
    run_sql(f"SELECT nickname FROM {late.schema_name}.identity_user")
    people.drop(late)


def test_statements_outside_a_transaction_run_one_by_one(
    two: list[Tenant], column: RecordedMigration
) -> None:
    index = 'CREATE INDEX CONCURRENTLY "nickname_index" ON "identity_user" ("nickname");'
    column.atomic, column.statements = False, [*column.statements, index]
    column.save()
    with in_template(), connection.cursor() as cursor:
        cursor.execute(index)
    recapture()
    assert len(roll_out(only(two)).migrated) == 2
    with in_template(), connection.cursor() as cursor:
        cursor.execute('DROP INDEX "nickname_index"')
