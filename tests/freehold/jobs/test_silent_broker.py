"""A broker whose host is frozen or cut off takes connections and never answers."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.exceptions import OperationalError

from freehold.redis_client import patience
from tenants.tasks import operate

_GONE_PATIENCE = 8  # a time-out of five seconds, and a slow machine


class Host:
    """In front of the real broker; frozen, it takes connections and what is sent, no more."""

    def __init__(self) -> None:
        broker = urlsplit(settings.REDIS_URL)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._broker = broker.port
        self._flows = threading.Event()
        self._flows.set()
        self._open: list[socket.socket] = []
        self.url = settings.REDIS_URL.replace(
            f":{broker.port}", f":{self._listening.getsockname()[1]}"
        )
        threading.Thread(target=self._serve, daemon=True).start()

    def freeze(self) -> None:
        self._flows.clear()

    def restart(self) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._flows.set()
        self.restart()
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._broker))
                self._open += [client, server]
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while block := one.recv(65536):
                self._flows.wait()
                other.sendall(block)
            other.shutdown(socket.SHUT_WR)


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()
    yield found
    found.close()
    patience.restore()


def send(connection: Connection) -> float:
    """Seconds until the sending failed."""
    began = time.monotonic()
    with pytest.raises(OperationalError):
        operate.apply_async(("nothing",), queue="schemas", producer=connection.Producer())
    return time.monotonic() - began


@pytest.mark.slow
def test_a_silent_one_is_waited_for_once_and_not_again_for_a_moment(host: Host) -> None:
    with current_app.connection_for_write(host.url) as connection:
        operate.apply_async(("x",), queue="schemas", producer=connection.Producer())
        host.freeze()
        assert send(connection) < _GONE_PATIENCE
        assert send(connection) < 1


def test_one_that_was_restarted_is_sent_to_at_once(host: Host) -> None:
    with current_app.connection_for_write(host.url) as connection:
        producer = connection.Producer()
        operate.apply_async(("x",), queue="schemas", producer=producer)
        host.restart()
        operate.apply_async(("x",), queue="schemas", producer=producer)
