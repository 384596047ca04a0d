"""One PostgreSQL server of our own: its data folder, its start, and why it did not start."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from freehold.embedded import ports, processes
from freehold.embedded.accounts import Account
from freehold.embedded.postgres_programs import Installation
from freehold.embedded.problems import CannotStart, PortTaken, writing

ROLE = DATABASE = "freehold"
#: The role that the product works as; the set-up gives it its rights.
APPLICATION = "freehold_app"
#: Fast shutdown: sessions are ended, everything is written, no recovery at the next start.
STOP_SIGNAL = signal.SIGINT
STOP_SECONDS = 30.0
_START_SECONDS = 180

_LASTING = {
    "listen_addresses": ports.HOST,
    "unix_socket_directories": "",
    "max_connections": "150",
    "max_locks_per_transaction": "512",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    "logging_collector": "off",
    "password_encryption": "scram-sha-256",
    "cluster_name": "freehold",
}
#: For data that nobody needs after a crash.
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "1h",
}


@dataclass
class PostgresServer:
    """A server over one data folder. `start` gives a running process, whose owner stops it."""

    installation: Installation
    account: Account
    data: Path
    log: Path
    password: str
    #: Of the role that the product works as; empty when the owner does everything.
    application_password: str
    port: int
    shared_buffers: str = ""
    throwaway: bool = False
    _log_start: int = field(default=0, init=False)

    @property
    def url(self) -> str:
        return self._url(DATABASE)

    @property
    def application_url(self) -> str:
        """The address for the product, whose role owns nothing."""
        if not self.application_password:
            return self.url
        where = f"{ports.HOST}:{self.port}/{DATABASE}"
        return f"postgresql://{APPLICATION}:{quote(self.application_password)}@{where}"

    def initialise(self) -> bool:
        """Fills the data folder when it is empty, whole or not at all. Says whether it did."""
        if (self.data / "PG_VERSION").exists():
            return False
        draft = self.data.with_name(f"{self.data.name}.new")
        with writing(draft):
            shutil.rmtree(draft, ignore_errors=True)
            self.account.own(draft)
        passwords = self.data.with_name(f".{self.data.name}.password")
        with writing(passwords):
            passwords.unlink(missing_ok=True)
            passwords.touch(mode=0o600)
            passwords.write_text(self.password)
            if self.account.drops:
                os.chown(passwords, self.account.uid, self.account.gid)
        try:
            code, output = self._initdb(draft, passwords, "C.UTF-8")
            if code and "invalid locale" in output:
                code, output = self._initdb(draft, passwords, "C")
        finally:
            passwords.unlink()
        if code:
            raise CannotStart(_reason(output, self.log))
        with writing(self.data):
            self.data.rmdir()
            draft.rename(self.data)
        return True

    def start(self, waiting: Callable[[str], None] = lambda line: None) -> subprocess.Popen[bytes]:
        """Starts the server and returns when it answers and holds our database.

        `waiting` is told when that takes long because the server repairs its data after a crash.
        """
        self._clear_stale_lock()
        process = self._launch()
        try:
            self._await_answer(process, waiting)
            self._ensure_database()
        except BaseException:
            processes.stop(process.pid, STOP_SIGNAL, STOP_SECONDS)
            process.wait()
            raise
        return process

    def _initdb(self, into: Path, passwords: Path, locale: str) -> tuple[int, str]:
        return self.account.run(
            [
                self.installation.program("initdb"),
                *("--pgdata", into, "--username", ROLE, "--pwfile", passwords),
                *("--encoding", "UTF8", "--locale", locale, "--auth", "scram-sha-256"),
                *(["--no-sync"] if self.throwaway else []),
            ]
        )

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = _LASTING | {
            "port": str(self.port),
            "shared_buffers": self.shared_buffers or _shared_buffers(),
            **(_THROWAWAY if self.throwaway else {}),
            **({"dynamic_shared_memory_type": "mmap"} if _little_shared_memory() else {}),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        environment = {"PATH": f"{self.installation.bin}:{os.defpath}", "LC_ALL": "C"}
        with writing(self.log), self.log.open("ab") as log:
            self._log_start = log.tell()
            return self.account.start(
                [self.installation.program("postgres"), "-D", self.data, *options],
                output=log,
                environment=environment,
            )

    def _await_answer(
        self, process: subprocess.Popen[bytes], waiting: Callable[[str], None]
    ) -> None:
        begun = time.monotonic()
        told = False
        while True:
            if process.poll() is not None:
                said = self._logged()
                lost = "address already in use" in said.lower()
                raise (PortTaken if lost else CannotStart)(_reason(said, self.log))
            if self._is_ready(process) and self._lets_us_in():
                return
            passed = time.monotonic() - begun
            if passed > _START_SECONDS:
                raise CannotStart(f"PostgreSQL does not answer: read {self.log}.")
            if passed > 3 and not told:
                told = True
                waiting("PostgreSQL repairs its data after a crash")
            time.sleep(0.05)

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether our own server says so; whoever else holds the port would answer there, too."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]) == process.pid and lines[7].strip() == "ready"
        except (OSError, ValueError, IndexError):
            return False

    def _lets_us_in(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise CannotStart(
                    f"The database of {self.data} has another password than the one kept beside "
                    "it: put var/postgres.password back, or name the database in DATABASE_URL."
                ) from error
            return False
        return True

    def _ensure_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not known.fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}"')
            if self.application_password:
                self._ensure_application(connection)

    def _ensure_application(self, connection: "psycopg.Connection[Any]") -> None:
        """The product's role, with the password that is kept beside the data."""
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
        what = "ALTER" if known.fetchone() else "CREATE"
        statement = sql.SQL("{what} ROLE {role} LOGIN PASSWORD {password}").format(
            what=sql.SQL(what),
            role=sql.Identifier(APPLICATION),
            password=sql.Literal(self.application_password),
        )
        connection.execute(statement)

    def _clear_stale_lock(self) -> None:
        """Ends a server that still runs over our data, or removes the lock that it left.

        PostgreSQL itself removes a lock whose process is gone, but not one whose number another
        process now has.
        """
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return
        if not processes.is_alive(pid):
            return
        if str(self.data) in processes.command_line(pid):
            processes.stop(pid, STOP_SIGNAL, STOP_SECONDS)
        else:
            lock.unlink()

    def _logged(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def _url(self, database: str) -> str:
        return f"postgresql://{ROLE}:{quote(self.password)}@{ports.HOST}:{self.port}/{database}"


def major_version(data: Path) -> int:
    """The PostgreSQL that made a data folder; 0 when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text())
    except (OSError, ValueError):
        return 0


def _shared_buffers() -> str:
    """An eighth of the machine's memory, from 64 MB to 512 MB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{min(max(memory // 8 // 2**20, 64), 512)}MB"


def _little_shared_memory() -> bool:
    """Containers give 64 MB of /dev/shm, in which a parallel query fails."""
    try:
        found = os.statvfs("/dev/shm")
    except OSError:
        return False
    return found.f_bavail * found.f_frsize < 256 * 2**20


def _reason(output: str, log: Path) -> str:
    """What to do about a server that does not start, from what it said."""
    lower = output.lower()
    if "no space left on device" in lower and "shared memory" not in lower:
        return "The database's disk is full: free some space and start again."
    if "shared memory" in lower or "cannot allocate memory" in lower:
        return (
            "There is not enough (shared) memory for PostgreSQL: stop other programs, or set "
            "FREEHOLD_SHARED_BUFFERS=32MB."
        )
    if "address already in use" in lower:
        return "PostgreSQL's port was taken by another program meanwhile: start again."
    said = [line for line in output.splitlines() if "FATAL" in line or "error:" in line.lower()]
    last = (said or output.splitlines() or ["it said nothing"])[-1].strip()
    return f"PostgreSQL did not start: {last} (all of it in {log})."
