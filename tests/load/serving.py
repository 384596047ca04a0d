"""An application under the product's server, to be measured."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2


@contextmanager
def served(application: str, variables: dict[str, str]) -> Iterator[int]:
    """An application under the product's server, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
            *("--workers", str(PROCESSES), "--worker-class", "gthread", "--threads", "8"),
            *("--preload", "--no-control-socket", "--log-level", "warning"),
        ],
        cwd=ROOT,
        env={**os.environ, **variables, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}"},
    )
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(1800):
        if server.poll() is not None:
            raise RuntimeError("The server to measure ended: see its messages above.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server to measure did not start within three minutes.")
