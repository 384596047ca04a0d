"""Tenants in another database: entered, made, migrated, moved there and back."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from crm_core.sales.models import Account
from freehold.audit.models import AuditEntry
from freehold.audit.sealing import seal_waiting
from freehold.audit.verifying import verify_everything
from freehold.context import NoTenantActive
from freehold.errors import Conflict, Invalid
from freehold.identity.models import User
from freehold.jobs.models import Job
from freehold.tenancy import door
from tenants import databases, placements
from tenants.choices import SchemaState
from tenants.connections import tenant_connection
from tenants.console import health
from tenants.context import in_public, in_template, in_tenant
from tenants.models import AuditHead, Operation, RecordedMigration, Tenant
from tenants.moving import services as moving
from tenants.moving.source import LiveTenant
from tenants.operations import running
from tenants.provisioning import capture, provision, replay
from tenants.provisioning.orders import Order
from tenants.provisioning.provision import fulfil, provision_tenant, reserve
from tenants.provisioning.template import current_template, recapture
from tenants.rollout.reports import Wishes
from tenants.rollout.run import roll_out
from tests.api import callers
from tests.freehold.actors import CLI
from tests.ground import elsewhere, people
from tests.ground.workers import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def eu(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock(), elsewhere.second_database() as alias:
        yield alias


@pytest.fixture(autouse=True)
def _no_operation_is_left(committed_db: None) -> Iterator[None]:
    yield
    Operation.objects.all().delete()


@pytest.fixture
def there(eu: str, committed_db: None) -> Iterator[Tenant]:
    """A tenant that was made in the second database."""
    slug = f"there-{uuid4().hex[:8]}"
    made = provision_tenant(
        slug, "There Ltd", people.email_of(slug), admin_password=people.PASSWORD, database=eu
    )
    yield made.tenant
    drop(made.tenant)


@pytest.fixture
def mover(eu: str, fresh_tenant: Tenant) -> Iterator[Tenant]:
    """A tenant at home, with a history, that wants to move."""
    with in_tenant(fresh_tenant):
        for number in range(5):
            Account.objects.create(name=f"Account {number}")
        seal_waiting()
        Account.objects.create(name="Written last")
    yield fresh_tenant
    fresh_tenant.refresh_from_db()
    drop(fresh_tenant, keep_row=True)


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


class TestEntering:
    def test_its_rows_are_read_there_and_the_platform_s_at_home(self, there: Tenant) -> None:
        home = connections["default"]
        with in_tenant(there):
            assert placements.here() == "eu"
            assert User.objects.get().email == people.email_of(there.slug)
            assert Tenant.objects.get(slug=there.slug).name == "There Ltd"
            with in_public():
                assert connections["default"] is home
                assert Tenant.objects.filter(slug="acme").exists()
            assert placements.here() == "eu"
        assert connections["default"] is home
        assert tenant_connection.schema_name == "public"

    def test_it_is_left_after_an_error(self, there: Tenant) -> None:
        def fail() -> None:
            Account.objects.create(name="Never")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError), in_tenant(there), transaction.atomic():
            fail()
        assert placements.here() == placements.HOME
        with in_tenant(there):
            assert not Account.objects.exists()

    def test_another_s_tenant_within_is_at_home(self, there: Tenant) -> None:
        with in_tenant(there), in_tenant("acme"):
            assert placements.here() == placements.HOME
            assert not User.objects.filter(email=people.email_of(there.slug)).exists()

    def test_a_row_of_the_platform_is_saved_wherever_it_was_loaded(self, there: Tenant) -> None:
        with in_tenant(there):
            row = Tenant.objects.get(id=there.id)
        row.name = "Renamed Ltd"
        row.save()
        with in_tenant(there):
            row.refresh_from_db()
            row.domains.get()
            assert Tenant.objects.get(id=there.id).name == "Renamed Ltd"

    def test_the_wrong_database_is_refused_before_any_statement(self, there: Tenant) -> None:
        with in_tenant(there), placements.at(placements.HOME), pytest.raises(NoTenantActive):
            User.objects.exists()

    def test_tables_of_the_platform_are_not_there(self, there: Tenant) -> None:
        with in_tenant(there), connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r'"
                           " AND relnamespace = 'public'::regnamespace")  # fmt: skip
            assert cursor.fetchall() == [("django_content_type",)]

    def test_an_unknown_database_is_unavailable(self, there: Tenant) -> None:
        Tenant.objects.filter(id=there.id).update(database="gone")
        try:
            response = callers.Caller(f"{there.slug}.localhost").get("/me/")
            assert (response.status_code, "not set up" in response.json()["detail"]) == (503, True)
        finally:
            Tenant.objects.filter(id=there.id).update(database="eu")

    def test_a_request_at_home_costs_no_statement_more(self, eu: str, committed_db: None) -> None:
        with CaptureQueriesContext(connection) as captured, in_tenant("acme"), in_public():
            pass
        assert len(captured.captured_queries) == 1


class TestMaking:
    def test_it_equals_the_template_and_works(self, there: Tenant) -> None:
        assert (there.database, there.region) == ("eu", elsewhere.REGION)
        with placements.at("eu"):
            assert capture.checksum_of(there.schema_name) == current_template().checksum
        assert there.schema_name not in schemas(placements.HOME)
        api = caller(there)
        made = api.post("/accounts/", {"name": "Writ there"})
        assert made.status_code == 201, made.content
        assert [one["name"] for one in api.get("/accounts/").json()["results"]] == ["Writ there"]
        with in_tenant(there):
            assert AuditEntry.objects.filter(record_id=made.json()["id"], action="create").exists()
            sealed_whole()
        assert AuditHead.objects.get(tenant=there).intact

    def test_a_region_chooses_the_database(self, eu: str, committed_db: None) -> None:
        assert databases.checked_place({"region": elsewhere.REGION})["database"] == "eu"
        with pytest.raises(Invalid, match="Frankfurt"):
            databases.checked_place({"region": "Atlantis"})
        with pytest.raises(Invalid, match="default, eu"):
            databases.checked_place({"database": "mars"})

    def test_a_crash_between_the_two_databases_makes_nothing_twice(
        self, eu: str, committed_db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        slug = f"crash-{uuid4().hex[:8]}"
        order = Order(people.email_of(slug), password_hash="x", sample_data=True)
        tenant = reserve(slug, "Crash Ltd", order, database=eu)
        for step in ("schema", "defaults", "sample_data"):
            with monkeypatch.context() as patched:
                patched.setattr(provision, "_mark", _failing_at(step))
                with pytest.raises(RuntimeError):
                    fulfil(tenant.id)
        fulfil(tenant.id)
        tenant.refresh_from_db()
        assert tenant.progress["step"] == "ready"
        with in_tenant(tenant):
            assert User.objects.filter(email=people.email_of(slug)).count() == 1
            names = list(Account.objects.values_list("name", flat=True))
        assert len(names) == len(set(names)) > 0
        drop(tenant)

    def test_it_is_erased_there(self, there: Tenant) -> None:
        from tenants.services.erasing import erase_tenant

        certificate = erase_tenant(there.slug, actor=CLI)
        assert certificate["rows"]["identity_user"] == 1
        assert there.schema_name not in schemas("eu")


def _failing_at(step: str) -> Any:
    marked = provision._mark

    def mark(tenant: Tenant, order: Any, reached: Any, *, error: str = "") -> None:
        if reached.value == step and not error:
            raise RuntimeError("killed here")
        marked(tenant, order, reached, error=error)

    return mark


class TestMigrating:
    @pytest.fixture
    def column(self, there: Tenant) -> Iterator[RecordedMigration]:
        """A column that the template has got by a migration that the tenant still lacks."""
        statement = "ALTER TABLE identity_user ADD COLUMN nickname varchar(10)"
        recorded = RecordedMigration.objects.create(
            app="identity", name="9999_nickname", statements=[statement]
        )
        with in_template(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('identity', '9999_nickname', now())"
            )
        recapture()
        Tenant.objects.filter(id=there.id).update(schema_version="00001-000000000000")
        yield recorded
        recorded.delete()
        with in_template(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE identity_user DROP COLUMN nickname")
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_nickname'")
        recapture()

    def test_a_column_reaches_it(self, there: Tenant, column: RecordedMigration) -> None:
        report = roll_out(Wishes(only=(there.slug,)))
        assert (report.migrated, report.failed) == ([there.slug], {})
        with placements.at("eu"):
            assert capture.checksum_of(there.schema_name) == current_template().checksum
        assert fresh(there).may_work

    def test_one_that_moves_is_left_alone(self, there: Tenant, column: RecordedMigration) -> None:
        Tenant.objects.filter(id=there.id).update(schema_state=SchemaState.MOVING)
        assert roll_out(Wishes(only=(there.slug,))).migrated == []


def test_each_database_has_its_health(eu: str, committed_db: None) -> None:
    with in_tenant("operators"):
        found = {part["name"]: part["ok"] for part in health.look(anew=True)}
    assert found["database"]
    assert found["database:eu"]


def test_jobs_find_their_tenant_there(there: Tenant) -> None:
    with door().enter(there.id) as entered:
        assert (entered.slug, placements.here()) == (there.slug, "eu")
        assert Job.objects.filter(kind="provision").count() == 2
        with door().leave():
            assert placements.here() == placements.HOME


def test_two_roles_are_kept_apart_there(
    eu: str, fresh_tenant: Tenant, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with elsewhere.worked_on_as_another_role(settings, monkeypatch) as role:
        move(fresh_tenant, "eu")
        moved = fresh(fresh_tenant)
        with in_tenant(moved), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (role,)
            User.objects.update(name="Renamed")
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute("DELETE FROM audit_auditentry")
        drop(moved, keep_row=True)


class TestMoving:
    def test_everything_is_there_afterwards_and_goes_on(self, mover: Tenant) -> None:
        api = caller(mover)
        before = api.get("/accounts/").json()["results"]
        done = move(mover, "eu")
        moved = fresh(mover)
        assert (done.state, moved.database, moved.region) == ("done", "eu", elsewhere.REGION)
        assert (moved.schema_state, moved.may_work) == (SchemaState.READY, True)
        assert api.get("/accounts/").json()["results"] == before
        assert api.post("/accounts/", {"name": "Written there"}).status_code == 201
        with in_tenant(moved):
            assert placements.here() == "eu"
            sealed_whole()
        assert mover.schema_name not in schemas(placements.HOME)
        assert moved.kept["schema"] in schemas(placements.HOME)

    def test_it_moves_back_and_what_was_kept_goes(self, mover: Tenant) -> None:
        move(mover, "eu")
        with pytest.raises(Conflict, match="former copy"):
            moving.ask_move(mover.slug, placements.HOME, actor=CLI)
        aside = fresh(mover).kept["schema"]
        call_command("tenant", "restore-confirm", mover.slug)
        assert aside not in schemas(placements.HOME)
        with in_tenant(fresh(mover)):
            Account.objects.create(name="Only there")
        call_command("tenant", "move", mover.slug, "default")
        with in_tenant(fresh(mover)):
            assert placements.here() == placements.HOME
            assert fresh(mover).region == ""
            assert Account.objects.filter(name="Only there").exists()
            assert verify_everything().count == 0

    def test_an_archive_of_it_is_written_and_restored_there(
        self, mover: Tenant, tmp_path: Any
    ) -> None:
        move(mover, "eu")
        file = tmp_path / "moved.zip"
        call_command("tenant", "export", mover.slug, str(file))
        slug = f"again-{uuid4().hex[:8]}"
        call_command("tenant", "restore", str(file), "--slug", slug)
        again = Tenant.objects.get(slug=slug)
        assert again.database == "eu"
        with in_tenant(again):
            assert Account.objects.count() == 6
        drop(again)

    def test_what_was_kept_goes_after_a_day(self, mover: Tenant) -> None:
        move(mover, "eu")
        moving.forget_moved()
        assert not Operation.objects.filter(kind="confirm", subject=mover.slug).exists()
        kept = {**fresh(mover).kept, "since": "2020-01-01T00:00:00+00:00"}
        Tenant.objects.filter(id=mover.id).update(kept=kept)
        moving.forget_moved()
        running.carry_out(Operation.objects.get(kind="confirm", subject=mover.slug).id)
        assert fresh(mover).kept is None
        assert kept["schema"] not in schemas(placements.HOME)

    def test_people_are_told_while_it_moves(self, mover: Tenant) -> None:
        Tenant.objects.filter(id=mover.id).update(schema_state=SchemaState.MOVING)
        response = callers.Caller(f"{mover.slug}.localhost").get("/me/")
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert "moved to another database" in response.json()["detail"]

    @pytest.mark.parametrize("step", ["copied", "compared", "aside", "switched"])
    def test_a_run_that_is_killed_leaves_it_where_it_was_and_is_done_again(
        self, mover: Tenant, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        asked = moving.ask_move(mover.slug, "eu", actor=CLI)
        with monkeypatch.context() as patched:
            _killed(patched, step)
            with pytest.raises(_Killed):
                running.carry_out(asked.id)
        left = fresh(mover)
        assert left.schema_state == SchemaState.MOVING
        running.carry_out(asked.id)
        moved = fresh(mover)
        assert (moved.database, moved.schema_state) == ("eu", SchemaState.READY)
        with in_tenant(moved):
            assert Account.objects.count() == 6
        assert moved.schema_name in schemas("eu")
        assert mover.schema_name not in schemas(placements.HOME)

    @pytest.mark.parametrize(
        ("step", "state", "database"),
        [("aside", "failed", placements.HOME), ("switched", "done", "eu")],
    )
    def test_a_command_that_is_killed_ends_as_what_it_came_to(
        self,
        mover: Tenant,
        monkeypatch: pytest.MonkeyPatch,
        step: str,
        state: str,
        database: str,
    ) -> None:
        """Nobody begins a command's own move anew: the console shows whether it was done."""
        asked = moving.ask_move(mover.slug, "eu", actor=CLI, is_foreground=True)
        with monkeypatch.context() as patched:
            _killed(patched, step)
            with pytest.raises(_Killed):
                running.carry_out(asked.id)
        ended = running.carry_out(asked.id)
        left = fresh(mover)
        assert (ended.state, left.database, left.schema_state) == (state, database, "ready")
        assert bool(ended.error) == (state == "failed")
        assert ended.result.get("database") == (database if state == "done" else None)
        with in_tenant(left):
            assert Account.objects.count() == 6

    @pytest.mark.parametrize("wrong", ["row", "aside"])
    def test_a_failure_leaves_it_where_it_was(
        self, mover: Tenant, monkeypatch: pytest.MonkeyPatch, wrong: str
    ) -> None:
        if wrong == "row":
            monkeypatch.setattr(LiveTenant, "table", _losing_a_row(LiveTenant.table))
        else:
            monkeypatch.setattr(moving, "_switch", _refused)
        asked = moving.ask_move(mover.slug, "eu", actor=CLI)
        with pytest.raises(Exception, match=r"damaged|refused"):
            running.carry_out(asked.id)
        left = fresh(mover)
        assert (left.database, left.schema_name) == (placements.HOME, mover.schema_name)
        assert left.may_work
        assert Operation.objects.get(id=asked.id).state == "failed"
        assert asked.wishes["schema"] not in schemas("eu")
        assert caller(left).get("/accounts/").json()["count"] == 6

    def test_whoever_still_writes_is_not_cut_off(
        self, mover: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from tenants.moving import source
        from tenants.ownership import owner_connection

        monkeypatch.setattr(source, "PATIENCE", "100ms")
        with owner_connection() as writer:
            writer.execute(f"UPDATE {mover.schema_name}.sales_account SET name = name")
            with pytest.raises(Conflict, match="still writes"):
                move(mover, "eu")
        assert fresh(mover).may_work

    def test_a_statement_that_waited_for_the_move_finds_nothing(self, mover: Tenant) -> None:
        """A request that began before: it fails, and nothing is written behind the copy."""
        with in_tenant(mover), transaction.atomic():
            Account.objects.count()
        move(mover, "eu")
        with pytest.raises(Exception, match="does not exist"), in_tenant(mover):
            Account.objects.create(name="Too late")

    def test_what_can_t_be_moved_is_refused(self, mover: Tenant) -> None:
        for slug, to, text in [
            (mover.slug, "default", "already"),
            ("operators", "eu", "home database"),
        ]:
            with pytest.raises(Conflict, match=text):
                moving.ask_move(slug, to, actor=CLI)
        with pytest.raises(Invalid):
            moving.ask_move(mover.slug, "mars", actor=CLI)


class _Killed(BaseException):
    """As a process is: nothing of its cleaning up is done."""


def _killed(patched: pytest.MonkeyPatch, step: str) -> None:
    def die(*arguments: Any, **more: Any) -> Any:
        patched.setattr(running, "_fail", lambda *left: None)
        raise _Killed

    patched.setattr(moving, "take_back_unfinished", lambda operation: None)
    if step == "copied":
        patched.setattr("tenants.archives.loading._compare", die)
    elif step == "compared":
        patched.setattr(LiveTenant, "set_aside", die)
    elif step == "aside":
        patched.setattr(moving, "_switch", die)
    else:
        switch = moving._switch

        def switched(operation: Operation) -> None:
            switch(operation)
            die()

        patched.setattr(moving, "_switch", switched)


def _losing_a_row(table: Any) -> Any:
    def read(self: LiveTenant, name: str) -> Iterator[bytes]:
        for block in table(self, name):
            yield block.partition(b"\n")[2] if name == "sales_account" else block

    return read


def _refused(operation: Operation) -> None:
    raise Conflict("refused")
