"""A worker that runs and does nothing: said at the terminal, once, and again when it answers."""

import time
from collections.abc import Callable
from contextlib import closing

import redis

from freehold.embedded.children import Child
from freehold.jobs import present_workers

_EVERY_SECONDS = 5.0
#: Counted in looks of ours: after the machine has slept, everybody seems silent for a moment.
_LOOKS = 3
_STARTS_WITHIN_SECONDS = 40.0


class Silence:
    def __init__(self, worker: Child, broker_url: str, say: Callable[[str], None]) -> None:
        self._worker = worker
        self._broker_url = broker_url
        self._say = say
        self._next = 0.0
        self._silent = 0

    def look(self) -> None:
        """Cheap enough for every turn of the loop: it asks every few seconds."""
        now = time.monotonic()
        process = self._worker.process
        if now < self._next or process is None:
            return
        self._next = now + _EVERY_SECONDS
        if now < self._worker.started + _STARTS_WITHIN_SECONDS and not self._silent:
            return
        answers = self._answers(process.pid)
        if answers is None:
            return
        told = self._silent >= _LOOKS
        self._silent = 0 if answers else self._silent + 1
        if answers and told:
            self._say("The worker answers again.")
        if self._silent == _LOOKS:
            self._say(
                "The worker runs but does not answer: jobs wait, and nothing of them is lost. "
                f"Its log is {self._worker.log}; to have it started anew: kill -KILL {process.pid}"
            )

    def _answers(self, process: int) -> bool | None:
        """None where the broker is away: that says nothing of the worker."""
        try:
            with closing(
                redis.Redis.from_url(self._broker_url, socket_connect_timeout=1, socket_timeout=1)
            ) as broker:
                return present_workers.answers(broker, process)
        except redis.RedisError:
            return None
