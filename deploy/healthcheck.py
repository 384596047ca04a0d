"""Exit status 0 when the web process of this container answers its liveness address."""

import sys
from http.client import HTTPConnection, HTTPException

from config import env

TIMEOUT_SECONDS = 4


def alive(port: int, host: str) -> bool:
    """Whether /healthz answers 200, asked for under the host name that the application serves."""
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    port, host = env.number("FREEHOLD_PORT", 8000), env.text("FREEHOLD_HOST", "localhost")
    sys.exit(0 if alive(port, host) else 1)
