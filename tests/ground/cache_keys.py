"""A prefix of its own for every test's cache keys, so that no test finds another one's."""

import itertools
from uuid import uuid4

import redis
from django.conf import settings

_RUN = f"test-{uuid4().hex[:8]}"
_numbers = itertools.count()


def next_prefix() -> str:
    return f"{_RUN}-{next(_numbers)}"


def remove() -> None:
    """The keys of this run; those without an end would pile up on a developer's machine."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter(match=f"fh:{_RUN}-*", count=1000):
        client.delete(key)
    client.close()
