"""Sending requests over kept connections, cheaply: the caller shares the server's machine."""

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Make = Callable[[int], bytes]


class Refused(RuntimeError):
    """An answer that is no success: what is measured must work."""


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of a request, made once and sent many times."""
    lines = [f"{method} {path.replace(' ', '%20')} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body or method != "GET":
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Answer:
    """Bytes as they arrive, until they are a whole answer with a Content-Length."""

    received: bytearray = field(default_factory=bytearray)
    head: int = -1
    size: int = -1

    def add(self, piece: bytes) -> bool:
        """True when the answer is complete."""
        if not piece:
            raise Refused("The server closed the connection.")
        self.received += piece
        if self.head < 0:
            self.head = self.received.find(b"\r\n\r\n")
            if self.head < 0:
                return False
            self._read_head()
        return len(self.received) >= self.head + 4 + self.size

    def _read_head(self) -> None:
        head = bytes(self.received[: self.head])
        status = int(head.split(b" ", 2)[1])
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                self.size = int(value)
        if status >= 400 or self.size < 0:
            raise Refused(bytes(self.received[:3000]).decode(errors="replace"))

    @property
    def body(self) -> bytes:
        return bytes(self.received[self.head + 4 :])


def _connect(port: int) -> socket.socket:
    found = socket.create_connection(("127.0.0.1", port), timeout=120)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def ask(port: int, sent: bytes) -> bytes:
    with _connect(port) as line:
        return _exchange(line, sent).body


def ask_once(port: int, sent: bytes) -> bytes:
    """The whole answer to a request that ends its connection, streamed or not."""
    with _connect(port) as line:
        line.sendall(sent)
        received = bytearray()
        while piece := line.recv(262_144):
            received += piece
    if not received.startswith(b"HTTP/1.1 2"):
        raise Refused(bytes(received[:3000]).decode(errors="replace"))
    return bytes(received)


def _exchange(line: socket.socket, sent: bytes) -> Answer:
    line.sendall(sent)
    answer = Answer()
    while not answer.add(line.recv(262_144)):
        pass
    return answer


def one_by_one(port: int, make: Make, numbers: range) -> list[float]:
    """The milliseconds of each request, one after the other on one connection."""
    taken = []
    with _connect(port) as line:
        for number in numbers:
            sent = make(number)
            began = time.perf_counter()
            _exchange(line, sent)
            taken.append((time.perf_counter() - began) * 1000)
    return taken


def at_once(port: int, make: Make, numbers: range, connections: int = 16) -> float:
    """Requests a second with so many connections that each wait for their answer."""
    left = iter(numbers)
    waiting = selectors.DefaultSelector()
    answers: dict[socket.socket, Answer] = {}
    began = time.perf_counter()
    for _, first in zip(range(connections), left, strict=False):
        opened = _connect(port)
        opened.sendall(make(first))
        answers[opened] = Answer()
        waiting.register(opened, selectors.EVENT_READ, opened)
    while answers:
        for key, _ in waiting.select():
            line: socket.socket = key.data
            if not answers[line].add(line.recv(262_144)):
                continue
            number = next(left, None)
            if number is not None:
                answers[line] = Answer()
                line.sendall(make(number))
                continue
            waiting.unregister(line)
            answers.pop(line)
            line.close()
    return len(numbers) / (time.perf_counter() - began)
