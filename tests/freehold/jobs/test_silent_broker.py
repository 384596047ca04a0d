"""A broker whose host is frozen or cut off takes connections and never answers."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from tenants.tasks import operate


@pytest.fixture
def silent() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


@pytest.mark.slow
def test_whoever_sends_to_it_is_told_instead_of_waiting_for_ever(silent: str) -> None:
    began = time.monotonic()
    with current_app.connection_for_write(silent) as connection:
        how: dict[str, Any] = {"queue": "schemas", "connection": connection}
        with pytest.raises(OperationalError):
            operate.apply_async(("nothing",), **how)
    assert time.monotonic() - began < 25
