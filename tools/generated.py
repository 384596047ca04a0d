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
CLIENT = FRONT_END / "src" / "shared" / "api" / "schema.d.ts"
CLIENT_TOOLS = FRONT_END / "tools" / "openapi"


def check() -> None:
    """Ends with what is stale and how to renew it."""
    messages.check()
    _manage("makemigrations", "--check", "--dry-run", failing="Write the missing migration.")
    _manage("openapi", "--check", failing="Run `make generate`.")
    before = _content(CLIENT)
    _write_client()
    if _content(CLIENT) != before:
        if before is not None:
            CLIENT.write_bytes(before)
        sys.exit(f"{CLIENT.relative_to(ROOT)} is not that of the API. Run `make generate`.")
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
