"""Rate limits: per user, per key and per tenant, counted in Redis in one round trip.

Windows are fixed. Each answer tells what is left (draft-ietf-httpapi-ratelimit-headers); a
refused call is a 429 with `Retry-After`. With Redis away, calls pass: limits protect the service,
they are no lock.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext, ngettext
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from freehold import prefetch
from freehold.errors import TooManyRequests
from tenants.entitlements import entitled

_SECONDS = {"s": 1, "sec": 1, "min": 60, "m": 60, "hour": 3600, "h": 3600, "day": 86400}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """`quota` calls in `window` seconds, counted under `subject`."""

    name: str
    subject: str
    quota: int
    window: int


@dataclass(frozen=True, slots=True)
class Usage:
    limit: Limit
    used: int
    reset: int

    @property
    def left(self) -> int:
        return max(0, self.limit.quota - self.used)

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit.quota


def parse_rate(text: str) -> tuple[int, int]:
    """`600/min` → (600, 60)."""
    quota, _, window = text.partition("/")
    return int(quota), _SECONDS[window]


def limits_for(user: str, key: str | None) -> list[Limit]:
    quota, window = parse_rate(settings.API_RATE_LIMIT_USER)
    tenant_quota, tenant_window = _rate_of_tenant()
    personal = Limit("key", f"k:{key}", quota, window) if key else None
    return [
        personal or Limit("user", f"u:{user}", quota, window),
        Limit("tenant", "t", tenant_quota, tenant_window),
    ]


def _rate_of_tenant() -> tuple[int, int]:
    """What the tenant's plan grants; the installation's own limit where that grants none."""
    of_plan = entitled().limit("requests_per_minute")
    if of_plan is not None:
        return of_plan, 60
    return parse_rate(settings.API_RATE_LIMIT_TENANT)


def count(limits: Sequence[Limit]) -> list[Usage]:
    """Counts one call against every limit; empty when the counters can't be reached."""
    now = int(time.time())
    keys = {limit: counter(limit) for limit in limits}
    used = {limit: prefetch.count(key) for limit, key in keys.items()}
    left = [limit for limit, number in used.items() if number is None]
    try:
        if left:
            used |= zip(left, _counted([(keys[one], one.window + 1) for one in left]), strict=True)
    except RedisError as error:
        _log.warning("rate_limit.counters_away", error=str(error))
        return []
    return [
        Usage(limit, number, limit.window - now % limit.window)
        for limit, number in used.items()
        if number is not None
    ]


def counter(limit: Limit) -> str:
    """The key under which Redis counts the calls of now."""
    return str(cache.make_key(f"rate:{limit.subject}:{int(time.time()) // limit.window}"))


def _counted(keys: Sequence[tuple[str, int]]) -> list[int]:
    pipe = get_redis_connection("default").pipeline(transaction=False)
    for key, seconds in keys:
        pipe.incr(key)
        pipe.expire(key, seconds)
    answers: list[Any] = pipe.execute()
    return [int(number) for number in answers[::2]]


def headers(usages: Sequence[Usage]) -> dict[str, str]:
    if not usages:
        return {}
    return {
        "RateLimit-Policy": ", ".join(
            f'"{usage.limit.name}";q={usage.limit.quota};w={usage.limit.window}' for usage in usages
        ),
        "RateLimit": ", ".join(
            f'"{usage.limit.name}";r={usage.left};t={usage.reset}' for usage in usages
        ),
    }


def refuse_excess(usages: Sequence[Usage]) -> None:
    """Raises 429 when a limit is exceeded; it says which and for how long."""
    over = [usage for usage in usages if usage.exceeded]
    if over:
        worst = max(over, key=lambda usage: usage.reset)
        raise TooManyRequests(
            f"{_too_much(worst.limit)} {_wait(worst.reset)}",
            headers={"Retry-After": str(worst.reset), **headers(usages)},
        )


def _too_much(limit: Limit) -> str:
    """Programs read the numbers in the headers; a visitor, who has no key, knows of no calls."""
    most = {"quota": limit.quota, "window": _duration(limit.window)}
    if limit.name == "key":
        return gettext("This API key may make %(quota)s calls in %(window)s.") % most
    if limit.name == "user":
        return gettext("You may make %(quota)s calls in %(window)s.") % most
    if limit.name == "tenant":
        return gettext("This workspace may make %(quota)s calls in %(window)s.") % most
    return gettext("There were too many attempts from your connection.")


def _wait(seconds: int) -> str:
    return gettext("Try again in %(time)s.") % {"time": _duration(seconds)}


def _duration(seconds: int) -> str:
    """Rounded up to what one says: `40 seconds`, `35 minutes`, `2 hours`."""
    if seconds < 60:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
