"""A web process of the product on the test's database, and calls to it over the network."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.ground import workers

ANSWER_SECONDS = 180


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@contextmanager
def web(
    listening: socket.socket, log: Path, **environment: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """A web process with the settings that are shipped; ready when the block begins."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"),
                *("--bind", f"fd://{listening.fileno()}", "--no-control-socket"),
                *("--graceful-timeout", str(ANSWER_SECONDS)),  # this machine may be slow
                "config.wsgi:application",
            ],
            cwd=settings.BASE_DIR,
            env={**workers.process_environment(), "FREEHOLD_WEB_WORKERS": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            pass_fds=(listening.fileno(),),
        )
    try:
        yield process
    finally:
        workers.kill_at_once(process)


def call(
    place: socket.socket, method: str, path: str, headers: Mapping[str, str], body: Any = None
) -> Answer:
    """The answer, whenever it comes."""
    host, port = place.getsockname()
    with closing(http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)) as connection:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {**headers, "Content-Type": "application/json"})
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
