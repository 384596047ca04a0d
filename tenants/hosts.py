"""Host name → tenant, kept in bounded process memory.

An entry lives a minute at most; a change of any tenant or domain moves a mark in Redis that every
process compares once a second, so that a suspension shows everywhere within about a second.
"""

import time
from collections import OrderedDict
from threading import Lock
from typing import cast

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from freehold.ids import new_id
from freehold.redis_client import AWAY
from tenants.context import in_public
from tenants.models import Domain, Tenant
from tenants.versions import is_behind

log = structlog.get_logger(__name__)
SIZE = 4096
LIFETIME = 60.0
#: A tenant that is being made or updated changes any moment.
UNREADY_LIFETIME = 1.0
MARK_INTERVAL = 1.0
_MARK = "platform:hosts-mark"
_OWN_NAMES = frozenset({"127.0.0.1", "[::1]"})


class HostMemory:
    """Least recently used hosts first out; unknown hosts are remembered too."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: OrderedDict[str, tuple[float, Tenant | None]] = OrderedDict()
        self._mark: str | None = None
        self._mark_read_at = float("-inf")

    def tenant_at(self, host: str, *, at_once: bool = False) -> Tenant | None:
        """The tenant that lives at this host (no port, lower case), or None.

        `at_once` sees a change that another process made just now.
        """
        self._compare_mark(at_once)
        with self._lock:
            held = self._entries.get(host)
            if held is not None and held[0] > time.monotonic():
                self._entries.move_to_end(host)
                return held[1]
        tenant = _look_up(host)
        with self._lock:
            self._entries[host] = (time.monotonic() + _lifetime(tenant), tenant)
            while len(self._entries) > SIZE:
                self._entries.popitem(last=False)
        return tenant

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

    def _compare_mark(self, at_once: bool) -> None:
        now = time.monotonic()
        if not at_once and now - self._mark_read_at < MARK_INTERVAL:
            return
        self._mark_read_at = now
        try:
            mark = cast(str | None, cache.get(_MARK))
        except AWAY:
            return  # without Redis the entries' lifetime still bounds their age
        if mark != self._mark:
            self._mark = mark
            self.clear()


memory = HostMemory()


def forget_hosts() -> None:
    """Tenants or domains changed: look them up afresh everywhere, once this commits."""
    transaction.on_commit(_move_mark)


def _move_mark() -> None:
    memory.clear()
    try:
        cache.set(_MARK, str(new_id()), timeout=None)
    except AWAY as error:  # other processes learn it when their entries' lifetime is over
        log.warning("hosts.mark_not_moved", error=str(error))


def normalised(host: str) -> str:
    """A `Host` header as domains are stored: without port and trailing dot, in lower case."""
    name = host.lower()
    if name.startswith("["):
        name = name.partition("]")[0] + "]"
    else:
        name = name.partition(":")[0]
    name = name.rstrip(".")
    if settings.PLATFORM_HOST == "localhost" and name in _OWN_NAMES:
        return "localhost"
    return name


def _look_up(host: str) -> Tenant | None:
    with in_public():
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        return domain.tenant if domain else None


def _lifetime(tenant: Tenant | None) -> float:
    """Seconds that an answer is good for without asking again."""
    if tenant is None or (tenant.may_read and not is_behind(tenant.schema_version)):
        return LIFETIME
    return UNREADY_LIFETIME


def platform_host() -> str:
    """Where the operators are."""
    return str(settings.PLATFORM_HOST)


def host_of(slug: str) -> str:
    """The address a new tenant gets: one label below the platform's own host."""
    return f"{slug}.{settings.PLATFORM_HOST}"
