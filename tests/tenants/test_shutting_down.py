"""F06: a web process that is replaced finishes what it began, and its successor takes the rest."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from crm_core.sales.models import Account
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.rollout import run
from tests.api import callers
from tests.api.callers import Caller
from tests.ground import people, workers

_ANSWER_SECONDS = 180


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """The place of which one process after the other takes its calls, as behind a proxy."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen(128)
        yield place


@contextmanager
def web(listening: socket.socket, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A web process with the settings that are shipped; ready when the block begins."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"),
                *("--bind", f"fd://{listening.fileno()}", "--no-control-socket"),
                *("--graceful-timeout", str(_ANSWER_SECONDS)),  # this machine may be slow
                "config.wsgi:application",
            ],
            cwd=settings.BASE_DIR,
            env={**workers.process_environment(), "FREEHOLD_WEB_WORKERS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            pass_fds=(listening.fileno(),),
        )
    try:
        yield process
    finally:
        workers.kill_at_once(process)


def rename(place: socket.socket, caller: Caller, account: str, name: str) -> int:
    """The status of the answer, whenever it comes."""
    host, port = place.getsockname()
    call = http.client.HTTPConnection(host, port, timeout=_ANSWER_SECONDS)
    headers = {**caller.headers, "Host": caller.host, "Content-Type": "application/json"}
    path = f"/api/v1/accounts/{account}/"
    call.request("PATCH", path, json.dumps({"name": name}), headers)
    answer = call.getresponse()
    answer.read()
    call.close()
    return answer.status


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
    with ThreadPoolExecutor() as others, web(listening, former_log) as former:
        holder.execute(f"SELECT id FROM {table} WHERE id = %s FOR UPDATE", [held])
        in_flight = others.submit(rename, listening, admin, held, "In flight")
        workers.wait_until(_waits_for_a_lock)
        with web(listening, next_log):
            workers.wait_until(lambda: b"Booting worker" in next_log.read_bytes())
            os.kill(former.pid, signal.SIGTERM)
            workers.wait_until(lambda: b"Handling signal: term" in former_log.read_bytes())
            meanwhile = others.submit(rename, listening, admin, free, "Meanwhile")
            assert meanwhile.result(_ANSWER_SECONDS) == 200
            assert not in_flight.done()
            holder.rollback()
            assert in_flight.result(_ANSWER_SECONDS) == 200
        assert former.wait(_ANSWER_SECONDS) == 0
    with in_tenant(fresh_tenant):
        names = set(Account.objects.values_list("name", flat=True))
    assert {"In flight", "Meanwhile"} <= names
