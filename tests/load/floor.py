"""The floor: the same SQL and the same JSON in a bare WSGI application with psycopg and orjson.

It reads the statements that the product ran (a file of name → [schema, SQL, parameters]) and
answers `/<number>` with the rows of those statements; nothing else happens in it.
"""

import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from psycopg_pool import ConnectionPool

_PLANS: list[list[dict[str, Any]]] = json.loads(Path(os.environ["FLOOR_PLANS"]).read_text())
_URL = os.environ["DATABASE_URL"]


@cache
def _pool() -> ConnectionPool:
    """Opened in the process that answers: a pool's threads do not survive a fork."""
    return ConnectionPool(_URL, min_size=1, max_size=4, open=True)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    found: list[Any] = []
    with _pool().connection() as connection, connection.cursor() as cursor:
        for one in _PLANS[int(environ["PATH_INFO"].strip("/"))]:
            cursor.execute(f'SET search_path = "{one["schema"]}", public, extensions')
            cursor.execute(one["sql"])
            names = [column.name for column in cursor.description or ()]
            found.extend(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    body = orjson.dumps(found, default=str)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [body]
