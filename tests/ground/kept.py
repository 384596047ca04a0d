"""The migrated database as a file, for the next run, whose server is a new and empty one."""

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from psycopg import ConnectionInfo


def restored(server: ConnectionInfo, name: str, fingerprint: str) -> bool:
    """Fills the empty database `name` from the file of that fingerprint, if there is one."""
    file = _file(server, fingerprint)
    if not file.exists() or not shutil.which("psql"):
        return False
    arguments = ("--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--no-psqlrc")
    done = _run(server, "psql", *arguments, "--output", os.devnull, "--file", str(file), name)
    assert done.returncode == 0, f"Remove {file}, which this server does not take: {done.stderr}"
    return True


def keep(server: ConnectionInfo, name: str, fingerprint: str) -> None:
    """Writes the file, whole or not at all; those of former migrations go."""
    if not shutil.which("pg_dump"):
        return
    file = _file(server, fingerprint)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    done = _run(server, "pg_dump", "--file", str(draft), name)
    if done.returncode:  # a program older than the server writes none: every run migrates then
        draft.unlink(missing_ok=True)
        return
    for former in file.parent.glob("*.sql"):
        former.unlink(missing_ok=True)
    draft.rename(file)


def _file(server: ConnectionInfo, fingerprint: str) -> Path:
    folder = Path(settings.BASE_DIR) / "var" / "test" / "kept"
    return folder / f"{fingerprint}-{server.server_version // 10_000}.sql"


def _run(
    server: ConnectionInfo, program: str, *arguments: str
) -> "subprocess.CompletedProcess[str]":
    address = {
        "PGHOST": server.host,
        "PGPORT": str(server.port),
        "PGUSER": server.user,
        "PGPASSWORD": server.password,
    }
    return subprocess.run(
        [program, *arguments],
        env={**os.environ, **address},
        capture_output=True,
        text=True,
        check=False,
    )
