"""What is measured runs here: a database and a broker of the bench's own, and servers over them.

Their data stay in `var/bench` between runs, because building the standard tenants takes minutes.
The settings are those of production; the durability of the database is not relaxed.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from freehold.embedded import processes, services
from freehold.embedded.folders import Folders
from freehold.embedded.services import Service
from freehold.embedded.watchdog import Watchdog
from freehold.embedded.wishes import Wishes

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
PROCESSES = 2
THREADS = 4


@contextmanager
def kept_servers() -> Iterator[dict[str, str]]:
    """Start the database and broker of `var/bench`; gives the product's environment."""
    folders = Folders(FOLDER)
    with ExitStack() as stack:
        watchdog = Watchdog()
        stack.callback(watchdog.close)
        folders.prepare()
        wishes = Wishes.from_environment()
        database = services.database(folders, wishes, print)
        _start(database, watchdog, stack)
        broker = services.broker(folders, wishes)
        _start(broker, watchdog, stack)
        folders.write_addresses({"database_port": database.port, "broker_port": broker.port})
        yield environment(folders, database, broker)


def _start(service: Service, watchdog: Watchdog, stack: ExitStack) -> None:
    if service.launch:
        process = service.launch()
        watchdog.watch(process.pid, service.stop_signal, service.stop_seconds)
        stack.callback(watchdog.forget, process.pid)
        stack.callback(process.wait)
        stack.callback(processes.stop, process.pid, service.stop_signal, service.stop_seconds)


def environment(folders: Folders, database: Service, broker: Service) -> dict[str, str]:
    path = os.environ.get("PATH", os.defpath)
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": database.url,
        "DATABASE_OWNER_URL": database.owner_url,
        "REDIS_URL": broker.url,
        "FREEHOLD_SECRET_KEY": folders.secret("secret-key"),
        "FREEHOLD_VAR": str(folders.var),
        "FREEHOLD_HOST": "localhost",
        "FREEHOLD_LOG_LEVEL": "WARNING",
        # One person asks a thousand times a second here; the counting itself stays.
        "FREEHOLD_RATE_USER": "100000000/min",
        "FREEHOLD_RATE_TENANT": "100000000/min",
        # People sign in from addresses of their own, as through a proxy.
        "FREEHOLD_TRUSTED_PROXIES": "1",
        "PATH": f"{database.programs}{os.pathsep}{path}" if database.programs else path,
    }


@contextmanager
def served(
    application: str, variables: Mapping[str, str] | None = None, root: Path = ROOT
) -> Iterator["Server"]:
    """An application under the product's own server and its settings, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    counters = FOLDER / "run" / f"counters-{secrets.token_hex(4)}"
    counters.mkdir(parents=True)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
            *("--config", str(ROOT / "deploy" / "gunicorn.conf.py")),
            *("--workers", str(PROCESSES), "--threads", str(THREADS)),
            *("--max-requests", "0", "--log-level", "warning"),
        ],
        cwd=root,
        stdout=subprocess.DEVNULL,  # where the access log goes: written by both, read by nobody
        env={
            **os.environ,
            "PROMETHEUS_MULTIPROC_DIR": str(counters),
            **(variables or {}),
            "PYTHONPATH": f"{root}{os.pathsep}{root / 'platform'}",
        },
    )
    try:
        _wait(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError("The server to measure ended: see its messages above.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server to measure did not start within a minute.")


class Server:
    """A running server: its port, and what its processes have used up so far."""

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pid = pid

    @property
    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(one) for one in listed]

    def cpu_seconds(self) -> float:
        return sum(cpu_seconds(pid) for pid in self.workers)

    def memory_mb(self) -> float:
        """The largest worker's own memory (PSS: shared pages are divided)."""
        return max(_memory_mb(pid) for pid in self.workers)


def cpu_seconds(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
