"""Many rows from one, made by the database: the write door would take minutes for so many."""

from typing import Any

from django.db import connection


def copy(model: Any, original: Any, count: int, **told: str) -> None:
    """Copies of a record; `told` are the SQL of columns that differ, by the copy's number `n`."""
    told = {"id": "gen_random_uuid()", **told}
    same = [one.column for one in model._meta.concrete_fields if one.column not in told]
    table = model._meta.db_table
    with connection.cursor() as run:
        run.execute(
            f"INSERT INTO {table} ({', '.join([*told, *same])})"
            f" SELECT {', '.join([*told.values(), *same])}"
            f" FROM {table}, generate_series(1, %s) n WHERE id = %s",
            [count, original],
        )
        run.execute("SET CONSTRAINTS ALL IMMEDIATE")
        run.execute(f"ANALYZE {table}")
