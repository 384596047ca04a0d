"""Exit status 0 when the web process of this container answers its liveness address.

Runs every few seconds, so it imports nothing of the application.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

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
    port = int(os.environ.get("FREEHOLD_PORT", "8000"))
    sys.exit(0 if alive(port, os.environ.get("FREEHOLD_HOST", "localhost")) else 1)
