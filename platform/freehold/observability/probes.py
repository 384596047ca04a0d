"""What the process needs to serve, each asked with a short time-out."""

from collections.abc import Callable

import redis
import structlog
from django.conf import settings
from django.db import connection

log = structlog.get_logger(__name__)

Probe = Callable[[], None]

OK = "ok"
AWAY = "It does not answer."
NOT_ASKED = "It was not asked: the database does not answer."


class NotWorking(Exception):
    """A part does not do its work; the text says it in a sentence for people."""


def ask(probe: Probe) -> str:
    """What everybody may hear of it: nothing of servers, accounts and addresses."""
    try:
        probe()
    except NotWorking as problem:
        return str(problem)
    except Exception as error:  # whatever it is, the part is away
        log.error("readiness.away", error=f"{type(error).__name__}: {error}")
        return AWAY
    return OK


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
