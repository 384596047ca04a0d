"""Ports that are free, taken, kept, or none."""

import os
import socket

import pytest

from freehold.embedded import ports
from freehold.embedded.problems import CannotStart


def test_a_listener_on_all_addresses_takes_the_port() -> None:
    with socket.create_server(("0.0.0.0", 0)) as other:
        taken = other.getsockname()[1]

        assert ports.is_taken(taken)
        assert ports.free_port(taken) > taken
        with pytest.raises(CannotStart, match=f"Port {taken} is taken by another program"):
            ports.require(taken)


@pytest.mark.parametrize("number", [0, -1, 65536, 8_000_000])
def test_what_is_no_port_is_refused(number: int) -> None:
    with pytest.raises(CannotStart, match=f"{number} is no port"):
        ports.require(number)


def test_a_free_port_is_given() -> None:
    port = ports.any_free_port()

    assert ports.require(port) == port
    assert ports.free_port(port) == port


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use every port")
def test_a_port_that_is_kept_for_root_is_refused() -> None:
    with pytest.raises(CannotStart, match="Port 81 is kept for root"):
        ports.require(81)
