"""Bringing one tenant's schema up to date over a connection of its own."""

import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from tenants import placements
from tenants.provisioning.rights import tenant_grants

#: Whoever reads meanwhile queues up behind a statement that waits: not for a second.
LOCK_TIMEOUT = "800ms"
#: A tenant's people hold locks for moments; someone's open transaction may take longer.
ATTEMPTS = 10
_LONGEST_PAUSE = 3.0
_MAKES_SOMETHING = re.compile(
    r"\b(CREATE\s+(?!INDEX|UNIQUE\s+INDEX)|IDENTITY|\w*SERIAL|GRANT|REVOKE)\b", re.IGNORECASE
)
_BEGIN = """
UPDATE public.tenants_tenant AS tenant SET schema_state = 'migrating'
FROM (SELECT id, schema_state FROM public.tenants_tenant WHERE id = %s FOR UPDATE) AS former
WHERE tenant.id = former.id RETURNING former.schema_state
"""
_TRANSIENT = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


class NeedsDjango(Exception):
    """A pending migration runs Python or was never recorded."""


@dataclass(frozen=True, slots=True)
class Recorded:
    app: str
    name: str
    atomic: bool
    by_django: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where all tenants go: the version, the migrations that lead there, rows they all have."""

    version: str
    names: frozenset[tuple[str, str]]
    recorded: tuple[Recorded, ...]
    rows: tuple[str, ...]
    #: Citus takes no string of several statements for a distributed schema.
    one_by_one: bool = False


def bring_up_to_date(
    connection: psycopg.Connection[Any],
    tenant_id: UUID,
    schema: str,
    target: Target,
    home: psycopg.Connection[Any] | None = None,
    placement: str = placements.HOME,
) -> None:
    """Replay what is pending, migration by migration, and note the version on the tenant's row.

    `connection` leads to the tenant's database, `placement`, and `home` to that of its row where
    that is another.
    Raises `NeedsDjango` before anything is touched if replaying can't do it.
    """
    home = home or connection
    pending: list[Recorded] = _with_patience(lambda: _pending(connection, schema, target))
    was_whole = _begin(home, tenant_id)
    for migration in pending:
        _with_patience(lambda found=migration: _replay(connection, schema, found, target))
    with connection.transaction():
        _look_at(connection, schema, "LOCAL")
        for statement in target.rows:
            connection.execute(sql.SQL(statement))
        grants = tenant_grants(schema, placement)
        if grants and not (was_whole and _brings_nothing_to_grant(pending)):
            connection.execute(sql.SQL(grants))
    note_ready(home, tenant_id, target.version)


def _brings_nothing_to_grant(pending: Sequence[Recorded]) -> bool:
    """Giving the rights anew touches every table: a hundred times the work of a new column."""
    statements = [one for migration in pending for one in migration.statements]
    return bool(statements) and not any(map(_MAKES_SOMETHING.search, statements))


def _begin(home: psycopg.Connection[Any], tenant_id: UUID) -> bool:
    """False where a run broke off: it may have made tables, and not come to granting them."""
    former = home.execute(_BEGIN, [tenant_id]).fetchone()
    return former is not None and former[0] == "ready"


def note_ready(connection: psycopg.Connection[Any], tenant_id: UUID, version: str) -> None:
    _note(
        connection,
        tenant_id,
        "schema_state = 'ready', schema_error = '', schema_version = %s",
        version,
    )


def note_failed(connection: psycopg.Connection[Any], tenant_id: UUID, error: str) -> None:
    """Fence the tenant off: its people see a maintenance page, its jobs wait."""
    _note(connection, tenant_id, "schema_state = 'failed', schema_error = %s", error[:2000])


def _pending(connection: psycopg.Connection[Any], schema: str, target: Target) -> list[Recorded]:
    table = sql.Identifier(schema, "django_migrations")
    query = sql.SQL("SELECT app, name FROM {}").format(table)
    with connection.transaction():
        _look_at(connection, schema, "LOCAL")
        applied = set(connection.execute(query).fetchall())
    missing = target.names - applied
    pending = [one for one in target.recorded if (one.app, one.name) in missing]
    if len(pending) < len(missing) or any(one.by_django for one in pending):
        raise NeedsDjango(schema)
    return pending


def _replay(
    connection: psycopg.Connection[Any], schema: str, migration: Recorded, target: Target
) -> None:
    done = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())")
    if migration.atomic:
        with connection.transaction():
            _look_at(connection, schema, "LOCAL")
            if target.one_by_one:
                for statement in migration.statements:
                    connection.execute(statement)
            elif migration.statements:
                connection.execute("\n".join(migration.statements))
            connection.execute(done, [migration.app, migration.name])
        return
    _look_at(connection, schema, "SESSION")
    for statement in migration.statements:
        connection.execute(statement)
    connection.execute(done, [migration.app, migration.name])


def _look_at(connection: psycopg.Connection[Any], schema: str, scope: str) -> None:
    path = sql.SQL("SET {} search_path = {}, public, extensions")
    connection.execute(path.format(sql.SQL(scope), sql.Identifier(schema)))
    connection.execute(sql.SQL("SET {} lock_timeout = {}").format(sql.SQL(scope), LOCK_TIMEOUT))


def _with_patience(work: Any) -> Any:
    for attempt in range(1, ATTEMPTS):
        try:
            return work()
        except _TRANSIENT:
            time.sleep(min(0.1 * 2**attempt, _LONGEST_PAUSE) * random.uniform(0.5, 1.5))
    return work()


def _note(
    connection: psycopg.Connection[Any], tenant_id: UUID, assignments: str, *values: str
) -> None:
    query = f"UPDATE public.tenants_tenant SET {assignments} WHERE id = %s"
    connection.execute(query, [*values, tenant_id])
