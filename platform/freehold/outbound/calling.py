"""One POST to somebody else's server, which may be slow, broken or hostile.

Nothing is followed: a redirect is an answer like any other. Of the answer a few KiB are read. All
limits are of the wall clock, so that a server which sends a byte now and then ends as well.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass

from freehold.outbound.addresses import Ip, NotCalled, Target, resolved

CONNECT_SECONDS = 4.0
TOTAL_SECONDS = 10.0
#: After the head of an answer its body is of little interest.
BODY_SECONDS = 1.0
MOST_HEAD = 16 * 1024
MOST_BODY = 4 * 1024
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})( |\Z)")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]*\r\n")
_END = b"\r\n\r\n"


class CallFailed(Exception):
    """No answer. `code`: address, connect, tls, timeout or protocol."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """Header names in lower case; `text` is the beginning of the body, fit to be shown."""

    status: int
    headers: Mapping[str, str]
    text: str


class _Clock:
    """What is left of a call's time."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds until the end, `most` at most; `TimeoutError` when none are left."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left if most is None else min(left, most)

    def ends_within(self, seconds: float) -> None:
        self._until = min(self._until, time.monotonic() + seconds)


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send `body`; the answer whatever its status, or `CallFailed`."""
    clock = _Clock(TOTAL_SECONDS)
    try:
        addresses = resolved(target, clock.left(CONNECT_SECONDS))
        with _connected(target, addresses, clock) as line:
            _send(line, _request(target, body, headers), clock)
            return _answer(line, clock)
    except NotCalled as error:
        raise CallFailed("address") from error
    except TimeoutError as error:
        raise CallFailed("timeout") from error
    except ssl.SSLError as error:
        raise CallFailed("tls") from error
    except OSError as error:
        raise CallFailed("connect") from error


def _request(target: Target, body: bytes, headers: Mapping[str, str]) -> bytes:
    sent = {
        "Host": target.authority,
        **headers,
        "Content-Length": str(len(body)),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    lines = [f"POST {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    if any("\r" in line or "\n" in line for line in lines):
        raise CallFailed("protocol")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _connected(target: Target, addresses: list[Ip], clock: _Clock) -> socket.socket:
    line = _opened(target, addresses, clock)
    if target.scheme == "http":
        return line
    try:
        line.settimeout(clock.left(CONNECT_SECONDS))
        return ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
    except BaseException:
        line.close()
        raise


def _opened(target: Target, addresses: list[Ip], clock: _Clock) -> socket.socket:
    """To the first address that takes the call; only those that were looked at."""
    failure: OSError = ConnectionError()
    for address in addresses[:4]:
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(clock.left(CONNECT_SECONDS))
            line.connect((str(address), target.port))
        except OSError as error:
            line.close()
            failure = error
        else:
            return line
    raise failure


def _send(line: socket.socket, sent: bytes, clock: _Clock) -> None:
    view = memoryview(sent)
    while view:
        line.settimeout(clock.left())
        view = view[line.send(view[:MOST_HEAD]) :]


def _answer(line: socket.socket, clock: _Clock) -> Answer:
    held = b""
    while True:
        head, end, rest = held.partition(_END)
        status = _STATUS.match(head.split(b"\r\n", 1)[0]) if end else None
        if end and status is None:
            raise CallFailed("protocol")
        if status is not None and not status[1].startswith(b"1"):
            headers = _headers(head)
            return Answer(
                int(status[1]), headers, _text(_body(line, rest, headers, clock), headers)
            )
        if status is not None:
            held = rest
            continue
        if len(held) > MOST_HEAD:
            raise CallFailed("protocol")
        line.settimeout(clock.left())
        more = line.recv(4096)
        if not more:
            raise CallFailed("protocol")
        held += more


def _headers(head: bytes) -> dict[str, str]:
    lines = [one.partition(b":") for one in head.split(b"\r\n")[1:]]
    return {
        name.decode("latin-1").strip().lower(): value.decode("latin-1").strip()
        for name, _colon, value in lines
    }


def _body(line: socket.socket, held: bytes, headers: Mapping[str, str], clock: _Clock) -> bytes:
    """What comes of it soon; that it breaks off or goes on for ever changes nothing."""
    length = headers.get("content-length", "")
    most = min(MOST_BODY, int(length)) if re.fullmatch(r"[0-9]{1,12}", length) else MOST_BODY
    clock.ends_within(BODY_SECONDS)
    try:
        while len(held) < most:
            line.settimeout(clock.left())
            more = line.recv(4096)
            if not more:
                break
            held += more
    except OSError:
        pass
    return held[:most]


def _text(body: bytes, headers: Mapping[str, str]) -> str:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    text = body.decode("utf-8", "replace")
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def _unchunked(body: bytes) -> bytes:
    found = b""
    while (size := _CHUNK.match(body)) is not None and int(size[1], 16):
        start, length = size.end(), int(size[1], 16)
        found += body[start : start + length]
        body = body[start + length + 2 :]
    return found
