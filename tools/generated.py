"""Files that are made from others: `python -m tools.generated check|write`.

Run beside a database (see the Makefile): Django compares the migrations with it.
"""

import subprocess
import sys
from pathlib import Path

from tools import messages
from tools.environment import PYTHON, ROOT
from tools.node import environment

FRONT_END = ROOT / "frontend"
CLIENTS = tuple(
    FRONT_END / "src" / "shared" / "api" / name for name in ("schema.d.ts", "operator-schema.d.ts")
)
CLIENT_TOOLS = FRONT_END / "tools" / "openapi"


def check() -> None:
    """Ends with what is stale and how to renew it."""
    messages.check()
    _manage("makemigrations", "--check", "--dry-run", failing="Write the missing migration.")
    _manage("openapi", "--check", failing="Run `make generate`.")
    before = {client: _content(client) for client in CLIENTS}
    _write_client()
    for client, content in before.items():
        if _content(client) != content:
            if content is not None:
                client.write_bytes(content)
            sys.exit(f"{client.relative_to(ROOT)} is not that of the API. Run `make generate`.")
    print("Translations, migrations, OpenAPI file and typed client are up to date.")


def write() -> None:
    messages.write()
    _manage("openapi", failing="The OpenAPI file could not be written.")
    _write_client()


def _write_client() -> None:
    if not (CLIENT_TOOLS / "node_modules").exists():
        _npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    _npm("run", "generate", "--silent")


def _manage(*arguments: str, failing: str) -> None:
    if subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, check=False).returncode:
        sys.exit(failing)


def _npm(*arguments: str) -> None:
    command = ["npm", "--prefix", str(CLIENT_TOOLS), *arguments]
    if subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode:
        sys.exit(f"`npm {' '.join(arguments)}` failed in {CLIENT_TOOLS}: see the lines above.")


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check"]:
            check()
        case ["write"]:
            write()
        case _:
            sys.exit("Usage: python -m tools.generated check|write")
