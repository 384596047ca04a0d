"""What can go wrong before the product runs, said so that a person can act on it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CannotStart(Exception):
    """The installation cannot run here. The message is one line that says what to do."""


class PortTaken(CannotStart):
    """Another program took the port between its choice and the start of our server."""


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turns the system's refusals to write below `place` into a `CannotStart`."""
    try:
        yield
    except OSError as error:
        raise CannotStart(_refusal(error, place)) from error


def _refusal(error: OSError, place: Path) -> str:
    where = error.filename or place
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk that holds {place} is full: free some space and start again."
    if error.errno == errno.EROFS:
        return f"{where} is on a read-only disk: put the project on one that can be written."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"{where} may not be written by this account: change its owner or its permissions."
    return f"{where} cannot be written: {error.strerror}."
