"""Which tenants have open jobs: a hint in Redis, so that the rescue looks there first.

It may be lost. The rescue therefore also walks through all tenants, some each time.
"""

from typing import cast
from uuid import UUID

import redis
from django.conf import settings

_SET = "fh:jobs:open"
_ALIVE = "fh:jobs:broker-alive"

Unreachable = redis.RedisError


def note(tenant_id: UUID) -> None:
    _client().sadd(_SET, str(tenant_id))


def forget(tenant_id: UUID) -> None:
    _client().srem(_SET, str(tenant_id))


def some(limit: int) -> list[UUID]:
    """Up to `limit` of them, at random, so that none is always last."""
    found = cast(list[bytes], _client().srandmember(_SET, limit))
    return [UUID(entry.decode()) for entry in found]


def broker_was_emptied() -> bool:
    """True once after Redis lost its memory: every message is gone then."""
    return bool(_client().set(_ALIVE, "1", nx=True))


_clients: dict[str, redis.Redis] = {}


def _client() -> redis.Redis:
    url: str = settings.REDIS_URL
    if url not in _clients:
        _clients[url] = redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=5)
    return _clients[url]
