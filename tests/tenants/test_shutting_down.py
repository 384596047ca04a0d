"""F06: a web process that is replaced finishes what it began, and its successor takes the rest."""

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from crm_core.sales.models import Account
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.rollout import run
from tests.api import callers
from tests.api.callers import Caller
from tests.ground import people, serving, workers


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """The place of which one process after the other takes its calls, as behind a proxy."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen(128)
        yield place


def rename(place: socket.socket, caller: Caller, account: str, name: str) -> int:
    """The status of the answer, whenever it comes."""
    path = f"/api/v1/accounts/{account}/"
    headers = {**caller.headers, "Host": caller.host}
    return serving.call(place, "PATCH", path, headers, {"name": name}).status


def _waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def holder(fresh_tenant: Tenant) -> Iterator["psycopg.Connection[Any]"]:
    """Somebody's open transaction, which ends at the latest with the test."""
    found = run._own_connection()
    found.autocommit = False
    yield found
    found.close()


def test_F06_no_call_fails_when_a_web_process_is_replaced(
    fresh_tenant: Tenant,
    listening: socket.socket,
    holder: "psycopg.Connection[Any]",
    tmp_path: Path,
) -> None:
    with in_tenant(fresh_tenant):
        user = User.objects.get(email=people.email_of(fresh_tenant.slug))
    admin = callers.with_key(fresh_tenant, user)
    held, free = (admin.made("/accounts/", {"name": name})["id"] for name in ("Held", "Free"))
    table = f"{fresh_tenant.schema_name}.{Account._meta.db_table}"
    former_log, next_log = tmp_path / "former.log", tmp_path / "next.log"
    with ThreadPoolExecutor() as others, serving.web(listening, former_log) as former:
        holder.execute(f"SELECT id FROM {table} WHERE id = %s FOR UPDATE", [held])
        in_flight = others.submit(rename, listening, admin, held, "In flight")
        workers.wait_until(_waits_for_a_lock)
        with serving.web(listening, next_log):
            workers.wait_until(lambda: b"Booting worker" in next_log.read_bytes())
            os.kill(former.pid, signal.SIGTERM)
            workers.wait_until(lambda: b"Handling signal: term" in former_log.read_bytes())
            meanwhile = others.submit(rename, listening, admin, free, "Meanwhile")
            assert meanwhile.result(serving.ANSWER_SECONDS) == 200
            assert not in_flight.done()
            holder.rollback()
            assert in_flight.result(serving.ANSWER_SECONDS) == 200
        assert former.wait(serving.ANSWER_SECONDS) == 0
    with in_tenant(fresh_tenant):
        names = set(Account.objects.values_list("name", flat=True))
    assert {"In flight", "Meanwhile"} <= names
