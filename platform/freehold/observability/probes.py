"""What the process needs to serve, each asked with a short time-out."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import connection

Probe = Callable[[], None]


class NotWorking(Exception):
    """A part does not do its work; the text says it in a sentence for people."""


def run_probe(probe: Probe) -> str | None:
    """None when all is well, else one line that says what is wrong."""
    try:
        probe()
    except Exception as error:  # whatever it is, it is the answer
        told = str(error) if isinstance(error, NotWorking) else f"{type(error).__name__}: {error}"
        return told.splitlines()[0][:200]
    return None


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def broker() -> None:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=2,
        socket_timeout=2,
        single_connection_client=True,
    )
    try:
        client.ping()
    finally:
        client.close()
