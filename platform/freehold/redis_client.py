"""Redis when it is away: who can do without it goes on, and nobody waits for it again and again.

A server that does not answer costs each command its time-out. After one that failed, this process
asks no more for two seconds; what is asked meanwhile fails at once.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from django_redis.exceptions import ConnectionInterrupted
from redis.client import Pipeline
from redis.exceptions import ConnectionError, RedisError, TimeoutError

#: What the cache and the client raise then.
AWAY = (RedisError, ConnectionInterrupted)
_PAUSE_SECONDS = 2.0


class Patience:
    """When this process may ask again."""

    def __init__(self) -> None:
        self._from = 0.0

    def restore(self) -> None:
        """Ask at once, whatever failed before."""
        self._from = 0.0

    @property
    def is_lost(self) -> bool:
        """Whether it did not answer a moment ago."""
        return time.monotonic() < self._from

    def lose(self) -> None:
        self._from = time.monotonic() + _PAUSE_SECONDS

    @contextmanager
    def answered(self) -> Iterator[None]:
        if self.is_lost:
            raise ConnectionError("It did not answer a moment ago.")
        try:
            yield
        except (ConnectionError, TimeoutError):
            self.lose()
            raise


patience = Patience()


class _Pipeline(Pipeline):
    def execute(self, raise_on_error: bool = True) -> list[Any]:
        with patience.answered():
            found: list[Any] = super().execute(raise_on_error)
            return found


class Client(redis.Redis):
    """The cache's client (`REDIS_CLIENT_CLASS`)."""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        with patience.answered():
            return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]

    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> Pipeline:
        return _Pipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
