"""One test at a time over all processes of a run, for tests whose servers choose their ports."""

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Between finding a free port and listening at it, nobody else may look for one."""
    with (Path(tempfile.gettempdir()) / "freehold-test-ports.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
