"""Servers for one run of something, thrown away with it.

`python -m freehold.embedded.testing -- <command>` runs a command beside an empty database and
broker of its own, whose addresses it finds in DATABASE_URL and REDIS_URL. Services that those
variables already name are used as they are.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from freehold.embedded import processes, services
from freehold.embedded.accounts import service_account
from freehold.embedded.folders import Folders
from freehold.embedded.problems import CannotStart, writing
from freehold.embedded.services import Service
from freehold.embedded.watchdog import Watchdog
from freehold.embedded.wishes import Wishes, var_folder

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def throwaway_services() -> Iterator[dict[str, str]]:
    """Gives the environment variables that lead to the servers. Raises `CannotStart`."""
    wishes = Wishes.from_environment()
    if wishes.database_url and wishes.redis_url:
        yield {}
        return
    with ExitStack() as stack:
        watchdog, folders = _watched_folders(stack)
        start = partial(_start, watchdog=watchdog, stack=stack)
        database = services.started(partial(_database, folders, wishes), start)
        broker = services.started(lambda: services.broker(folders, wishes, throwaway=True), start)
        found = {"DATABASE_URL": database.url, "REDIS_URL": broker.url}
        if database.programs:
            path = os.environ.get("PATH", os.defpath)
            found["PATH"] = f"{database.programs}{os.pathsep}{path}"
        yield found


@contextmanager
def throwaway_database() -> Iterator[str]:
    """One more server with an empty database, whichever the environment names; gives its address.

    Raises `CannotStart`.
    """
    wishes = replace(Wishes.from_environment(), database_url="", database_owner_url="")
    with ExitStack() as stack:
        watchdog, folders = _watched_folders(stack)
        start = partial(_start, watchdog=watchdog, stack=stack)
        yield services.started(partial(_database, folders, wishes), start).url


def _watched_folders(stack: ExitStack) -> tuple[Watchdog, Folders]:
    """Gone at the end of the stack, or when this process is killed."""
    watchdog = Watchdog()
    stack.callback(watchdog.close)
    folders = Folders(_folder())
    watchdog.discard(folders.var)
    stack.callback(shutil.rmtree, folders.var, ignore_errors=True)
    folders.prepare()
    return watchdog, folders


def _database(folders: Folders, wishes: Wishes) -> Service:
    return services.database(folders, wishes, lambda line: None, throwaway=True)


def _start(service: Service, watchdog: Watchdog, stack: ExitStack) -> None:
    if service.launch:
        process = service.launch()
        watchdog.watch(process.pid, service.stop_signal, service.stop_seconds)
        # Only once it is gone, and before its number can be another's.
        stack.callback(watchdog.forget, process.pid)
        stack.callback(process.wait)
        stack.callback(processes.stop, process.pid, service.stop_signal, service.stop_seconds)


def _folder() -> Path:
    """A folder of the project, or of the system when the servers' account may not enter that."""
    here = var_folder(ROOT) / "test"
    with writing(here):
        here.mkdir(parents=True, exist_ok=True)
    account = service_account(os.environ.get("FREEHOLD_ACCOUNT", ""))
    parent = here if account.can_enter(here) else None
    folder = Path(tempfile.mkdtemp(prefix="freehold-", dir=parent))
    folder.chmod(0o711)
    return folder


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        print("Name a command: python -m freehold.embedded.testing -- pytest", file=sys.stderr)
        return 2
    try:
        with throwaway_services() as found:
            return _run(arguments, {**os.environ, **found})
    except CannotStart as problem:
        print(f"The test servers cannot start: {problem}", file=sys.stderr)
        return 1


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Runs the command to its end; Ctrl-C reaches it too, so that its end is only awaited."""
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
