"""What the process needs to serve, each asked with a short time-out."""

from collections.abc import Callable
from typing import Any

import redis
import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg_pool import PoolTimeout

from freehold.own_sessions import open_session

log = structlog.get_logger(__name__)

Probe = Callable[[], None]

OK = "ok"
AWAY = "It does not answer."
NOT_ASKED = "It was not asked: the database does not answer."
#: Seconds. A request waits longer: the database may be back before that.
_PATIENCE = 2


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
    """Raises what stands in the way, after seconds and not after a request's whole patience."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.connection is None and here.pool is not None:
        try:
            here.pool.open()
            with here.pool.connection(timeout=_PATIENCE):
                pass
        except PoolTimeout:
            # The pool says only that it waited; whoever connects is told why in vain. Where it
            # answers, this process is busy: to take it out would leave its work to others.
            open_session(here.settings_dict, connect_timeout=_PATIENCE).close()
            return
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
