"""Commands of `manage.py`, run beside an installation without a start of Python for each."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from tests.browser import installation
from tests.ground import workers

#: Each line names a command and its arguments; the answer is what went wrong, or nothing.
_LOOP = """
import json, os, sys, traceback
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
import django
django.setup()
from django.core.management import call_command
from django.db import connections
from tenants import hosts, marked
for line in sys.stdin:
    hosts.memory.clear()
    marked.clear_all()
    try:
        call_command(*json.loads(line))
        wrong = ""
    except BaseException:
        wrong = traceback.format_exc()
    connections.close_all()
    print(json.dumps(wrong), file=answers, flush=True)
"""


class Commands:
    """The process that runs them; the test's own thread belongs to the browser."""

    def __init__(self, asking: IO[str], answering: IO[str]) -> None:
        self._asking = asking
        self._answering = answering

    def __call__(self, *arguments: str) -> None:
        """Runs one to its end; one that fails fails the test."""
        self._asking.write(json.dumps(arguments) + "\n")
        self._asking.flush()
        wrong = json.loads(self._answering.readline() or '"The process ended."')
        assert not wrong, wrong


@contextmanager
def running(var: Path) -> Iterator[Commands]:
    """Beside the installation in `var`, with the environment of this moment."""
    with (var / "commands.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _LOOP],
            cwd=settings.BASE_DIR,
            env=installation.environment(var),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    assert process.stdin
    assert process.stdout
    try:
        yield Commands(process.stdin, process.stdout)
    finally:
        workers.kill_at_once(process)
        process.stdin.close()
        process.stdout.close()
