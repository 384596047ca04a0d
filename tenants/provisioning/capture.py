"""Reading a schema back as SQL that makes an equal one under any name.

Our own reader and not pg_dump: that must match the server's major version, which an external
server's never surely does, and it adds identity columns afterwards, which Citus refuses. A test
compares the two.
"""

import hashlib
import re
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from tenants.provisioning import catalogue


class CannotCapture(RuntimeError):
    """The schema holds something that would be lost in a replay; the message names it."""


def structure_of(schema: str) -> str:
    """The schema's DDL without its name and without rows: equal schemas have equal text."""
    with transaction.atomic(), connection.cursor() as cursor:
        _look_only_at(cursor, schema)
        before = _statements(cursor, schema, catalogue.BEFORE_ROWS)
        after = _statements(cursor, schema, catalogue.AFTER_ROWS)
        return _script([*before, *after])


def checksum_of(schema: str) -> str:
    return digest(structure_of(schema))


def digest(structure: str) -> str:
    return hashlib.sha256(structure.encode()).hexdigest()


def ddl_of(schema: str) -> str:
    """Everything that makes a copy of the schema, rows included, as one multi-statement string."""
    with transaction.atomic(), connection.cursor() as cursor:
        _look_only_at(cursor, schema)
        _refuse_unknown(cursor, schema)
        script = _script(
            [
                *_statements(cursor, schema, catalogue.BEFORE_ROWS),
                *_rows(cursor, schema),
                *_statements(cursor, schema, [catalogue.IDENTITIES]),
                *_statements(cursor, schema, catalogue.AFTER_ROWS),
            ]
        )
    _refuse_own_name(script, schema)
    return script


def _look_only_at(cursor: CursorWrapper, schema: str) -> None:
    cursor.execute(
        "SELECT set_config('search_path', quote_ident(%s) || ', extensions', true)",
        [schema],
    )


def _statements(
    cursor: CursorWrapper, schema: str, queries: Iterable[str]
) -> list[str]:
    found: list[str] = []
    for query in queries:
        cursor.execute(query, {"schema": schema})
        found.extend(text for (text,) in cursor.fetchall())
    return found


def _rows(cursor: CursorWrapper, schema: str) -> list[str]:
    found = []
    for table in _statements(cursor, schema, [catalogue.TABLE_NAMES]):
        cursor.execute(catalogue.ROWS, {"schema": schema, "table": table})
        (query,) = cursor.fetchone()
        cursor.execute(query)
        (insert,) = cursor.fetchone()
        if insert is not None and not insert.endswith("VALUES "):
            found.append(insert)
    return found


def _script(statements: list[str]) -> str:
    return "".join(f"{statement.rstrip().rstrip(';')};\n" for statement in statements)


def _refuse_unknown(cursor: CursorWrapper, schema: str) -> None:
    unknown = _statements(cursor, schema, [catalogue.UNKNOWN])
    if unknown:
        raise CannotCapture(
            f"Teach tenants.provisioning.catalogue about: {', '.join(unknown)}."
        )


def _refuse_own_name(script: str, schema: str) -> None:
    found = re.search(rf"\b{re.escape(schema)}\"?\.|'{re.escape(schema)}'", script)
    if found:
        line = script[: found.start()].count("\n")
        raise CannotCapture(
            f"A definition names its own schema: {script.splitlines()[line].strip()[:200]!r}. "
            "Write it without the schema (or with TG_TABLE_SCHEMA)."
        )
