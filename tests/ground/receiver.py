"""A server on loopback that takes what is posted to it and answers as a test wants."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

Headers = dict[str, str]


@dataclass
class Receiver:
    """`calls` came in, with their bodies; `answer` says what goes back."""

    port: int
    answer: bytes | Callable[[socket.socket], None] = b"HTTP/1.1 204 No Content\r\n\r\n"
    calls: list[tuple[Headers, bytes]] = field(default_factory=list)
    #: Connections taken, whether or not anything came over them.
    connections: int = 0
    #: Set at the end: whatever makes callers wait stops then.
    over: Event = field(default_factory=Event)

    def answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.answer = "\r\n".join([*lines, "", ""]).encode() + body

    def hangs(self, after: bytes = b"") -> None:
        def wait(line: socket.socket) -> None:
            line.sendall(after)
            self.over.wait()

        self.answer = wait

    def drips(self, head: bytes) -> None:
        """The same byte now and then, for ever."""

        def drip(line: socket.socket) -> None:
            line.sendall(head)
            while not self.over.wait(0.02):
                line.sendall(b"x")

        self.answer = drip

    def serve(self, line: socket.socket) -> None:
        self.connections += 1
        with line:
            try:
                self.calls.append(_read(line))
                if callable(self.answer):
                    self.answer(line)
                else:
                    line.sendall(self.answer)
            except (OSError, ValueError):
                pass  # the caller went away


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    listening = socket.create_server(("127.0.0.1", 0))
    receiver = Receiver(listening.getsockname()[1])

    def take() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            Thread(target=_serve, args=(receiver, line, tls), daemon=True).start()

    Thread(target=take, daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _serve(receiver: Receiver, line: socket.socket, tls: ssl.SSLContext | None) -> None:
    try:
        receiver.serve(tls.wrap_socket(line, server_side=True) if tls else line)
    except OSError:
        line.close()


def _read(line: socket.socket) -> tuple[Headers, bytes]:
    held = b""
    while b"\r\n\r\n" not in held:
        held += _more(line)
    head, _, body = held.partition(b"\r\n\r\n")
    pairs = [one.decode().partition(": ") for one in head.split(b"\r\n")[1:]]
    headers = {name.lower(): value for name, _colon, value in pairs}
    while len(body) < int(headers["content-length"]):
        body += _more(line)
    return headers, body


def _more(line: socket.socket) -> bytes:
    more = line.recv(65536)
    if not more:
        raise ValueError("The caller broke off.")
    return more
