"""One running instance per folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from freehold.embedded.problems import CannotStart, writing


@contextmanager
def only_instance(path: Path) -> Iterator[None]:
    """Holds the lock file; the system lets go of it when the process ends in whatever way.

    A lock file that a killed instance left is thereby no obstacle.
    """
    with writing(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(handle, 20).decode(errors="replace").strip()
            raise CannotStart(
                f"Freehold already runs from this folder (process {holder or 'unknown'}): use "
                f"that one, or stop it with `kill {holder}`."
            ) from error
        with writing(path):
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
