"""The product as it runs: web server and worker as processes, on the test run's database."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from django.conf import settings

from tests.ground import workers

MANIFEST = Path(settings.BASE_DIR) / "frontend" / "dist" / ".vite" / "manifest.json"


def environment(var: Path) -> dict[str, str]:
    """Of both processes: a folder and a Redis of their own, limits that only stop a runaway."""
    broker = _redis_url()
    return {
        **workers.process_environment(),
        "FREEHOLD_VAR": str(var),
        "REDIS_URL": broker,
        "FREEHOLD_TEST_BROKER": broker,
        "FREEHOLD_RATE_USER": "60000/min",
        "FREEHOLD_RATE_TENANT": "120000/min",
        "FREEHOLD_DB_POOL": "8",
        "FREEHOLD_TEST_MAILS": str(var / "mails"),
        "FREEHOLD_WEBHOOK_HTTP": "true",
        "FREEHOLD_WEBHOOK_NETWORKS": "127.0.0.0/8",
    }


@contextmanager
def emptied_redis() -> Iterator[None]:
    client = redis.Redis.from_url(_redis_url())
    client.flushdb()
    yield
    client.flushdb()
    client.close()


def _redis_url() -> str:
    """One database for each worker of pytest, none of which another test uses."""
    return workers.redis_url(8)


def lay_out(var: Path) -> None:
    """Static files as a server has them; the built ones stay, whoever builds anew meanwhile."""
    if not MANIFEST.exists():
        pytest.skip(
            "The web app is not built: run `make build-frontend`, then the browser tests again."
        )
    built = Path(settings.STATIC_ROOT)
    entry = [path.name for path in (MANIFEST.parents[1] / "assets").glob("*.js")]
    if all((built / "assets" / name).exists() for name in entry):
        shutil.copytree(built, var / "static")
        return
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--ignore", "*.map"]
    subprocess.run(
        [*command, "--verbosity", "0"], cwd=settings.BASE_DIR, env=environment(var), check=True
    )


@contextmanager
def web(var: Path) -> Iterator[int]:
    """gunicorn for the block; gives the port. Calls wait in the queue until it has started."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        port: int = listening.getsockname()[1]
        descriptor = listening.fileno()
        process = _started(
            var,
            "web",
            ("gunicorn", "config.wsgi:application", "--bind", f"fd://{descriptor}"),
            ("--worker-class", "gthread", "--threads", "8", "--timeout", "120"),
            ("--no-control-socket",),
            pass_fds=(descriptor,),
            port=port,
        )
    try:
        yield port
    finally:
        workers.kill_at_once(process)


@contextmanager
def worker(var: Path) -> Iterator[None]:
    process = _started(
        var,
        "worker",
        ("celery", "-A", "config", "worker", "--loglevel", "info", "--concurrency", "1"),
        ("--queues", "interactive,default,bulk,schemas", "--without-gossip", "--without-mingle"),
    )
    try:
        yield
    finally:
        workers.kill_at_once(process)


def _started(
    var: Path,
    name: str,
    *arguments: tuple[str, ...],
    pass_fds: tuple[int, ...] = (),
    port: int | None = None,
) -> "subprocess.Popen[bytes]":
    """`port` is where people reach the installation, for the addresses that it tells."""
    told = {} if port is None else {"FREEHOLD_PORT": str(port)}
    with (var / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *(word for part in arguments for word in part)],
            cwd=settings.BASE_DIR,
            env={**environment(var), **told},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=pass_fds,
        )
