"""Ctrl-C and its relatives, turned into an exception where that is safe."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """The person, or the machine, wants the installation to stop."""


class Interrupts:
    """Raises `StopRequested` in the main thread on a signal, or only counts it while held."""

    def __init__(self) -> None:
        self.count = 0
        self._held = 0
        self._received = threading.Event()

    def __enter__(self) -> "Interrupts":
        self._former = {each: signal.signal(each, self._handle) for each in _SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for each, former in self._former.items():
            signal.signal(each, former)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Only counts: for what must not be cut in two, such as starting a process."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def hold(self) -> None:
        """Only counts from now on: nothing is left to be interrupted."""
        self._held += 1

    def check(self) -> None:
        """Raises what was held back."""
        if self.count:
            raise StopRequested

    def wait(self, seconds: float) -> None:
        """Sleeps, but not past a signal."""
        self._received.wait(seconds)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        self._received.set()
        if not self._held:
            raise StopRequested
