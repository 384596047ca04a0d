"""From a request's answer to a stream: the socket goes to the hub, the server's thread goes on.

gunicorn gives the application the browser's socket (`gunicorn.socket`). A second descriptor of it
is kept, and a dead one is put in the first one's place, so that whatever the server does to end
its request does not reach the browser. `StopIteration` is how gunicorn is told that nothing is
left to be sent.
"""

import os
import socket
from collections.abc import Callable, Iterable
from typing import Any

from freehold.live.hub import come_again_ms, hub
from freehold.live.streams import Ticket

_TICKET = "freehold.live.ticket"
_SOCKET = "gunicorn.socket"
_PATIENCE_SECONDS = 2

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]


def is_possible(environ: Environ) -> bool:
    """Whether the server lets a socket go: gunicorn does, where a proxy before it does the TLS."""
    sock = environ.get(_SOCKET)
    plain = isinstance(sock, socket.socket) and not hasattr(sock, "cipher")
    return plain and environ.get("SERVER_PROTOCOL") == "HTTP/1.1"


def ask_for_stream(environ: Environ, ticket: Ticket) -> None:
    """Has the answer of this request become a stream. `Unavailable` when there is no place."""
    hub().reserve(ticket)
    environ[_TICKET] = ticket


class Streaming:
    """WSGI: hands over what `ask_for_stream` asked for; everything else goes through untouched."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        head: list[Any] = []

        def remember(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            head[:] = [status, headers]
            return start_response(status, headers, *more)

        body = self._application(environ, remember)
        ticket = environ.pop(_TICKET, None)
        if ticket is None:
            return body
        # The end of Django's request: its database connection goes back here.
        getattr(body, "close", lambda: None)()
        if not head[0].startswith("200"):
            hub().cancel(ticket)
            return body
        _hand_over(environ[_SOCKET], ticket, _beginning(*head))
        raise StopIteration


def _beginning(status: str, headers: list[tuple[str, str]]) -> bytes:
    """Without a length or chunks: the body ends when the connection does."""
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers if name.lower() != "content-length"]
    return "\r\n".join([*lines, "", f"retry: {come_again_ms()}", "", ""]).encode("latin-1")


def _hand_over(sock: socket.socket, ticket: Ticket, beginning: bytes) -> None:
    kept = sock.dup()
    dead, other = socket.socketpair()
    os.dup2(dead.fileno(), sock.fileno())
    dead.close()
    other.close()
    try:
        kept.settimeout(_PATIENCE_SECONDS)
        kept.sendall(beginning)
    except OSError:
        kept.close()
        hub().cancel(ticket)
        return
    hub().begin(ticket, kept)
