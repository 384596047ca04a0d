"""What a coordinator of Citus needs told when schemas are made; nothing on plain PostgreSQL.

Schema-based sharding: every tenant's schema lies whole on one node, `public` and the template stay
on the coordinator. Whether it is one is asked of the database, not of a setting: forgotten, the
actor of a change would reach no worker, and nothing would say so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.db import ProgrammingError, connection

IS_CITUS = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')"
#: Of every session: who acts travels by SET LOCAL, and the trail's triggers use transition tables.
SESSIONS = {"citus.propagate_set_commands": "local", "citus.enable_unsafe_triggers": "on"}
_ROW_TRIGGERS = """
SELECT format('%%I.%%I', nspname, relname), quote_ident(tgname) FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = %s AND NOT tgisinternal AND tgenabled <> 'D' AND (tgtype & 1) = 1
ORDER BY 1, 2
"""


def is_coordinator() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_CITUS)
        return bool(cursor.fetchone()[0])


def keep_local(cursor: Any) -> None:
    """Schemas made in the running transaction are not distributed by themselves.

    They would be, table by table and as soon as there is one, where the cluster is set to do so.
    """
    if is_coordinator():
        cursor.execute("SET LOCAL citus.enable_schema_based_sharding = off")
        for name, value in SESSIONS.items():
            cursor.execute(f"SET LOCAL {name} = '{value}'")


def distribute(schema: str) -> None:
    """Give the schema with all it holds to a node, in the running transaction."""
    if not is_coordinator():
        return
    with connection.cursor() as cursor, _row_triggers_off(cursor, schema):
        cursor.execute("SELECT citus_schema_distribute(%s::regnamespace)", [schema])


def set_up_sessions() -> bool:
    """Have this session and every later one set as it must be; True when that was missing."""
    if not is_coordinator():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(setconfig, '{}') FROM pg_db_role_setting JOIN pg_database"
            " ON pg_database.oid = setdatabase WHERE datname = current_database() AND setrole = 0"
        )
        found = cursor.fetchone()
        known = set(found[0]) if found else set()
        missing = [name for name in SESSIONS if f"{name}={SESSIONS[name]}" not in known]
        cursor.execute("SELECT quote_ident(current_database())")
        (database,) = cursor.fetchone()
        for name in missing:
            _set(cursor, f"ALTER DATABASE {database} SET {name} = '{SESSIONS[name]}'")
            cursor.execute(f"SET {name} = '{SESSIONS[name]}'")
    return bool(missing)


def _set(cursor: Any, statement: str) -> None:
    try:
        cursor.execute(statement)
    except ProgrammingError as error:
        raise CommandError(
            "This is a coordinator of Citus, and its sessions are not set up. "
            f"As a superuser run: {statement};"
        ) from error


@contextmanager
def _row_triggers_off(cursor: Any, schema: str) -> Iterator[None]:
    """Distributing writes the rows anew, and would fire them."""
    cursor.execute(_ROW_TRIGGERS, [schema])
    triggers = cursor.fetchall()
    for table, trigger in triggers:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    for table, trigger in triggers:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
