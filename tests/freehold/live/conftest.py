"""Streams as gunicorn opens them: through the whole application, with a socket of the browser."""

import io
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from freehold.identity.models import User
from freehold.live.handover import Streaming
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller

PATIENCE_SECONDS = 20


@dataclass
class Browser:
    """The far end of a stream: reads its events one after the other."""

    sock: socket.socket
    read: bytes = b""

    def event(self) -> tuple[str, Any]:
        """The next event; heartbeats and hints are passed over. ("closed", None) at the end."""
        while True:
            block, found, rest = self.read.partition(b"\n\n")
            if not found:
                more = self.sock.recv(4096)
                if not more:
                    return "closed", None
                self.read += more
                continue
            self.read = rest
            lines = dict(line.split(b": ", 1) for line in block.split(b"\n") if b": " in line)
            if b"event" in lines:
                return lines[b"event"].decode(), orjson.loads(lines[b"data"])

    def head(self) -> tuple[int, dict[str, str]]:
        while b"\r\n\r\n" not in self.read:
            more = self.sock.recv(4096)
            assert more, "The server closed the connection without an answer."
            self.read += more
        head, _, self.read = self.read.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        return int(first.split()[1]), dict(line.split(": ", 1) for line in lines)


class _Inside(WSGIHandler):
    """Leaves the connection of the test's transaction open, as Django's test client does."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        return super().__call__(environ, start_response)


@dataclass
class Refused:
    status: int
    headers: dict[str, str]


Open = Callable[[Caller], "Browser | Refused"]


@pytest.fixture
def opened(db: None) -> Iterator[Open]:
    """Opens a stream for a caller; what does not become one comes back as it was answered."""
    application = Streaming(_Inside())
    ends: list[socket.socket] = []

    def open_stream(caller: Caller) -> Browser | Refused:
        near, far = socket.socketpair()
        near.settimeout(PATIENCE_SECONDS)
        ends.extend((near, far))
        answer: list[Any] = []
        try:
            body = application(
                _environ(caller, far), lambda status, headers, *_: answer.append((status, headers))
            )
        except StopIteration:
            far.close()
            return Browser(near)
        assert b"".join(body) is not None
        status, headers = answer[0]
        return Refused(int(status.split()[0]), dict(headers))

    yield open_stream
    for end in ends:
        end.close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _environ(caller: Caller, sock: socket.socket) -> dict[str, Any]:
    cookies = "; ".join(f"{name}={one.value}" for name, one in caller.client.cookies.items())
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value for name, value in caller.headers.items()
    }
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/api/v1/live/",
        "QUERY_STRING": "",
        "SERVER_NAME": caller.host,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": caller.host,
        "HTTP_COOKIE": cookies,
        **headers,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        "gunicorn.socket": sock,
    }


@pytest.fixture
def admin(acme: Tenant, acme_admin: User) -> Caller:
    return callers.with_key(acme, acme_admin)


@pytest.fixture
def stranger(globex: Tenant, globex_admin: User) -> Caller:
    return callers.with_key(globex, globex_admin)
