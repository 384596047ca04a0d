"""A schema's tables as text that is equal for equal rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

_TABLES = """
SELECT relname,
  array_agg(attname::text ORDER BY attnum) FILTER (WHERE attgenerated = ''),
  coalesce((SELECT array_agg(k.attname::text ORDER BY place) FROM pg_index
    CROSS JOIN LATERAL unnest(indkey::int[]) WITH ORDINALITY AS key(number, place)
    JOIN pg_attribute k ON k.attrelid = indrelid AND k.attnum = key.number
    WHERE indrelid = pg_class.oid AND indisprimary), '{}')
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
WHERE relnamespace = %s::regnamespace AND relkind = 'r'
GROUP BY pg_class.oid, relname ORDER BY relname
"""
_SEQUENCES = """
SELECT relname FROM pg_class
WHERE relnamespace = %s::regnamespace AND relkind = 'S' ORDER BY relname
"""
_PERMISSIONS = """
SELECT auth_permission.id, format('%I.%I.%I', app_label, model, codename) FROM {}
JOIN public.django_content_type ON django_content_type.id = content_type_id
"""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def tables_of(own: psycopg.Connection[Any], schema: str) -> list[Table]:
    found = own.execute(_TABLES, [schema]).fetchall()
    return [Table(name, tuple(columns), tuple(key)) for name, columns, key in found]


def copied_out(own: psycopg.Connection[Any], schema: str, table: Table) -> Iterator[bytes]:
    """The rows as COPY text, by the primary key."""
    query = sql.SQL("COPY (SELECT {columns} FROM {table} ORDER BY {key}) TO STDOUT").format(
        columns=_names(table.columns),
        table=sql.Identifier(schema, table.name),
        key=_names(table.key or table.columns),
    )
    with own.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            yield bytes(block)


def copy_in(
    own: psycopg.Connection[Any], schema: str, table: str, columns: list[str], rows: Iterator[bytes]
) -> int:
    """Load COPY text; returns how many rows it held."""
    query = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(schema, table), columns=_names(columns)
    )
    with own.cursor() as cursor:
        with cursor.copy(query) as copy:
            for block in rows:
                copy.write(block)
        return cursor.rowcount


def sequences_of(own: psycopg.Connection[Any], schema: str) -> dict[str, list[Any]]:
    """{name: [last value, whether it was given out]}"""
    found = {}
    for (name,) in own.execute(_SEQUENCES, [schema]).fetchall():
        query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(schema, name))
        found[name] = list(own.execute(query).fetchone() or ())
    return found


def permissions_of(own: psycopg.Connection[Any], schema: str) -> dict[int, str]:
    """The ids of Django's permissions, which may differ between installations."""
    table = sql.Identifier(schema, "auth_permission")
    return dict(own.execute(sql.SQL(_PERMISSIONS).format(table)).fetchall())


def _names(names: tuple[str, ...] | list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
