"""A whole list, page by page: one sort, flat memory, and no statement waits for a slow reader.

The ids are fetched in order first, sixteen bytes each. Paging by key instead would sort the list
anew for each page wherever no index serves its order (measured: 100,000 contacts took three times
as long), and one statement for everything would hold its connection as long as somebody reads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from crm_core.records.fragments import Fragment
from crm_core.records.query.ordering import Key, order_by
from crm_core.records.query.source import Source

PAGE = 5_000
_SIZE = 16


@dataclass(frozen=True)
class Walk:
    """The rows of a list as they stood when it was asked for."""

    ids: bytes

    def __len__(self) -> int:
        return len(self.ids) // _SIZE

    def pages(self) -> Iterator[str]:
        """The ids of each page as the text of an array: one value to send, not thousands."""
        step = PAGE * _SIZE
        for start in range(0, len(self.ids), step):
            digits = self.ids[start : start + step].hex()
            width = 2 * _SIZE
            yield f"{{{','.join(digits[at : at + width] for at in range(0, len(digits), width))}}}"


def walk_of(source: Source, where: Fragment, keys: Sequence[Key]) -> Walk:
    """The list's ids in the order of `keys`."""
    origin = source.from_clause()
    with connection.cursor() as run:
        run.execute(
            f"SELECT string_agg(uuid_send(\"r\".id), ''::bytea ORDER BY {order_by(keys)})"
            f" FROM {origin.sql} WHERE {where.sql}",
            (*origin.params, *where.params),
        )
        (found,) = run.fetchone() or (None,)
    return Walk(bytes(found or b""))


def rows_of(
    source: Source, columns: Sequence[Fragment], reached: Fragment, walk: Walk
) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of rows in the walk's order; a row that is out of reach by now is left out."""
    origin = source.from_clause()
    chosen = Fragment(
        ", ".join(one.sql for one in columns),
        tuple(value for one in columns for value in one.params),
    )
    table = source.object_type.table
    joins = origin.sql.removeprefix(f'{table} "r"')
    # OFFSET 0: each row by its id. Left to itself, PostgreSQL reads the whole table for each page.
    sql = (
        f"SELECT {chosen.sql} FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted(id, place)"
        f" CROSS JOIN LATERAL (SELECT * FROM {table} one WHERE one.id = wanted.id OFFSET 0)"
        f' "r" {joins}'
        f" WHERE {reached.sql} ORDER BY wanted.place"
    )
    for ids in walk.pages():
        with connection.cursor() as run:
            run.execute(sql, (*chosen.params, ids, *origin.params, *reached.params))
            yield run.fetchall()
