"""Gives a test run its own PostgreSQL and broker, unless DATABASE_URL and REDIS_URL name some.

Loaded with `-p`, because the addresses must stand in the environment before pytest-django reads
the settings. Workers of pytest-xdist inherit the environment of the process that started them.
"""

import atexit
import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from freehold.embedded.problems import CannotStart
from freehold.embedded.testing import throwaway_services

_started = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(args: list[str]) -> Generator[None, object, object]:
    if not {"--help", "-h", "--version", "-V"} & set(args):
        try:
            os.environ.update(_started.enter_context(throwaway_services()))
        except CannotStart as problem:
            raise pytest.UsageError(f"The test servers cannot start: {problem}") from problem
        atexit.register(_started.close)
    return (yield)


def pytest_unconfigure() -> None:
    _started.close()
