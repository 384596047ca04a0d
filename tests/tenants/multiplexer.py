"""A pooler in transaction mode, small enough to read: many clients, one server connection.

It speaks just enough of PostgreSQL's protocol (version 3; clients need no password) to hand its
only server connection to another client whenever the server says that no transaction is open.
`kept` makes it keep the connection for the client's whole session instead, as PgBouncer's session
mode.
"""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import pq
from psycopg.pq.abc import PGconn

_SSL_REQUEST, _GSS_REQUEST = 80877103, 80877104
#: libpq closes a connection that nobody refers to any more.
_signed_in: dict[socket.socket, PGconn] = {}


@contextmanager
def multiplexer(address: str, *, kept: bool) -> Iterator[int]:
    """The port at which it listens for the block; `address` is the server's connection string."""
    pool = _Pool(address, size=4 if kept else 1)
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(listener, pool, kept), daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        pool.close()


class _Pool:
    def __init__(self, address: str, size: int) -> None:
        self._free = [_login(address) for _ in range(size)]
        self._all = list(self._free)
        self._changed = threading.Condition()

    def take(self) -> socket.socket:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._free))
            return self._free.pop()

    def give(self, server: socket.socket) -> None:
        with self._changed:
            self._free.append(server)
            self._changed.notify()

    def close(self) -> None:
        for server in self._all:
            _signed_in.pop(server).finish()
            server.close()


def _accept(listener: socket.socket, pool: _Pool, kept: bool) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(client, pool, kept), daemon=True).start()


def _serve(client: socket.socket, pool: _Pool, kept: bool) -> None:
    try:
        _greet(client)
        server = pool.take() if kept else None
        while True:
            message = _message(client)
            if message[:1] == b"X":
                break
            used = server or pool.take()
            _exchange(client, used, message)
            if server is None:
                pool.give(used)
        if server is not None:
            pool.give(server)
    except OSError:
        return
    finally:
        client.close()


def _exchange(client: socket.socket, server: socket.socket, message: bytes) -> None:
    """Messages to and fro until the server is ready and no transaction is open."""
    server.sendall(message)
    while message[:1] not in b"QS":
        message = _message(client)
        server.sendall(message)
    while True:
        answer = _message(server)
        client.sendall(answer)
        if answer[:1] == b"Z":
            if answer[5:6] == b"I":
                return
            _exchange(client, server, _message(client))
            return


def _greet(client: socket.socket) -> None:
    while True:
        (length,) = struct.unpack("!I", _exactly(client, 4))
        (code,) = struct.unpack("!I", _exactly(client, length - 4)[:4])
        if code not in (_SSL_REQUEST, _GSS_REQUEST):
            break
        client.sendall(b"N")
    client.sendall(_packed(b"R", struct.pack("!I", 0)))
    for name, value in (
        ("client_encoding", "UTF8"),
        ("server_version", "15.0"),
        ("TimeZone", "UTC"),
    ):
        client.sendall(_packed(b"S", f"{name}\0{value}\0".encode()))
    client.sendall(_packed(b"K", struct.pack("!II", 1, 1)) + _packed(b"Z", b"I"))


def _login(address: str) -> socket.socket:
    """libpq signs in, by whatever way the server asks for; the connection is then read here."""
    session = pq.PGconn.connect(address.encode())
    if session.status != pq.ConnStatus.OK:
        raise ConnectionError(session.get_error_message())
    server = socket.socket(fileno=os.dup(session.socket))
    server.setblocking(True)
    _signed_in[server] = session
    return server


def _message(side: socket.socket) -> bytes:
    head = _exactly(side, 5)
    (length,) = struct.unpack("!I", head[1:])
    return head + _exactly(side, length - 4)


def _packed(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


def _exactly(side: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = side.recv(count - len(found))
        if not part:
            raise ConnectionResetError
        found += part
    return found
