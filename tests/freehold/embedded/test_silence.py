"""A worker that runs and does nothing is told at the terminal, once."""

import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from freehold.embedded.children import Child
from freehold.embedded.silence import Silence
from freehold.jobs import present_workers

STARTED = 1000.0


@dataclass
class Scene:
    """What the worker does, and what the terminal shows, turn by turn of the loop."""

    said: list[str]
    silence: Silence
    monkeypatch: pytest.MonkeyPatch
    now: float = STARTED

    def pass_seconds(self, seconds: int, *, answers: bool | None) -> None:
        def answering(broker: redis.Redis, process: int) -> bool:
            if answers is None:
                raise redis.ConnectionError
            return answers

        self.monkeypatch.setattr(present_workers, "answers", answering)
        for _second in range(seconds):
            self.now += 1
            self.monkeypatch.setattr("time.monotonic", lambda: self.now)
            self.silence.look()


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    process = subprocess.Popen(["true"])
    process.wait()
    worker = Child("worker", lambda: process, tmp_path / "worker.log", signal.SIGTERM, 5.0)
    worker.process, worker.started = process, STARTED
    said: list[str] = []
    return Scene(said, Silence(worker, "redis://127.0.0.1:9/0", said.append), monkeypatch)


def test_a_worker_that_stands_still_is_told_once_and_so_is_its_return(scene: Scene) -> None:
    scene.pass_seconds(60, answers=True)
    assert not scene.said
    scene.pass_seconds(300, answers=False)
    (told,) = scene.said
    assert told.startswith("The worker runs but does not answer: jobs wait")
    assert "worker.log" in told
    assert "kill -KILL" in told
    scene.pass_seconds(20, answers=True)
    assert scene.said[1:] == ["The worker answers again."]


def test_a_start_a_short_silence_and_a_broker_that_is_away_are_no_news(scene: Scene) -> None:
    scene.pass_seconds(39, answers=False)
    scene.pass_seconds(60, answers=True)
    scene.pass_seconds(9, answers=False)
    scene.pass_seconds(10, answers=True)
    scene.pass_seconds(120, answers=None)
    assert not scene.said
