"""Makes `.venv` and installs one of the locks into it: `python -m tools.environment local|dev`.

Needs nothing but Python itself. Says nothing and ends at once when there is nothing to do.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "freehold.json"
#: The development lock holds everything that the local one does.
LOCKS = {"local": "requirements-local.txt", "dev": "requirements-dev.txt"}
_SOURCE_ROOTS = (ROOT, ROOT / "platform")


def main(kind: str) -> None:
    if _installed(kind) or _installed("dev"):
        return
    try:
        if not _usable():
            print("Making .venv …", flush=True)
            _create()
        print(f"Installing the packages of {LOCKS[kind]} (once, a minute or more) …", flush=True)
        install(ROOT / LOCKS[kind])
        _link_sources()
        STAMP.write_text(json.dumps({"lock": kind, "is": _identity(kind)}))
    except OSError as error:
        sys.exit(
            f"{error.filename or VENV} cannot be written ({error.strerror}): change the folder's "
            "owner or permissions, or put the project elsewhere."
        )


def install(lock: Path) -> None:
    """Installs a lock, every package checked against its hash."""
    command = [
        *_pip(),
        *("install", "-qq", "--disable-pip-version-check", "--no-input", "--no-deps"),
        *("--no-compile", "--only-binary", ":all:", "--require-hashes", "--requirement", lock),
    ]
    if subprocess.run(command, check=False).returncode:
        sys.exit(
            f"The packages of {lock.name} could not be installed: see the lines above. Without "
            "a network, name a mirror or a folder of wheels (PIP_INDEX_URL, PIP_FIND_LINKS)."
        )


def _identity(kind: str) -> str:
    lock = (ROOT / LOCKS[kind]).read_bytes()
    return hashlib.sha256(lock + str(ROOT).encode()).hexdigest()


def _installed(kind: str) -> bool:
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return stamp == {"lock": kind, "is": _identity(kind)} and _usable()


def _usable() -> bool:
    """Whether .venv has a Python that still runs and is new enough."""
    return PYTHON.exists() and _runs(PYTHON, "-c", "import sys; assert sys.version_info >= (3, 11)")


def _create() -> None:
    """Makes .venv, on systems that split off `ensurepip` too."""
    shutil.rmtree(VENV, ignore_errors=True)
    if _runs(sys.executable, "-m", "venv", VENV):
        return
    if not _foreign_pip() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing python3-venv, which this system keeps apart from Python …", flush=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        _runs("apt-get", "update")
        _runs("apt-get", "install", "--yes", f"python{version}-venv")
        shutil.rmtree(VENV, ignore_errors=True)
        if _runs(sys.executable, "-m", "venv", VENV):
            return
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", VENV], check=False, capture_output=True
    )
    if made.returncode:
        VENV.mkdir()  # shows the reason when it is the folder
        sys.exit(f"No .venv could be made: {made.stderr.decode().strip()}")


def _pip() -> list[str | Path]:
    if _runs(PYTHON, "-m", "pip", "--version"):
        return [PYTHON, "-m", "pip"]
    if _foreign_pip():
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    sys.exit(
        "This Python has no pip: install it (Debian, Ubuntu: `sudo apt-get install "
        "python3-venv`) and start again."
    )


def _foreign_pip() -> bool:
    """Whether the system's own pip can install into .venv (from version 22.3 on)."""
    return _runs(sys.executable, "-m", "pip", "--python", sys.executable, "--version")


def _link_sources() -> None:
    """Makes the packages of this repository importable in .venv, from wherever it is used."""
    folder = Path(sysconfig.get_path("purelib", vars={"base": str(VENV)}))
    folder = next(VENV.glob("lib/python*/site-packages"), folder)
    (folder / "freehold.pth").write_text("".join(f"{root}\n" for root in _SOURCE_ROOTS))


def _runs(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit("Usage: python -m tools.environment local|dev")
    main(sys.argv[1])
