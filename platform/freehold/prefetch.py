"""What nearly every request asks of Redis, asked at once: epoch, session, counted calls.

Three round trips become one. Whatever was not asked ahead is asked when it is needed, so that
nothing depends on this; with Redis away it does nothing.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.core.cache import cache
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from freehold import epoch
from freehold.context import current_tenant


@dataclass(slots=True)
class _Answers:
    tenant: UUID
    session_key: str = ""
    session: dict[str, Any] | None = None
    counts: dict[str, int] = field(default_factory=dict)


_answers: ContextVar[_Answers | None] = ContextVar("freehold_prefetched", default=None)


def ask(session_key: str, counters: Mapping[str, int]) -> None:
    """Ask ahead for the active tenant's request with this session ("": none).

    `counters` are full keys and the seconds that they live; each is counted up by one.
    """
    found = _Answers(current_tenant().id, session_key)
    try:
        pipe = get_redis_connection("default").pipeline(transaction=False)
        pipe.get(cache.make_key(epoch.KEY))
        if session_key:
            pipe.get(cache.make_key(KEY_PREFIX + session_key))
        for key in counters:
            pipe.incr(key)
        answers: list[Any] = pipe.execute()
        _remember_epoch(answers.pop(0))
        if session_key:
            found.session = _decoded(answers.pop(0))
        found.counts = dict(zip(counters, map(int, answers), strict=True))
        _answers.set(found)
        _let_end(counters, dict(found.counts))
    except RedisError:
        return


def _let_end(counters: Mapping[str, int], counts: Mapping[str, int]) -> None:
    """A counter that this request began ends by itself."""
    begun = [key for key, number in counts.items() if number == 1]
    for key in begun:
        get_redis_connection("default").expire(key, counters[key])


def session(session_key: str | None) -> dict[str, Any] | None:
    """The session as it was stored, once; None when it was not asked for or is not there."""
    held = _own()
    if held is None or held.session is None or held.session_key != session_key:
        return None
    found, held.session = held.session, None
    return found


def count(key: str) -> int | None:
    """How far the counter has come by this request, once; None when it was not counted ahead."""
    held = _own()
    return None if held is None else held.counts.pop(key, None)


def forget() -> None:
    _answers.set(None)


def _own() -> _Answers | None:
    held = _answers.get()
    return held if held is not None and held.tenant == current_tenant().id else None


def _remember_epoch(raw: Any) -> None:
    value = _decoded(raw)
    if value is not None:
        epoch.remember(str(value))


def _decoded(raw: Any) -> Any:
    return None if raw is None else cache.client.decode(raw)  # type: ignore[attr-defined]  # django-redis
