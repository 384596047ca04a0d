"""What goes before a statement goes with it, and stands or falls with it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from crm_core.sales.models import Account
from freehold.audit.models import AuditEntry
from freehold.audit.services import act_as
from freehold.events.models import OutboxEvent
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.row_batches import insert_along
from freehold.statements import Repeated
from tenants.connections import tenant_connection
from tenants.context import in_public, in_tenant
from tenants.models import Tenant

ADA = Actor(uuid4(), "Ada % O'Hara\\", "web", "req-1")


def schema_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (found,) = cursor.fetchone()
    return str(found)


def add(name: str) -> None:
    """A row of a table that the trail watches."""
    now = timezone.now()
    Account.objects.create(name=name, created_at=now, updated_at=now)


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-id")[0]


def test_each_tenant_s_first_statement_is_its_own(acme: Tenant, globex: Tenant) -> None:
    with connection.cursor() as kept:
        for tenant in (acme, globex, acme):
            with in_tenant(tenant):
                assert schema_now() == tenant.schema_name
                kept.execute("SELECT current_schema() WHERE %s = 1", [1])
                assert kept.fetchall() == [(tenant.schema_name,)]


def test_rows_and_counts_are_those_of_the_statement(acme: Tenant) -> None:
    with in_tenant(acme), connection.cursor() as cursor:
        cursor.execute("SELECT 1 UNION SELECT 2 ORDER BY 1")
        assert (cursor.rowcount, cursor.fetchall()) == (2, [(1,), (2,)])
    with in_tenant(acme), transaction.atomic():
        act_as(ADA)
        assert User.objects.update(name="Renamed") == User.objects.count()


def test_after_a_failed_first_statement_the_next_finds_the_tenant(acme: Tenant) -> None:
    with in_tenant(acme), transaction.atomic():
        tenant_connection.set_tenant(acme)  # nothing has been sent yet
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nonsense")
        assert schema_now() == acme.schema_name


def test_the_first_statement_of_a_savepoint_may_fail_and_the_actor_stays(acme: Tenant) -> None:
    with in_tenant(acme), transaction.atomic():
        act_as(ADA)
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(email=User.objects.all()[0].email)
        add("Initech")
        assert (last_entry().actor_id, last_entry().actor_name) == (ADA.user_id, ADA.name)


def test_who_acted_last_in_a_transaction_is_named(acme: Tenant) -> None:
    with in_tenant(acme), transaction.atomic():
        act_as(Actor(None, "Nobody", "import"))
        act_as(ADA)
        add("Initech")
        assert last_entry().actor_name == ADA.name


def test_an_actor_without_a_statement_is_nobody_s_in_the_next_transaction(
    fresh_tenant: Tenant,
) -> None:
    with in_tenant(fresh_tenant):
        with transaction.atomic():
            act_as(ADA)
        with transaction.atomic():
            add("Initech")
        assert last_entry().source == "sql"


def test_statements_that_stand_alone_are_sent_alone(acme: Tenant) -> None:
    with in_tenant(acme), connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert acme.schema_name in cursor.fetchone()[0]


class TestOwed:
    """Writes that have no trip of their own: they go with what comes next, or with the commit."""

    @pytest.fixture(autouse=True)
    def tenant(self, fresh_tenant: Tenant) -> Iterator[None]:
        with in_tenant(fresh_tenant):
            yield

    def stored(self) -> list[str]:
        return list(OutboxEvent.objects.order_by("name").values_list("name", flat=True))

    def sent(self, act: Callable[[], Any]) -> list[str]:
        seen: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            act()
        return seen

    def taken_back(self, name: str) -> None:
        with transaction.atomic():
            emit(name, actor=ADA)
            transaction.set_rollback(True)

    def test_what_comes_next_finds_them(self) -> None:
        with transaction.atomic():
            emit("a", actor=ADA, payload={"told": "100 % of O'Hara\\"})
            emit("b", actor=ADA)
            assert self.stored() == ["a", "b"]
            rows = OutboxEvent.objects.filter(name="a").iterator()
            emit("c", actor=ADA)
            assert [one.payload for one in rows] == [{"told": "100 % of O'Hara\\"}]
            with connection.cursor() as run, run.copy("COPY events_outboxevent TO STDOUT") as copy:
                assert len(list(copy)) == 3

    def test_they_are_stored_by_the_commit_alone(self) -> None:
        def act() -> None:
            with transaction.atomic():
                emit("a", actor=ADA)
                emit("b", actor=ADA)

        assert self.sent(act) == []
        assert self.stored() == ["a", "b"]

    def test_a_named_cursor_finds_them(self) -> None:
        with transaction.atomic():
            emit("a", actor=ADA)
            with connection.chunked_cursor() as run:
                run.execute("SELECT name FROM events_outboxevent")
                assert run.fetchall() == [("a",)]

    def test_they_go_to_whoever_was_active_then(self, fresh_tenant: Tenant, acme: Tenant) -> None:
        with transaction.atomic():
            emit("a", actor=ADA)
            with in_tenant(acme):
                assert self.stored() == []
                emit("b", actor=ADA)
            emit("c", actor=ADA)
            with in_public():
                assert Tenant.objects.filter(id=acme.id).exists()
            assert self.stored() == ["a", "c"]
            with in_tenant(acme):
                assert self.stored() == ["b"]
                OutboxEvent.objects.all().delete()

    def test_the_commit_sends_them_to_whoever_was_active_then(self, fresh_tenant: Tenant) -> None:
        with in_public(), transaction.atomic(), in_tenant(fresh_tenant):
            emit("a", actor=ADA)
        assert self.stored() == ["a"]

    def test_they_go_with_the_transaction(self) -> None:
        self.taken_back("a")
        with transaction.atomic():
            add("Initech")
        assert self.stored() == []

    def test_a_savepoint_takes_back_its_own_alone(self) -> None:
        with transaction.atomic():
            emit("before", actor=ADA)
            self.taken_back("within")
            emit("after", actor=ADA)
        assert self.stored() == ["after", "before"]

    def test_a_savepoint_that_is_kept_keeps_them(self) -> None:
        with transaction.atomic():
            with transaction.atomic():
                emit("within", actor=ADA)
            emit("after", actor=ADA)
        assert self.stored() == ["after", "within"]

    def test_what_is_wrong_with_them_undoes_the_transaction(self) -> None:
        event = OutboxEvent(name="a", at=timezone.now())
        with transaction.atomic():
            insert_along([event])

        @transaction.atomic
        def again() -> None:
            add("Initech")
            insert_along([event])

        with pytest.raises(IntegrityError):
            again()
        assert self.stored() == ["a"]
        assert not Account.objects.exists()
        add("Globex")
        assert Account.objects.get().name == "Globex"

    def test_without_a_transaction_they_are_stored_at_once(self) -> None:
        assert len(self.sent(lambda: emit("a", actor=ADA))) == 1
        assert self.stored() == ["a"]

    def test_they_are_told_of_who_acts(self) -> None:
        """The actor is told before them, in the same message."""
        with transaction.atomic():
            act_as(ADA)
            emit("a", actor=ADA)
            add("Initech")
        assert (self.stored(), last_entry().actor_name) == (["a"], ADA.name)


@pytest.fixture
def apart(acme: Tenant) -> Iterator[Any]:
    """A connection of its own in no transaction, as a request has."""
    own: Any = connections.create_connection("default")
    own.set_tenant(acme)
    yield own
    own.close()


class TestPathThatStands:
    """A session that served the tenant before is not told its search path again."""

    def schema_of(self, apart: Any) -> str:
        with apart.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            return str(cursor.fetchone()[0])

    def ask(self, apart: Any, tenant: Tenant) -> list[str]:
        """As a request of this tenant does; what must go before its first statement."""
        apart.set_tenant(tenant)
        ahead = list(apart.ahead()) if apart.connection is not None else []
        assert self.schema_of(apart) == tenant.schema_name
        return ahead

    def test_the_next_request_of_the_same_tenant_tells_nothing(
        self, apart: Any, acme: Tenant, globex: Tenant
    ) -> None:
        told = [len(self.ask(apart, tenant)) for tenant in (acme, acme, globex, globex, acme)]
        assert told == [0, 0, 1, 0, 1]

    def test_it_goes_back_to_the_pool_with_the_session(
        self, apart: Any, acme: Tenant, globex: Tenant
    ) -> None:
        self.ask(apart, acme)
        met = [apart.connection]
        for tenant in (acme, globex, globex, acme) * 3:
            apart.close()
            apart.connect()
            met.append(apart.connection)
            self.ask(apart, tenant)
        assert len(set(map(id, met))) < len(met), "no session came out of the pool twice"

    @pytest.mark.parametrize("ends", ["rollback", "commit"])
    def test_what_a_transaction_told_is_told_again(
        self, apart: Any, acme: Tenant, globex: Tenant, ends: str
    ) -> None:
        self.ask(apart, acme)
        apart.set_autocommit(False)
        apart.set_tenant(globex)
        assert self.schema_of(apart) == globex.schema_name
        getattr(apart, ends)()
        apart.set_autocommit(True)
        assert self.ask(apart, globex) != []
        assert self.ask(apart, acme) != []

    def test_a_statement_that_failed_told_nothing(
        self, apart: Any, acme: Tenant, globex: Tenant
    ) -> None:
        self.ask(apart, acme)
        apart.set_tenant(globex)
        with pytest.raises(ProgrammingError), apart.cursor() as cursor:
            cursor.execute("SELECT nonsense")
        self.ask(apart, globex)
        self.ask(apart, acme)

    @pytest.mark.parametrize("how", ["cursor", "session", "composed", "named"])
    def test_whoever_sets_another_is_noticed(
        self, apart: Any, acme: Tenant, globex: Tenant, how: str
    ) -> None:
        self.ask(apart, acme)
        other = f"SET search_path = {globex.schema_name}"
        if how == "cursor":
            with apart.cursor() as cursor:
                cursor.execute(other)
        elif how == "named":
            apart.set_tenant(globex)
            with transaction.atomic(), apart.chunked_cursor() as cursor:
                cursor.execute("SELECT 1")
        else:
            apart.connection.execute(psycopg.sql.SQL(other) if how == "composed" else other)
        self.ask(apart, acme)


class TestRepeated:
    """Statements that are planned once for each connection."""

    def planned(self, apart: Any, text: str) -> int:
        with apart.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{text}%"]
            )
            return int(cursor.fetchone()[0])

    def test_each_tenant_gets_its_own_rows_by_the_same_text(
        self, apart: Any, acme: Tenant, globex: Tenant
    ) -> None:
        statement = Repeated("SELECT current_schema(), email FROM identity_user WHERE email = %s")
        admins = {}
        for tenant in (acme, globex):
            with in_tenant(tenant):
                admins[tenant] = User.objects.filter(email__startswith="admin@")[0].email
        assert len(set(admins.values())) == 2
        for tenant in (acme, globex) * 6:
            apart.set_tenant(tenant)
            with apart.cursor() as cursor:
                for email in admins.values():
                    cursor.execute(statement, [email])
                    own = [(tenant.schema_name, email)] if email == admins[tenant] else []
                    assert cursor.fetchall() == own
        assert self.planned(apart, "current_schema(), email") == 1

    def test_it_gives_rows_one_by_one_too_and_the_next_statement_its_own(self, apart: Any) -> None:
        with apart.cursor() as cursor:
            cursor.execute(Repeated("SELECT n FROM generate_series(1, %s) n ORDER BY n"), [3])
            assert (cursor.fetchone(), cursor.fetchmany(1), cursor.fetchall()) == (
                *((1,), [(2,)]),
                [(3,)],
            )
            cursor.execute("SELECT 'other'")
            assert cursor.fetchall() == [("other",)]

    def test_a_plan_that_a_migration_made_useless_is_left(self, apart: Any) -> None:
        statement = Repeated("SELECT * FROM shape WHERE a = %s::int")
        with apart.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE shape (a int); INSERT INTO shape VALUES (1)")
            for _ in range(6):
                cursor.execute(statement, [1])
                assert cursor.fetchall() == [(1,)]
            assert self.planned(apart, "FROM shape") == 1
            cursor.execute("ALTER TABLE shape ADD b text DEFAULT 'new'")
            for _ in range(3):
                cursor.execute(statement, [1])
                assert cursor.fetchall() == [(1, "new")]

    def test_a_wrong_one_is_refused_as_any_other(self, apart: Any) -> None:
        with apart.cursor() as cursor:
            with pytest.raises(ProgrammingError):
                cursor.execute(Repeated("SELECT nonsense WHERE %s = 1"), [1])
            cursor.execute("SELECT current_schema()")
            assert cursor.fetchone()[0] == apart.schema_name

    def test_inside_a_transaction_there_is_no_plan(self, apart: Any) -> None:
        apart.set_autocommit(False)
        with apart.cursor() as cursor:
            for _ in range(6):
                cursor.execute(Repeated("SELECT 'inside', %s::int"), [1])
                assert cursor.fetchall() == [("inside", 1)]
        assert self.planned(apart, "inside") == 0
        apart.rollback()
