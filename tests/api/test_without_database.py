"""F04: the database ends sessions, refuses or is gone. Nothing is half written, nobody restarts."""

import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from crm_core.sales.models import Account
from freehold.audit.models import AuditEntry
from freehold.events.models import OutboxEvent
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.database.patience import PatientConnection
from tenants.models import Tenant
from tests.api import callers
from tests.ground import people, workers
from tests.ground.gate import Gate, gate
from tests.ground.serving import ANSWER_SECONDS, Answer, call, web

pytestmark = pytest.mark.slow

#: A session that a request leaves alone for so long within a transaction is ended by the server.
_IDLE_SECONDS = 5
#: What an answer would say of the inside: the server, the driver, statements, files.
_INSIDE = re.compile(
    r"psycopg|pool|127\.0\.0\.1|\bport\b|\bserver\b|terminat|FATAL|SSL|Traceback|\.py\b|SELECT"
    r"|OperationalError|freehold_|test_freehold",
    re.IGNORECASE,
)


@dataclass
class Served:
    """A web process, its way to the database, and a tenant with one account."""

    place: socket.socket
    process: int
    way: Gate
    tenant: Tenant
    headers: dict[str, str]
    account: str

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        return call(self.place, method, path, self.headers, body)

    def rename(self, name: str) -> Answer:
        return self.call("PATCH", f"/api/v1/accounts/{self.account}/", {"name": name})

    def written(self) -> tuple[str, int, int]:
        """The account's name, and how many lines the trail and the outbox have."""
        with in_tenant(self.tenant):
            name = Account.objects.values_list("name", flat=True).get(id=self.account)
            return name, AuditEntry.objects.count(), OutboxEvent.objects.count()


@pytest.fixture(scope="module")
def served(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("web") / "log"
    with django_db_blocker.unblock(), gate() as way, socket.create_server(("127.0.0.1", 0)) as here:
        tenant = people.provisioned("without-database", "Cut Off Ltd")
        with in_tenant(tenant):
            user = User.objects.get(email=people.email_of(tenant.slug))
        admin = callers.with_key(tenant, user)
        account = admin.made("/accounts/", {"name": "As it was"})["id"]
        idle = {"PGOPTIONS": f"-c idle_in_transaction_session_timeout={_IDLE_SECONDS}s"}
        with web(here, log, DATABASE_URL=way.url, **idle) as process:
            headers = {**admin.headers, "Host": admin.host, "Cookie": f"sessionid={'a' * 32}"}
            yield Served(here, process.pid, way, tenant, headers, account)
        people.drop(tenant)


@pytest.fixture(autouse=True)
def _works_on(served: Served, committed_db: None) -> Iterator[None]:
    """Before and after each test it is the same process, and it is well."""
    workers.wait_until(lambda: served.call("GET", "/readyz").status == 200, pause=0.5)
    yield
    workers.wait_until(lambda: served.call("GET", "/readyz").status == 200, pause=0.5)
    assert served.rename("As it was").status == 200


@pytest.fixture
def stopped_at_the_outbox(served: Served) -> Iterator["psycopg.Connection[Any]"]:
    """Writes get as far as their event, past the row and the trail, until this transaction ends."""
    with stopped_at(served, OutboxEvent) as session:
        yield session


@pytest.fixture
def stopped_at_the_trail(served: Served) -> Iterator["psycopg.Connection[Any]"]:
    """Writes get as far as their trail, with more to send before they are committed."""
    with stopped_at(served, AuditEntry) as session:
        yield session


@contextmanager
def stopped_at(served: Served, model: type[Model]) -> Iterator["psycopg.Connection[Any]"]:
    connection.close()
    with psycopg.connect(workers.database_url(), application_name="somebody else") as session:
        table = f"{served.tenant.schema_name}.{model._meta.db_table}"
        session.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield session
        session.rollback()


def end_every_session() -> None:
    """Of the application, in this test's database alone."""
    connection.close()
    with psycopg.connect(workers.database_url(), autocommit=True) as session:
        session.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'freehold'"
        )


def sessions(state: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            f" AND application_name = 'freehold' AND pid <> pg_backend_pid() AND {state}"
        )
        return int(cursor.fetchone()[0])


def waits_for_a_lock() -> bool:
    return sessions("wait_event_type = 'Lock'") == 1


def is_refused_plainly(answer: Answer) -> None:
    assert answer.status == 503, answer
    assert not _INSIDE.search(answer.text), answer.text


def test_f04_when_every_session_ends_the_next_calls_are_answered(served: Served) -> None:
    with ThreadPoolExecutor(4) as callers_at_once:
        for _ in range(2):
            calls: list[Future[Answer]] = [
                callers_at_once.submit(served.call, "GET", "/api/v1/accounts/") for _ in range(8)
            ]
            assert [one.result().status for one in calls] == [200] * 8
            end_every_session()
    assert served.call("GET", "/readyz").status == 200


def test_f04_of_a_write_whose_session_ends_nothing_is_left(
    served: Served, stopped_at_the_outbox: "psycopg.Connection[Any]"
) -> None:
    before = served.written()
    with ThreadPoolExecutor() as others:
        cut_off = others.submit(served.rename, "Half written")
        workers.wait_until(waits_for_a_lock)
        end_every_session()
        is_refused_plainly(cut_off.result(ANSWER_SECONDS))
    stopped_at_the_outbox.rollback()
    assert served.written() == before
    assert served.rename("Written").status == 200
    assert served.written() == ("Written", before[1] + 1, before[2] + 1)


def test_f04_of_a_write_that_hangs_in_its_transaction_nothing_is_left(
    served: Served, stopped_at_the_trail: "psycopg.Connection[Any]"
) -> None:
    before = served.written()
    with ThreadPoolExecutor() as others:
        hanging = others.submit(served.rename, "Half written")
        workers.wait_until(waits_for_a_lock)
        os.killpg(served.process, signal.SIGSTOP)
        try:
            stopped_at_the_trail.rollback()
            workers.wait_until(lambda: sessions("xact_start IS NOT NULL") == 0)
        finally:
            os.killpg(served.process, signal.SIGCONT)
        is_refused_plainly(hanging.result(ANSWER_SECONDS))
    assert served.written() == before


def test_f04_of_one_that_is_silent_everybody_is_told_and_a_slow_one_is_waited_for(
    served: Served, stopped_at_the_outbox: "psycopg.Connection[Any]"
) -> None:
    before = served.written()
    with ThreadPoolExecutor() as others:
        slow = others.submit(served.rename, "Waited for")
        workers.wait_until(waits_for_a_lock)
        time.sleep(PatientConnection.patience + 1)
        stopped_at_the_outbox.rollback()
        assert slow.result(ANSWER_SECONDS).status == 200
    served.way.freeze()
    try:
        began = time.monotonic()
        with ThreadPoolExecutor() as others:
            for one in [others.submit(served.rename, "Lost") for _ in range(6)]:
                is_refused_plainly(one.result(ANSWER_SECONDS))
        assert time.monotonic() - began < 40
        assert served.call("GET", "/healthz").status == 200
    finally:
        served.way.thaw()
    workers.wait_until(lambda: served.call("GET", "/readyz").status == 200, pause=0.5)
    assert served.written()[0] == "Waited for"
    assert served.written()[1] == before[1] + 1


def test_f04_while_it_refuses_everybody_is_told_so_and_afterwards_served(served: Served) -> None:
    places = (
        ("GET", "/api/v1/accounts/"),
        ("PATCH", f"/api/v1/accounts/{served.account}/"),
        ("GET", "/_allauth/browser/v1/auth/session"),
        ("GET", "/readyz"),
    )
    before = served.written()
    served.way.shut()
    try:
        with ThreadPoolExecutor(len(places)) as others:
            calls = [
                others.submit(served.call, method, path, {"name": "Lost"})
                for method, path in places
            ]
            assert served.call("GET", "/healthz").status == 200
            for one in calls:
                is_refused_plainly(one.result(ANSWER_SECONDS))
        assert {one.result().headers.get("Retry-After") for one in calls[:-1]} == {"5"}
        checks = json.loads(calls[-1].result().text)["checks"]
        assert (checks["broker"], checks["database"]) == ("ok", "It does not answer.")
    finally:
        served.way.open()
    assert served.written() == before
