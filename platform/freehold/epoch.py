"""One opaque version per tenant: whoever changes what processes cache, bumps it on commit.

A process keeps users, roles, catalogue and pipelines in bounded memory keyed by (tenant, epoch).
A lost key (Redis restarted, evicted) makes a new epoch, so caches are rebuilt, never stale. While
Redis is away each request reads everything itself, and what would bump is refused.
"""

from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from threading import Lock
from typing import Generic, TypeVar

import structlog
from django.core.cache import cache
from django.db import connection

from freehold.context import current_tenant, on_commit
from freehold.ids import new_id
from freehold.redis_client import AWAY

log = structlog.get_logger(__name__)

KEY = "epoch"
_memo: ContextVar[tuple[int, str] | None] = ContextVar("freehold_epoch", default=None)

T = TypeVar("T")
_listeners: list[Callable[[], None]] = []


def on_new(listener: Callable[[], None]) -> None:
    """Have `listener` called, inside the tenant, once a new epoch stands."""
    _listeners.append(listener)


def current() -> str:
    """The active tenant's epoch; one Redis GET for each request or task, then remembered."""
    tenant = current_tenant()
    memo = _memo.get()
    if memo is not None and memo[0] == tenant.id.int:
        return memo[1]
    try:
        found = _read()
    except AWAY as error:
        log.warning("epoch.not_read", error=str(error))
        found = f"away-{new_id()}"  # of this request alone: what it reads, nobody else finds
    _memo.set((tenant.id.int, found))
    return found


def _read() -> str:
    found = cache.get(KEY)
    if found is None:
        found = str(new_id())
        if not cache.add(KEY, found, timeout=None):
            found = cache.get(KEY) or found
    return str(found)


def remember(value: str) -> None:
    """The active tenant's epoch as it was just read from Redis."""
    _memo.set((current_tenant().id.int, value))


def bump(*, told: bool = True) -> None:
    """Invalidate the tenant's caches everywhere once the running transaction commits.

    Until then this thread remembers under an epoch of its own: what it reads may yet go. Without
    `told` no listener hears of it: for what changes nobody's rights.
    """
    _set_new()
    if connection.in_atomic_block:
        _memo.set((current_tenant().id.int, f"uncommitted-{new_id()}"))
        on_commit(_stand if told else _set_new)
    elif told:
        _tell()


def _stand() -> None:
    _set_new()
    _tell()


def _tell() -> None:
    for listener in _listeners:
        listener()


def _set_new() -> None:
    cache.set(KEY, str(new_id()), timeout=None)
    forget()


def forget() -> None:
    """Read the epoch afresh: called at the start of every request and task."""
    _memo.set(None)


class TenantMemo(Generic[T]):
    """A bounded per-process cache of a value per tenant and key, rebuilt when the epoch moves."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._lock = Lock()
        self._values: OrderedDict[tuple[int, object], tuple[str, T]] = OrderedDict()

    def get(self, key: object, build: Callable[[], T]) -> T:
        place = (current_tenant().id.int, key)
        epoch = current()
        with self._lock:
            held = self._values.get(place)
            if held is not None and held[0] == epoch:
                self._values.move_to_end(place)
                return held[1]
        value = build()
        with self._lock:
            self._values[place] = (epoch, value)
            self._values.move_to_end(place)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value
