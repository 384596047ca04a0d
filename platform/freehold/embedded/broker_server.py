"""One Valkey or Redis server of our own, whose data outlives it."""

import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import redis

from freehold.embedded import ports, processes
from freehold.embedded.accounts import Account
from freehold.embedded.broker_programs import BrokerProgram
from freehold.embedded.folders import write_private
from freehold.embedded.problems import CannotStart, PortTaken, writing

STOP_SIGNAL = signal.SIGTERM
STOP_SECONDS = 15.0
_START_SECONDS = 60

#: Nothing is ever evicted: a task that waits is no cache entry.
_CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir "{data}"
pidfile "{data}/broker.pid"
daemonize no
databases 16
maxmemory-policy noeviction
appendonly {appendonly}
appendfsync everysec
save ""
"""
_UNREADABLE = (
    "can't handle rdb format",
    "bad file format",
    "unexpected end of file",
    "wrong signature",
)


@dataclass
class BrokerServer:
    """A server over one data folder. `start` gives a running process, whose owner stops it."""

    program: BrokerProgram
    account: Account
    data: Path
    log: Path
    password: str
    port: int
    throwaway: bool = False
    _log_start: int = field(default=0, init=False)

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{ports.HOST}:{self.port}/0"

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the server and returns when it answers.

        Data that this server cannot read (another version's, or cut by a full disk) is put aside:
        the broker only carries what the database knows.
        """
        self._end_leftover()
        process = self._launch()
        if not self._answers(process) and self._set_aside_unreadable():
            process = self._launch()
            self._answers(process)
        if process.poll() is not None:
            raise self._problem()
        return process

    def _launch(self) -> subprocess.Popen[bytes]:
        configuration = self.data / "broker.conf"
        with writing(self.data):
            write_private(configuration, self._configured())
            if self.account.drops:
                os.chown(configuration, self.account.uid, self.account.gid)
        with writing(self.log), self.log.open("ab") as log:
            self._log_start = log.tell()
            return self.account.start(
                [self.program.path, configuration],
                output=log,
                environment={"PATH": os.defpath, "LC_ALL": "C"},
            )

    def _configured(self) -> str:
        return _CONFIGURATION.format(
            host=ports.HOST,
            port=self.port,
            password=self.password,
            data=self.data,
            appendonly="no" if self.throwaway else "yes",
        )

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        """Waits for the server's answer; False when it ended first."""
        until = time.monotonic() + _START_SECONDS
        client = redis.Redis.from_url(self.url, socket_timeout=5)
        try:
            while process.poll() is None:
                try:
                    client.ping()
                    return True
                except redis.RedisError as error:
                    if time.monotonic() > until:
                        self._end(process)
                        raise CannotStart(
                            f"The broker does not answer: read {self.log}."
                        ) from error
                time.sleep(0.02)
            return False
        except BaseException:
            self._end(process)
            raise
        finally:
            client.close()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        processes.stop(process.pid, STOP_SIGNAL, STOP_SECONDS)
        process.wait()

    def _set_aside_unreadable(self) -> bool:
        said = self._logged().lower()
        if not any(sign in said for sign in _UNREADABLE):
            return False
        with writing(self.data):
            aside = self.data / f"unreadable-{int(time.time())}"
            aside.mkdir()
            for name in ("appendonlydir", "appendonly.aof", "dump.rdb"):
                if (self.data / name).exists():
                    (self.data / name).rename(aside / name)
        return True

    def _end_leftover(self) -> None:
        """Ends a server that a killed start left over the same data.

        A number alone may be another process's by now, perhaps another broker's: both kinds of
        server show their address in their title, and the former start's is in its configuration.
        """
        try:
            pid = int((self.data / "broker.pid").read_text())
            former = (self.data / "broker.conf").read_text()
        except (OSError, ValueError):
            return
        port = re.search(r"^port (\d+)$", former, re.MULTILINE)
        address = f" {ports.HOST}:{port[1]}" if port else None
        if address and processes.command_line(pid).endswith(address):
            processes.stop(pid, STOP_SIGNAL, STOP_SECONDS)

    def _logged(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def _problem(self) -> CannotStart:
        said = self._logged()
        if "no space left" in said.lower():
            return CannotStart("The broker's disk is full: free some space and start again.")
        if "address already in use" in said.lower():
            return PortTaken(
                "The broker's port was taken by another program meanwhile: start again."
            )
        last = (said.splitlines() or ["it said nothing"])[-1].strip()
        return CannotStart(f"The broker did not start: {last} (all of it in {self.log}).")
