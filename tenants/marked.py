"""What the public schema says to all tenants, kept in each process until its mark in Redis moves.

Asking costs no statement. The mark is compared once a second, or at once where somebody was just
told that it moved; without Redis a process goes on with what it knows.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import transaction

from freehold.ids import new_id
from freehold.redis_client import AWAY
from tenants.cache import PLATFORM
from tenants.context import in_public

INTERVAL = 1.0

T = TypeVar("T")
_all: list["Marked[object]"] = []


class Marked(Generic[T]):
    """`load` reads the whole value, in the public schema."""

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self._key = f"{PLATFORM}{name}-mark"
        self._load = load
        self._mark: str | None = None
        self._compared_at = float("-inf")
        self._held: tuple[str | None, T] | None = None
        _all.append(self)  # type: ignore[arg-type]  # only ever forgotten through the list

    def get(self, *, at_once: bool = False) -> T:
        """The value; `at_once` sees a change that another process made just now."""
        self._compare(at_once)
        held, mark = self._held, self._mark
        if held is None or held[0] != mark:
            with in_public():
                held = (mark, self._load())
            self._held = held
        return held[1]

    def changed(self) -> None:
        """Every process reads it anew once the running transaction commits."""
        self.clear()
        transaction.on_commit(self._move)

    def clear(self) -> None:
        self._held = None
        self._compared_at = float("-inf")

    def _move(self) -> None:
        self.clear()
        cache.set(self._key, str(new_id()), timeout=None)

    def _compare(self, at_once: bool) -> None:
        now = time.monotonic()
        if not at_once and now - self._compared_at < INTERVAL:
            return
        self._compared_at = now
        try:
            self._mark = cache.get(self._key)
        except AWAY:
            return


def clear_all() -> None:
    """For tests, whose changes are rolled back."""
    for one in _all:
        one.clear()
