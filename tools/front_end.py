"""Builds the web app when its sources changed, and collects what the web server serves."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.environment import PYTHON, ROOT, STAMP
from tools.node import environment

FRONT_END = ROOT / "frontend"
MODULES = FRONT_END / "node_modules"
MANIFEST = FRONT_END / "dist" / ".vite" / "manifest.json"
_INSTALLED = MODULES / ".freehold-installed"
_BUILT = MODULES / ".freehold-built"
_COLLECTED = MODULES / ".freehold-collected"
_NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite"}


def install() -> None:
    """Installs the packages of the lock, when they are not those that are there."""
    wanted = _digest([FRONT_END / "package.json", FRONT_END / "package-lock.json"])
    if _said(_INSTALLED) == wanted:
        return
    print("Installing the web app's packages (once, about a minute) …", flush=True)
    _npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    _INSTALLED.write_text(wanted)


def build() -> None:
    """Builds the web app, when its sources are not those it was built from."""
    wanted = _digest(_sources())
    if _said(_BUILT) == wanted and MANIFEST.exists():
        return
    install()
    print("Building the web app …", flush=True)
    _npm("run", "build", "--silent", "--", "--logLevel", "warn")
    _BUILT.write_text(wanted)


def collect() -> None:
    """Copies the app and the packages' own files to where the web server serves them from."""
    served = Path(os.environ.get("FREEHOLD_VAR") or ROOT / "var").absolute() / "static"
    wanted = f"{_said(_BUILT)} {_said(STAMP)} {served}"
    if _said(_COLLECTED) == wanted and served.exists():
        return
    # Source maps are for developers, and compressing them takes longer than all the rest.
    options = ["--noinput", "--clear", "--verbosity", "0", "--ignore", "*.map"]
    command = [str(PYTHON), "manage.py", "collectstatic", *options]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit("The web app's files could not be collected: see the lines above.")
    _COLLECTED.write_text(wanted)


def _sources() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(FRONT_END):
        folders[:] = [name for name in folders if name not in _NOT_SOURCES]
        found += [Path(folder, name) for name in files]
    return found


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _said(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def _npm(*arguments: str) -> None:
    command = ["npm", *arguments]
    if subprocess.run(command, cwd=FRONT_END, env=environment(), check=False).returncode:
        sys.exit(f"`{' '.join(command)}` failed in {FRONT_END}: see the lines above.")


if __name__ == "__main__":
    if sys.argv[1:] == ["install"]:
        install()
    else:
        build()
        collect()
