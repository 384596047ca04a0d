"""Databases that did not answer a moment ago: whoever only wants figures does not wait again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, OperationalError

from tenants.placements import HOME, UnknownPlacement

#: What `asking` raises where a tenant's database can't be asked.
UNREACHED: Final = (DatabaseError, UnknownPlacement)
_SECONDS = 15.0
_silent_until: dict[str, float] = {}


@contextmanager
def asking(database: str) -> Iterator[None]:
    """For what may be missing: `OperationalError` at once while the database is known to be away.

    The home database is always asked: without it there is nobody to answer.
    """
    if time.monotonic() < _silent_until.get(database, 0.0):
        raise OperationalError(f"The database {database} did not answer a moment ago.")
    try:
        yield
    except OperationalError as error:
        # What the server itself refuses, a lock say, has a state; a broken or missing line none.
        if database != HOME and getattr(error.__cause__, "sqlstate", None) is None:
            _silent_until[database] = time.monotonic() + _SECONDS
        raise
