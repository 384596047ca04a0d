"""Many tenants: making them, migrating them, and what they cost the one who asks."""

import http.client
import json
import queue
import secrets
import threading
import time
from dataclasses import replace
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection

from tenants.context import in_public
from tenants.models import Tenant
from tenants.ownership import as_owner, owner_connection
from tenants.provisioning.provision import provision_tenant
from tenants.rollout import schema as schemas
from tenants.rollout.reports import Wishes
from tenants.rollout.run import roll_out
from tenants.rollout.targets import current_target
from tests.load import driver
from tests.load.batch_rows import ROUNDS, row, seconds
from tests.load.company import ADMIN
from tests.load.reading import sign_in
from tests.load.servers import Server, served
from tests.load.sizes import small

_PASSWORD = "measured-only"
_COLUMN = schemas.Recorded(
    "sales", "9999_measured", True, False, ("ALTER TABLE sales_contact ADD measured text",)
)
_LIST = "/api/v1/contacts/?fields=id,version,name,email&sort=name&limit=50"


def new_tenant() -> dict[str, Any]:
    """From the order to a session of its administrator; every tenant stays, under its own name."""
    with served("config.wsgi:application") as server:

        def make() -> None:
            slug = f"made-{secrets.token_hex(4)}"
            provision_tenant(slug, slug, "admin@bench.test", admin_password=_PASSWORD)
            _sign_in(server, slug)

        make()
        taken = [seconds(make) for _ in range(ROUNDS)]
    return row("tenant", "a new tenant, until its administrator is signed in", taken,
               seconds_budget=2)  # fmt: skip


def _sign_in(server: Server, slug: str) -> None:
    host = {"Host": f"{slug}.localhost", "X-Forwarded-Proto": "https"}
    token = "b" * 32
    body = json.dumps({"email": "admin@bench.test", "password": _PASSWORD})
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    cookie = f"{settings.CSRF_COOKIE_NAME}={token}"
    line.request("POST", "/_allauth/browser/v1/auth/login", body, {
        **host, "Content-Type": "application/json", "Origin": f"https://{slug}.localhost",
        "Cookie": cookie, "X-CSRFToken": token,
    })  # fmt: skip
    answer = line.getresponse()
    told = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"The new administrator could not sign in: {told[:300]!r}")


def made_by_two(count: int) -> dict[str, Any]:
    """`count` tenants with their administrators over two connections; they stay."""
    todo: queue.SimpleQueue[str] = queue.SimpleQueue()
    for _ in range(count):
        todo.put(f"made-{secrets.token_hex(5)}")
    failed: list[BaseException] = []

    def work() -> None:
        try:
            while True:
                slug = todo.get_nowait()
                provision_tenant(slug, slug, "admin@bench.test", admin_password=_PASSWORD)
        except queue.Empty:
            return
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    taken = seconds(lambda: _in_two_threads(work))
    if failed:
        raise failed[0]
    return row("tenants", f"{count:,} new tenants over 2 connections", [taken],
               seconds_budget=0.4 * count)  # fmt: skip


def _in_two_threads(work: Any) -> None:
    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def migrations() -> list[dict[str, Any]]:
    """Of all tenants there are: nothing to do; one added column, which is taken away again; and
    the same where one tenant refuses it.
    """
    with in_public():
        found = list(Tenant.objects.exclude(schema_version="").exclude(state="erased"))
    roll_out(Wishes())
    idle = [seconds(lambda: roll_out(Wishes())) for _ in range(ROUNDS)]
    added, beside = [], []
    for _ in range(ROUNDS):
        try:
            added.append(seconds(lambda: add_column(found)))
            take_away(found)
            beside.append(_with_one_failing(found))
        finally:
            take_away(found)
    many = f"{len(found):,} tenants"
    return [
        row("migrate_idle", f"migrate {many}, nothing to do", idle, seconds_budget=1),
        row("migrate_column", f"migrate {many}, one added column", added,
            seconds_budget=max(1.0, 0.03 * len(found))),
        row("migrate_failing", f"the same, and one of them fails: {len(found) - 1:,} done", beside),
    ]  # fmt: skip


def _with_one_failing(tenants: list[Tenant]) -> float:
    """One tenant has the column already; the others must get it, and it must work again after."""
    odd = tenants[0]
    with owner_connection(autocommit=True) as own:
        own.execute(f'ALTER TABLE "{odd.schema_name}".sales_contact ADD measured text')
        began = time.perf_counter()
        failed = add_column(tenants, may_fail=True)
        taken = time.perf_counter() - began
        take_away(tenants)
        schemas.bring_up_to_date(own, odd.id, odd.schema_name, _target())
    if len(failed) != 1:
        raise RuntimeError(f"One tenant should have failed, not {len(failed)}: {failed[:3]!r}")
    return taken


def _target() -> schemas.Target:
    with as_owner(), in_public():
        return current_target()


def add_column(tenants: list[Tenant], *, may_fail: bool = False) -> list[BaseException]:
    """As a rollout replays a recorded migration, over two connections; what failed."""
    now = _target()
    target = replace(
        now,
        names=now.names | {(_COLUMN.app, _COLUMN.name)},
        recorded=(*now.recorded, _COLUMN),
    )
    todo: queue.SimpleQueue[Tenant] = queue.SimpleQueue()
    for one in tenants:
        todo.put(one)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with owner_connection(autocommit=True) as own:
                while True:
                    tenant = todo.get_nowait()
                    try:
                        schemas.bring_up_to_date(own, tenant.id, tenant.schema_name, target)
                    except Exception as error:
                        failed.append(error)
        except queue.Empty:
            return

    _in_two_threads(work)
    if failed and not may_fail:
        raise failed[0]
    return failed


def take_away(tenants: list[Tenant]) -> None:
    with owner_connection(autocommit=True) as own:
        for tenant in tenants:
            schema = tenant.schema_name
            own.execute(f'ALTER TABLE "{schema}".sales_contact DROP COLUMN IF EXISTS measured')
            own.execute(
                f'DELETE FROM "{schema}".django_migrations WHERE app = %s AND name = %s',
                [_COLUMN.app, _COLUMN.name],
            )


def among_others(slug: str, others: int) -> list[dict[str, Any]]:
    """A list by a process that has served this tenant alone, then by one that serves `others`.

    Between two of the measured requests come requests of other tenants, so that nothing is warm
    merely because it was the last.
    """
    asked = driver.request("GET", _LIST, sign_in(slug, ADMIN).headers)
    foreign = [
        driver.request("GET", _LIST, sign_in(small(number).slug, ADMIN).headers)
        for number in range(others)
    ]
    alone, among, times = [], [], 40
    with served("config.wsgi:application") as lonely, served("config.wsgi:application") as busy:
        driver.at_once(busy.port, lambda number: asked, range(16))  # each process has begun
        resting = round(busy.memory_mb(), 1)
        for one in foreign * 2:  # until both processes have met each tenant, as good as surely
            driver.ask(busy.port, one)
        full = round(busy.memory_mb(), 1)
        driver.one_by_one(lonely.port, lambda number: asked, range(times))
        for _ in range(ROUNDS):
            alone.append(median(driver.one_by_one(lonely.port, lambda n: asked, range(times))))
            among.append(median(_between(busy, asked, foreign, times)))
    ratio = row(
        "among", f"a list in a tenant among {others:,} against the only tenant",
        [one / 1000 for one in among], [one / 1000 for one in alone], budget=1.1,
    )  # fmt: skip
    return [
        ratio,
        _memory("memory_resting", "web process, resting", resting, 150),
        _memory("memory_served", f"web process, after {others:,} tenants", full, 250),
    ]


def _between(server: Server, asked: bytes, foreign: list[bytes], times: int) -> list[float]:
    taken = []
    for number in range(times):
        driver.ask(server.port, foreign[number % len(foreign)])
        taken += driver.one_by_one(server.port, lambda _: asked, range(1))
    return taken


def _memory(key: str, name: str, megabytes: float, budget: float) -> dict[str, Any]:
    found = {"key": key, "name": name, "memory_mb": megabytes, "memory_budget_mb": budget}
    print(found, flush=True)
    empty = ("ratio", "ratio_min", "ratio_max", "budget", "seconds", "min_seconds", "max_seconds",
             "floor_seconds", "seconds_budget")  # fmt: skip
    return {**dict.fromkeys(empty), **found}
