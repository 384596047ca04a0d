"""Reading a schema back as SQL that makes an equal one under any name.

Our own reader and not pg_dump: that must match the server's major version, which an external
server's never surely does, and it adds identity columns afterwards, which Citus refuses. A test
compares the two.
"""

import hashlib
import re
from collections.abc import Iterable

from django.db import connection, transaction

from tenants.ownership import application_role
from tenants.provisioning import catalogue

_NARROW = "SELECT set_config('search_path', quote_ident(%s) || ', extensions', true)"
_TEXT_CAST = re.compile(r"::(?:character varying|text)(?:\[\])?")


class CannotCapture(RuntimeError):
    """The schema holds something that would be lost in a replay; the message names it."""


def structure_of(schema: str) -> str:
    """The schema's DDL without its name and without rows: equal schemas have equal text."""
    with transaction.atomic():
        reader = SchemaReader(schema)
        return _script(reader.all(*catalogue.BEFORE_ROWS, *catalogue.AFTER_ROWS))


def checksum_of(schema: str) -> str:
    return digest(structure_of(schema))


def digest(structure: str) -> str:
    """Equal for equal structures: PostgreSQL moves text casts about when it reads its own words."""
    structure = _TEXT_CAST.sub("", structure)
    return hashlib.sha256(structure.encode()).hexdigest()


def ddl_of(schema: str) -> str:
    """Everything that makes a copy of the schema, rows included, as one multi-statement string."""
    with transaction.atomic():
        reader = SchemaReader(schema)
        unknown = reader.all(catalogue.UNKNOWN)
        if unknown:
            raise CannotCapture(f"Teach tenants.provisioning.catalogue about: {unknown}.")
        script = _script(
            [
                *reader.all(*catalogue.BEFORE_ROWS),
                *reader.rows(),
                *reader.all(catalogue.IDENTITIES, *catalogue.AFTER_ROWS),
            ]
        )
    _refuse_own_name(script, schema)
    return script


def foreign_keys_out(schema: str) -> list[str]:
    """The statements that drop the schema's foreign keys into other schemas."""
    with transaction.atomic():
        return SchemaReader(schema).all(catalogue.FOREIGN_KEYS_OUT)


class SchemaReader:
    """Reads one schema; to be used inside a transaction, whose search path it narrows."""

    def __init__(self, schema: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(catalogue.OBJECTS, {"schema": schema})
            tables, functions = cursor.fetchone()
            cursor.execute(_NARROW, [schema])
        self._names = {
            "schema": schema,
            "tables": tables,
            "functions": functions,
            "application": application_role(),
        }

    def all(self, *queries: str) -> list[str]:
        """The first column of every row of every query, in order."""
        found: list[str] = []
        with connection.cursor() as cursor:
            for query in queries:
                cursor.execute(query, self._names)
                found.extend(text for (text,) in cursor.fetchall())
        return found

    def rows(self) -> list[str]:
        """An INSERT for every table that is not empty."""
        found = []
        with connection.cursor() as cursor:
            for table in self.all(catalogue.TABLE_NAMES):
                cursor.execute(catalogue.ROWS, {**self._names, "table": table})
                cursor.execute(cursor.fetchone()[0])
                (insert,) = cursor.fetchone()
                if insert is not None:
                    found.append(insert)
        return found


def _script(statements: Iterable[str]) -> str:
    return "".join(f"{statement.rstrip().rstrip(';')};\n" for statement in statements)


def _refuse_own_name(script: str, schema: str) -> None:
    found = re.search(rf"\b{re.escape(schema)}\"?\.|'{re.escape(schema)}'", script)
    if found:
        line = script[: found.start()].count("\n")
        raise CannotCapture(
            f"A definition names its own schema: {script.splitlines()[line].strip()[:200]!r}. "
            "Write it without the schema (or with TG_TABLE_SCHEMA)."
        )
