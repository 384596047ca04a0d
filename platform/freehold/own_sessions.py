"""Sessions of a database outside of Django's pool: to knock, to watch a pooler, to own schemas."""

from typing import Any

import psycopg


def open_session(known: dict[str, Any], **options: Any) -> "psycopg.Connection[Any]":
    """`known`: Django's settings of a connection; `options` are those of `psycopg.connect`.

    Raises `psycopg.OperationalError` with the server's own words for why it does not let one in.
    """
    return psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=known["NAME"],
        **options,
    )
