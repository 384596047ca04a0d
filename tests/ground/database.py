"""One migrated database kept between runs, and a copy of it for each worker of each run.

It lies in the server, or as a file where each run has a server of its own.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tenants.rollout.run import bring_template_up_to_date
from tenants.versions import migration_files
from tests.ground import kept as kept_file

#: A server that can't drop a database now (somebody's COPY holds it up) is left to the next run.
_PATIENCE = "20s"
_PROJECT = settings.DATABASES["default"]["NAME"]


@contextmanager
def prepared(purpose: str = "") -> Iterator[None]:
    """Django's connection leads to an empty, migrated database of this worker for the block.

    Within such a block another one, by its purpose, keeps what is committed there from the first.
    """
    former = connection.settings_dict["NAME"]
    family = f"test_{_PROJECT}"
    fingerprint = _fingerprint()
    kept = f"{family}_kept_{fingerprint}"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    own = "_".join(filter(None, (family, worker, purpose, str(os.getpid()))))
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [family])
        _drop_left_over(server, f"{family}_")
        if not _exists(server, kept):
            _make(server, kept, fingerprint)
        _copy(server, kept, own)
        server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [family])
    try:
        _point_at(own)
        yield
    finally:
        _point_at(former)
        with _server() as server:
            _drop(server, own)


def _make(server: psycopg.Connection[Any], kept: str, fingerprint: str) -> None:
    """Migrate under another name first: a run that is killed here leaves nothing half-made."""
    for old in _databases(server, kept.rpartition("_")[0] + "_"):
        _drop(server, old)
    making = f"{kept}_making"
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
    if not kept_file.restored(server.info, making, fingerprint):
        _migrate(making)
        kept_file.keep(server.info, making, fingerprint)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.execute(rename.format(sql.Identifier(making), sql.Identifier(kept)))


def _migrate(name: str) -> None:
    former = connection.settings_dict["NAME"]
    _point_at(name)
    call_command("migrate", verbosity=0, interactive=False)
    bring_template_up_to_date()
    _point_at(former)


def _copy(server: psycopg.Connection[Any], kept: str, own: str) -> None:
    query = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(query.format(sql.Identifier(own), sql.Identifier(kept)))


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    server.execute(sql.SQL("SET statement_timeout = {}").format(_PATIENCE))
    query = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    try:
        server.execute(query)
    except psycopg.errors.QueryCanceled:
        pass  # it is named as left over when its run has ended
    finally:
        server.execute("RESET statement_timeout")


def _drop_left_over(server: psycopg.Connection[Any], prefix: str) -> None:
    """Databases of runs that were killed: their names end in a process that is gone."""
    for name in _databases(server, prefix):
        pid = name.rpartition("_")[2]
        if "_kept_" not in name and pid.isdigit() and not Path(f"/proc/{pid}").exists():
            _drop(server, name)


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    return name in _databases(server, name)


def _databases(server: psycopg.Connection[Any], prefix: str) -> list[str]:
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    return [name for (name,) in server.execute(query, [prefix])]


def sessions_out() -> int:
    """How many sessions of the pool somebody has, of whom some may have forgotten that."""
    pool = cast(Any, connection).pool
    if pool is None or pool.closed:
        return 0
    told = pool.get_stats()
    return int(told.get("pool_size", 0) - told.get("pool_available", 0))


def come_back(most: int) -> bool:
    """Whether no more than `most` are out, once the pool has replaced what has ended."""
    for _ in range(200):
        if sessions_out() <= most:
            return True
        time.sleep(0.05)  # a session that ended is replaced by a thread of the pool
    return False


def _point_at(name: str) -> None:
    connection.close()
    cast(Any, connection).close_pool()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _server() -> psycopg.Connection[Any]:
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


def _fingerprint() -> str:
    """Of everything that decides what the migrated database looks like."""
    digest = hashlib.sha256()
    for _, _, file in migration_files([*settings.SHARED_APPS, *settings.TENANT_APPS]):
        digest.update(file.read_bytes())
    root = Path(settings.BASE_DIR)
    for folder in ("tenants/provisioning", "tenants/rollout", "platform/freehold/audit"):
        for file in sorted((root / folder).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
