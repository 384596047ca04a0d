"""How much of what is limited a tenant has in use.

A meter says it. Cheap ones are asked each time. Records are not counted at every write: their
number is kept in Redis for a minute and counted up by what is written; a write that this number
would refuse is only refused after counting exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.core.cache import cache as redis
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django_redis.exceptions import ConnectionInterrupted
from redis.exceptions import RedisError

from freehold.context import current_tenant
from freehold.files.models import File, FileState
from freehold.identity.models import User

_KEPT_FOR = timedelta(minutes=1)
_DAY = timedelta(days=1)
#: Fewer are counted exactly: it costs little, and statistics of new tables know nothing.
_FEW = 20_000
#: From this share of the limit on, statistics are not good enough.
_CLOSE = 0.8
_BITS = 0x7FFFFFFFFFFFFFFF
_AWAY = (ConnectionInterrupted, RedisError)


@dataclass(frozen=True, slots=True)
class Meter:
    """`exact` counts; `estimate`, where counting is dear, knows about how many."""

    exact: Callable[[], int]
    estimate: Callable[[], int] | None = None


#: What begins again each day: a full one is no hindrance to a smaller plan.
FLOWING = frozenset({"mails_per_day"})


@cache
def _meters() -> dict[str, Meter]:
    return {
        "seats": Meter(_active_users),
        "storage_bytes": Meter(_stored_bytes),
        "mails_per_day": Meter(mails_today),
    }


def register_meter(limit: str, meter: Meter) -> None:
    _meters()[limit] = meter


def in_use(limit: str) -> int | None:
    """How much of it the active tenant uses now; None for what nobody measures."""
    meter = _meters().get(limit)
    if meter is None:
        return None
    return meter.exact() if meter.estimate is None else _about(meter, most=None)


def taken(limit: str, wanted: int, most: int) -> int:
    """How much is in use before `wanted` more; the caller takes that if it fits."""
    meter = _meters()[limit]
    if meter.estimate is None:
        _one_at_a_time()
        return meter.exact()
    try:
        return _taken_roughly(limit, meter, wanted, most)
    except _AWAY:
        return 0  # limits protect the service, they are no lock


def _taken_roughly(limit: str, meter: Meter, wanted: int, most: int) -> int:
    key = f"usage:{limit}"
    used: int | None = redis.get(key)
    if used is None or used + wanted > most:
        used = _about(meter, most) if used is None else meter.exact()
        redis.set(key, used, timeout=_KEPT_FOR.total_seconds())
    if used + wanted <= most:
        try:
            redis.incr(key, wanted)
        except ValueError:
            pass  # its minute ended just now
    return used


def _about(meter: Meter, most: int | None) -> int:
    assert meter.estimate is not None
    about = meter.estimate()
    if about < _FEW or (most is not None and about > most * _CLOSE):
        return meter.exact()
    return about


def _one_at_a_time() -> None:
    """Until the transaction ends, nobody else of this tenant takes the room that is left."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [current_tenant().id.int & _BITS])


def mails_today() -> int:
    """Notifications, digests and invitations that the active tenant sent since midnight UTC."""
    try:
        return int(redis.get(_mails_key()) or 0)
    except _AWAY:
        return 0


def count_mails(number: int) -> int:
    """How many it has sent today with these; a negative number takes back what was not sent."""
    key = _mails_key()
    try:
        redis.add(key, 0, timeout=_DAY.total_seconds())
        return int(redis.incr(key, number))
    except (*_AWAY, ValueError):
        return 0


def _mails_key() -> str:
    return f"usage:mails:{timezone.now():%Y-%m-%d}"


def _active_users() -> int:
    return User.objects.filter(is_active=True).count()


def _stored_bytes() -> int:
    held = File.objects.exclude(state=FileState.REMOVED).aggregate(held=Sum("size"))
    return int(held["held"] or 0)
