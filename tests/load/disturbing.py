"""What an operator does while people work: a backup, and a migration of every tenant."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tenants.context import in_public
from tenants.models import Tenant
from tenants.ownership import owner_address
from tests.load.tenant_rows import add_column, take_away


@contextmanager
def disturbance() -> Iterator[dict[str, Any]]:
    """One migration, and backups until the block ends; says how often each was done."""
    done: dict[str, Any] = {"backups": 0, "migrations": 0, "failed": []}
    ended = threading.Event()
    with in_public():
        tenants = list(Tenant.objects.exclude(schema_version="").exclude(state="erased"))

    def again(key: str, work: Any) -> None:
        try:
            while not ended.is_set():
                work()
                done[key] += 1
                if key == "migrations":
                    return
        except Exception as error:  # told beside the figures
            done["failed"].append(f"{key}: {error}")

    threads = [
        threading.Thread(target=again, args=("backups", _back_up)),
        threading.Thread(target=again, args=("migrations", lambda: add_column(tenants))),
    ]
    for one in threads:
        one.start()
    try:
        yield done
    finally:
        ended.set()
        for one in threads:
            one.join()
        take_away(tenants)  # only now: a running backup reads the columns that it found


def _back_up() -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise RuntimeError("There is no pg_dump on the PATH.")
    address = owner_address()
    subprocess.run(
        [program, "--format=custom", "--compress=1"],
        stdout=subprocess.DEVNULL,
        check=True,
        env={
            **os.environ,
            "PGHOST": str(address["HOST"]),
            "PGPORT": str(address["PORT"]),
            "PGUSER": str(address["USER"]),
            "PGPASSWORD": str(address["PASSWORD"]),
            "PGDATABASE": str(address["NAME"]),
        },
    )
