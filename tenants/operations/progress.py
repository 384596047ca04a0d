"""How far an operation has come, told while its own transaction is still open."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from tenants.ownership import owner_connection

#: Seconds between two notes, so that a table of a million rows is not a million notes.
_INTERVAL = 0.5
_NOTE = "UPDATE public.tenants_operation SET step = %s, done = %s, total = %s WHERE id = %s"

Show = Callable[[str], None]


class Progress:
    """Notes go over a connection of their own: the work's transaction would hide them."""

    def __init__(self, connection: psycopg.Connection[Any], id: UUID, show: Show) -> None:
        self._connection = connection
        self._id = id
        self._show = show
        self._step, self._done, self._total = "", 0, 0
        self._noted_at = 0.0

    def say(self, line: str) -> None:
        """To whoever looks on; nothing is noted."""
        self._show(line)

    def step(self, name: str, total: int = 0) -> None:
        """A new step begins; `total` counts what `advance` will."""
        self._step, self._done, self._total = name, 0, total
        self._show(name)
        self._note()

    def advance(self, by: int = 1) -> None:
        self._done += by
        if time.monotonic() - self._noted_at >= _INTERVAL:
            self._note()

    def _note(self) -> None:
        self._noted_at = time.monotonic()
        self._connection.execute(_NOTE, [self._step[:100], self._done, self._total, self._id])


@contextmanager
def noted(id: UUID, show: Show = lambda line: None) -> Iterator[Progress]:
    with owner_connection(application_name="freehold-operation", autocommit=True) as own:
        yield Progress(own, id, show)
