"""A way to the test's database that can be shut, for a process of the product that goes by it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlparse

from tests.ground.workers import database_url


class Gate:
    """Carries bytes to the server and back; shut, it takes every call and hangs up at once."""

    def __init__(self, listener: socket.socket, server: tuple[str, int]) -> None:
        self._listener, self._server = listener, server
        self._is_open = True
        self._flows = threading.Event()
        self._flows.set()
        self._lock = threading.Lock()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """The database's address by way of the gate."""
        known = urlparse(database_url())
        login, at, _ = known.netloc.rpartition("@")
        return known._replace(netloc=f"{login}{at}127.0.0.1:{self.port}").geturl()

    def shut(self) -> None:
        """The calls in hand are cut off, as when a server goes down."""
        with self._lock:
            self._is_open = False
            for end in self._ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        with self._lock:
            self._is_open = True

    def freeze(self) -> None:
        """Silence: calls are taken, what was said is kept, and nothing is answered."""
        self._flows.clear()

    def thaw(self) -> None:
        self._flows.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if not self._is_open:
                    client.close()
                    continue
                server = socket.create_connection(self._server)
                self._ends += [client, server]
            for pair in ((client, server), (server, client)):
                threading.Thread(target=_carry, args=(*pair, self._flows), daemon=True).start()


@contextmanager
def gate() -> Iterator[Gate]:
    known = urlparse(database_url())
    server = (known.hostname or "127.0.0.1", known.port or 5432)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Gate(listener, server)
        try:
            yield found
        finally:
            found.thaw()
            found.shut()


def _carry(source: socket.socket, target: socket.socket, flows: threading.Event) -> None:
    """Until one of the two hangs up; then the other hears of it."""
    with suppress(OSError):
        while part := source.recv(65536):
            flows.wait()
            target.sendall(part)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
