"""TCP ports on this machine."""

import errno
import socket

from freehold.embedded.problems import CannotStart

HOST = "127.0.0.1"


def is_taken(port: int) -> bool:
    """Whether a server answers on the port, or nobody but its holder can bind it.

    Both are asked: macOS lets 127.0.0.1 be bound beside a listener on all addresses, and a browser
    may try ::1 first.
    """
    return (
        _answers(socket.AF_INET, HOST, port)
        or _answers(socket.AF_INET6, "::1", port)
        or (_bind_error(port) == errno.EADDRINUSE)
    )


def free_port(preferred: int, tries: int = 200) -> int:
    """`preferred` or the next free one above it."""
    for port in range(preferred, preferred + tries):
        if not is_taken(port):
            return port
    raise CannotStart(
        f"No port between {preferred} and {preferred + tries - 1} is free: stop what uses them."
    )


def any_free_port() -> int:
    """A port that the system finds free, for what nobody needs to find again."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind((HOST, 0))
        port: int = server.getsockname()[1]
        return port


def require(port: int) -> int:
    """The port that was asked for, or why it cannot be had."""
    if not 1 <= port <= 65535:
        raise CannotStart(f"{port} is no port: choose a number from 1 to 65535.")
    if is_taken(port):
        raise CannotStart(
            f"Port {port} is taken by another program: stop it, or choose another port with "
            f"`make run PORT={port + 1 if port < 65535 else 8000}`."
        )
    if _bind_error(port) == errno.EACCES:
        raise CannotStart(f"Port {port} is kept for root: choose one above 1023.")
    return port


def _answers(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as client:
            client.settimeout(0.5)
            return client.connect_ex((host, port)) == 0
    except OSError:
        return False


def _bind_error(port: int) -> int:
    """The system's error number for binding the port; 0 when it can be bound."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except OSError as error:
            return error.errno or -1
    return 0
