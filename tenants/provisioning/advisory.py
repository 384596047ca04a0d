"""Locks for work that only one process may do; the database lets go of them when that one dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection

from freehold.errors import Conflict


class Locks(IntEnum):
    """The platform's own; a tenant's and a job's are made from their ids."""

    INSTALLATION = 7_001
    ROLLOUT = 7_002


@contextmanager
def held_lock(key: int, refusal: str) -> Iterator[None]:
    """Hold the lock for the block; raises `Conflict(refusal)` at once if another process does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if cursor.fetchone() != (True,):
            raise Conflict(refusal)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def awaited_lock(key: int) -> Iterator[None]:
    """Hold the lock for the block, after whoever holds it now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
