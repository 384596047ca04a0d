"""A real worker: a process of its own, on the test's database and a broker of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlparse, urlunparse

import redis
from django.conf import settings
from django.db import connection

from config.celery import app


def broker_url() -> str:
    """Another database of the run's Redis, so that no worker but the test's listens.

    Each of the processes that share the run's tests has one of its own.
    """
    return redis_url(15)


def redis_url(last: int) -> str:
    """Of seven databases that end with this one, that of this process among those of the run.

    Redis has 16; the first is everybody's, so that two purposes can have seven processes each.
    """
    number = last - int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 7
    return urlunparse(urlparse(settings.REDIS_URL)._replace(path=f"/{number}"))


@contextmanager
def real_broker() -> Iterator[None]:
    """Messages of this process go to the real broker for the block."""
    former = app.conf.broker_url
    redis.Redis.from_url(broker_url()).flushdb()
    _send_to(broker_url())
    try:
        yield
    finally:
        _send_to(former)
        redis.Redis.from_url(broker_url()).flushdb()


@contextmanager
def worker(include: str, *more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Whatever is left of the worker is killed at the end."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "info"),
            *("--concurrency", "1", "--queues", "interactive,default,bulk", "--include", include),
            *("--without-gossip", "--without-mingle"),
            *(more or ("--without-heartbeat",)),
        ],
        env=process_environment(),
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        kill_at_once(process)


def kill_at_once(process: "subprocess.Popen[Any]") -> None:
    """kill -9 for the worker and the processes that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def wait_until(
    condition: Callable[[], bool], seconds: float = 180.0, *, pause: float = 0.05
) -> None:
    """For what another process does; fails the test when it does not come.

    Who asks the API takes a longer pause than one who looks into the database: calls are counted.
    """
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(pause)


def _send_to(url: str) -> None:
    app.conf.update(broker_url=url, broker_write_url=url, broker_read_url=url)
    vars(app)["_pool"] = None
    vars(app.amqp)["_producer_pool"] = None


def database_url() -> str:
    """The address of this test run's own database."""
    known = connection.settings_dict
    login = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    return f"postgresql://{login}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def process_environment() -> dict[str, str]:
    """For other processes of the product that shall work on the test's database."""
    root = str(settings.BASE_DIR)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "FREEHOLD_TEST_BROKER": broker_url(),
        "PYTHONPATH": os.pathsep.join([root, f"{root}/platform"]),
    }
