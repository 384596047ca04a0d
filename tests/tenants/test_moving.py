"""Tenants on the way to another database and back."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from crm_core.sales.models import Account
from freehold.audit.sealing import seal_waiting
from freehold.audit.verifying import verify_everything
from freehold.errors import Conflict, Invalid
from freehold.identity.models import User
from tenants import placements
from tenants.choices import SchemaState
from tenants.context import in_tenant
from tenants.models import Operation, Tenant
from tenants.moving import services as moving
from tenants.moving.source import LiveTenant
from tenants.operations import running
from tests.api import callers
from tests.freehold.actors import CLI
from tests.ground import elsewhere
from tests.tenants.placing import caller, drop, fresh, move, schemas, sealed_whole

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_operation_is_left")]


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
