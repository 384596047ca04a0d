"""Writes the locks from pyproject.toml: `python -m tools.lock [--upgrade]`.

One set of versions for all: the development lock is resolved first and binds the others. The
locks name neither a registry nor this machine, so that any index or mirror can serve them.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PROJECT = "pyproject.toml"
_ALL = "requirements-dev.txt"
_LOCKS = {
    _ALL: [_PROJECT, "--extra", "storage", "--extra", "embedded", "--extra", "dev"],
    "requirements.txt": [_PROJECT, "--extra", "storage"],
    "requirements-local.txt": [_PROJECT, "--extra", "embedded"],
    "requirements-node.txt": ["--group", "node"],
}


def main(options: list[str]) -> None:
    for lock, sources in _LOCKS.items():
        bound = [] if lock == _ALL or "--group" in sources else ["--constraint", _ALL]
        command = [
            *(str(Path(sys.executable).with_name("uv")), "pip", "compile", *sources, *bound),
            *("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"),
            *("--no-emit-index-url", "--no-emit-find-links", "--no-header"),
            *("--annotation-style", "line", "--output-file", lock, *options),
        ]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            sys.exit(f"{lock} could not be written: see the lines above.")


if __name__ == "__main__":
    main(sys.argv[1:])
