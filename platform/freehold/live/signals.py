"""Saying that records of an object changed: never which ones, and no value.

The browsers fetch anew through the ordinary API, so that access is decided by the reads. Each
object's latest change has an opaque token in the tenant's Redis: whoever was away compares.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import structlog
from django.core.cache import cache
from django.db import connection, transaction
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from freehold.context import current_tenant
from freehold.ids import new_id

log = structlog.get_logger(__name__)

#: Stands among the objects' tokens for the state of the workspace, once that changed.
WORKSPACE = ":workspace"
#: So long nobody is away and comes back with tokens of his own.
KEPT_SECONDS = 7 * 24 * 3600
#: So many of the transaction's waiting calls are looked through for the same signal.
_LOOKED_THROUGH = 20


def channel() -> str:
    """Where the active tenant's signals are published."""
    return str(cache.make_key("live:channel"))


def tokens_key() -> str:
    return str(cache.make_key("live:tokens"))


@dataclass(frozen=True, slots=True)
class _Signal:
    """Keys instead of the tenant: it is sent after the commit, whoever is active by then."""

    object: str
    channel: str
    tokens: str

    def __call__(self) -> None:
        token = str(new_id())[-12:]
        try:
            pipe = get_redis_connection("default").pipeline(transaction=False)
            pipe.hset(self.tokens, self.object, token)
            pipe.expire(self.tokens, KEPT_SECONDS)
            pipe.publish(self.channel, orjson.dumps({"changed": {self.object: token}}))
            pipe.execute()
        except RedisError as error:
            log.warning("live.not_told", error=str(error))


def changed(object_name: str) -> None:
    """Tell open browsers once the running transaction commits; once, however often it is called."""
    current_tenant()
    signal = _Signal(object_name, channel(), tokens_key())
    if not _waits(signal):
        transaction.on_commit(signal)


def _waits(signal: _Signal) -> bool:
    """Whether it is sent already when the running savepoint and transaction stand."""
    open_savepoints = set(connection.savepoint_ids)
    waiting: list[Any] = connection.run_on_commit[-_LOOKED_THROUGH:]
    return any(call == signal and set(sids) <= open_savepoints for sids, call, _ in waiting)


def tell(topic: str, user_ids: Collection[UUID], **said: str) -> None:
    """Say something to these people's browsers now, such as that they have a new notification."""
    publish({"topic": topic, "users": [str(one) for one in user_ids], "said": said})


def publish(message: dict[str, Any]) -> None:
    """To all processes that hold streams of the active tenant; lost when Redis is away."""
    try:
        get_redis_connection("default").publish(channel(), orjson.dumps(message))
    except RedisError as error:
        log.warning("live.not_told", error=str(error))


def tell_state(state: str) -> None:
    """The workspace's state from now on: ends its streams. Those being opened find it kept."""
    try:
        pipe = get_redis_connection("default").pipeline(transaction=False)
        pipe.hset(tokens_key(), WORKSPACE, state)
        pipe.expire(tokens_key(), KEPT_SECONDS)
        pipe.publish(channel(), orjson.dumps({"end": "workspace"}))
        pipe.execute()
    except RedisError as error:
        log.warning("live.not_told", error=str(error))


def tokens() -> dict[str, str]:
    """Object → token of its latest change; what did not change for a week is missing."""
    return read_tokens(get_redis_connection("default"), tokens_key())


def read_tokens(client: Any, key: str) -> dict[str, str]:
    found: dict[bytes, bytes] = client.hgetall(key)
    return {name.decode(): token.decode() for name, token in found.items()}
