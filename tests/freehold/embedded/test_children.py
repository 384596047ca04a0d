"""What is done about a process that does not stay."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from freehold.embedded import processes
from freehold.embedded.children import Child, Children, end_leftovers
from freehold.embedded.interrupts import Interrupts
from freehold.embedded.problems import CannotStart
from freehold.embedded.watchdog import Watchdog


class Clock:
    """Time that passes when the test says so."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("time.monotonic", made.monotonic)
    return made


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    made = Watchdog()
    yield made
    made.close()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def looked_after(place: Path, watchdog: Watchdog, said: list[str]) -> Iterator[Children]:
    made = Children(place / "processes.json", watchdog, Interrupts(), said.append)
    yield made
    made.stop()


def child(place: Path, script: str) -> Child:
    log = place / "child.log"

    def launch() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(["sh", "-c", script], stdout=output, start_new_session=True)

    return Child("worker", launch, log, signal.SIGTERM, 5.0)


def ended(child: Child) -> None:
    assert child.process
    child.process.wait()


def test_the_pauses_grow_until_it_is_given_up(
    place: Path, clock: Clock, looked_after: Children, said: list[str]
) -> None:
    broken = child(place, "echo 'ValueError: no queue'; exit 3")
    looked_after.start(broken)
    pauses = []
    for _ in range(5):
        ended(broken)
        looked_after.look_after()
        pauses.append(broken.retry_at - clock.now)
        assert not broken.process
        clock.now = broken.retry_at
        looked_after.look_after()

    assert pauses == [1, 2, 4, 8, 16]
    assert "The worker ended (code 3): ValueError: no queue" in said[0]
    ended(broken)
    with pytest.raises(CannotStart, match="ended 6 times in a row: ValueError: no queue"):
        looked_after.look_after()


def test_one_that_had_settled_begins_with_a_short_pause(
    place: Path, clock: Clock, looked_after: Children
) -> None:
    tired = child(place, "exit 1")
    looked_after.start(tired)
    tired.crashes = 5
    ended(tired)
    clock.now += 60

    looked_after.look_after()

    assert tired.retry_at - clock.now == 1


def test_what_does_not_stop_is_ended_with_its_whole_group(
    place: Path, looked_after: Children
) -> None:
    stubborn = child(place, "trap '' TERM; (trap '' TERM; sleep 60) & echo $!; wait; sleep 60")
    stubborn.stop_seconds = 0.2
    looked_after.start(stubborn)
    grandchild = int(next(line for line in _lines(stubborn.log) if line))

    assert looked_after.stop() is True
    assert processes.wait_gone(grandchild, 5)


def _lines(log: Path) -> Iterator[str]:
    """Lines of a log that is being written."""
    while True:
        yield from (line for line in log.read_text().splitlines(keepends=True) if "\n" in line)


def test_a_process_that_only_has_the_number_of_a_leftover_is_left_alone(place: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        record = place / "processes.json"
        record.write_text(
            f'[{{"name": "web", "pid": {other.pid}, "begun": "1", "signal": 15, "seconds": 1}}]'
        )

        assert end_leftovers(record) == 0
        assert other.poll() is None
        other.kill()
