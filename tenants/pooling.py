"""Refusing a pooler that gives a session's connection away between transactions.

The search path is a session's setting: through PgBouncer in transaction mode 6 of 227 reads
returned another tenant's rows.
"""

import threading
from collections.abc import Sequence
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

from freehold.own_sessions import open_session

_ROUNDS = 3
_PATIENCE = 3.0
_checked: set[tuple[Any, ...]] = set()
_lock = threading.Lock()


def refuse_transaction_pooling(sender: Any, connection: BaseDatabaseWrapper, **more: Any) -> None:
    """On `connection_created`: once for each address in each process.

    A direct connection costs one query: the server's process is the one that greeted us. Only
    behind a pooler, where it is not, two sessions are opened and watched.
    """
    known = connection.settings_dict
    address = (known["HOST"], known["PORT"], known["NAME"], known["USER"])
    with _lock:
        if address in _checked:
            return
    if _is_pooled(connection.connection) and not sessions_are_kept(known):
        raise ImproperlyConfigured(
            "The database is behind a pooler in transaction mode, which hands one tenant's session "
            "to another. Set pool_mode = session in PgBouncer, or connect directly: Freehold has a "
            "pool of its own."
        )
    with _lock:
        _checked.add(address)


def _is_pooled(raw: "psycopg.Connection[Any]") -> bool:
    with psycopg.ClientCursor(raw) as cursor:
        row = cursor.execute("SELECT pg_backend_pid()").fetchone()
    return row is None or int(row[0]) != raw.info.backend_pid


def sessions_are_kept(known: dict[str, Any]) -> bool:
    """Two sessions at once each find what they set, transaction after transaction."""
    sessions: list[psycopg.Connection[Any]] = []
    patience = int(_PATIENCE)
    try:
        for number in range(2):
            sessions.append(open_session(known, autocommit=True, connect_timeout=patience))
            if not _set(sessions[-1], number):
                return len(sessions) > 1  # a pool of one: the second waits, as in session mode
        return all(_found(sessions, order) for order in [(0, 1), (1, 0)] * _ROUNDS)
    finally:
        for session in sessions:
            session.close()


def _set(session: "psycopg.Connection[Any]", number: int) -> bool:
    """False when the pooler lets the session wait instead of answering."""
    timer = threading.Timer(_PATIENCE, session.close)
    timer.start()
    try:
        session.execute(f"SET freehold.probe = '{number:d}'")
    except psycopg.Error:
        return False
    finally:
        timer.cancel()
    return True


def _found(sessions: Sequence["psycopg.Connection[Any]"], order: tuple[int, ...]) -> bool:
    pids = set()
    for number in order:
        row = (
            sessions[number]
            .execute("SELECT current_setting('freehold.probe', true), pg_backend_pid()")
            .fetchone()
        )
        if row is None or row[0] != str(number):
            return False
        pids.add(row[1])
    return len(pids) == len(order)
