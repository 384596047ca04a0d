"""The processes of one installation: started, restarted when they crash, stopped in order."""

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from freehold.embedded import processes
from freehold.embedded.folders import write_private
from freehold.embedded.interrupts import Interrupts
from freehold.embedded.problems import CannotStart
from freehold.embedded.watchdog import Watchdog

#: A child that lived this long had started well.
_SETTLED_SECONDS = 20.0
_LONGEST_PAUSE = 30.0
_GIVE_UP_AFTER = 6

#: The last line of a traceback.
_ERROR = re.compile(r"[\w.]*(Error|Exception|Exit|Configured)\b: ")

Launch = Callable[[], subprocess.Popen[bytes]]


@dataclass
class Child:
    """One process, and how it is started and asked to stop."""

    name: str
    launch: Launch
    log: Path
    stop_signal: signal.Signals
    stop_seconds: float
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    retry_at: float = 0.0
    log_start: int = 0

    def last_word(self) -> str:
        """Why it ended, as its log has it."""
        return last_word(self.log, self.log_start)


def last_word(path: Path, begin: int) -> str:
    """The last error in what a log says from `begin` on, else its last line."""
    try:
        with path.open("rb") as log:
            log.seek(max(begin, path.stat().st_size - 65536))
            said = log.read().decode(errors="replace").splitlines()
    except OSError:
        return "its log cannot be read"
    lines = [line.strip() for line in reversed(said) if line.strip()]
    errors = (line for line in lines if _ERROR.match(line))
    return next(errors, next(iter(lines), "it said nothing"))


class Children:
    """All processes of an installation, in the order in which they need each other."""

    def __init__(
        self,
        record: Path,
        watchdog: Watchdog,
        interrupts: Interrupts,
        say: Callable[[str], None],
    ) -> None:
        self._record = record
        self._watchdog = watchdog
        self._interrupts = interrupts
        self._say = say
        self._children: list[Child] = []

    def start(self, child: Child) -> None:
        """Starts a process; from then on it is looked after."""
        with self._interrupts.held():
            self._launch(child)
        self._interrupts.check()

    def look_after(self) -> None:
        """Restarts what crashed, after longer and longer pauses; `CannotStart` when hopeless."""
        for child in self._children:
            if child.process and child.process.poll() is not None:
                self._note_crash(child, child.process)
            if not child.process and time.monotonic() >= child.retry_at:
                self._restart(child)

    def ended(self, child: Child) -> bool:
        return not child.process or child.process.poll() is not None

    def stop(self) -> bool:
        """Stops all, the youngest first; a further Ctrl-C meanwhile ends them at once.

        Says whether there was anything to stop.
        """
        running = [child for child in reversed(self._children) if child.process]
        with self._interrupts.held():
            for child in running:
                if child.process:
                    self._stop_one(child, child.process)
            self._record.unlink(missing_ok=True)
        return bool(running)

    def _launch(self, child: Child) -> None:
        child.log_start = child.log.stat().st_size if child.log.exists() else 0
        child.process = child.launch()
        child.started = time.monotonic()
        if child not in self._children:
            self._children.append(child)
        self._watchdog.watch(child.process.pid, child.stop_signal, child.stop_seconds)
        self._write_record()

    def _stop_one(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        patience = self._interrupts.count + 1
        if process.poll() is None:
            process.send_signal(child.stop_signal)
        until = time.monotonic() + child.stop_seconds
        while process.poll() is None:
            if time.monotonic() > until or self._interrupts.count > patience:
                processes.end_group(process.pid)
                process.wait()
            self._wait_briefly(process)
        processes.end_group(process.pid)
        self._watchdog.forget(process.pid)
        child.process = None

    def _wait_briefly(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            pass

    def _note_crash(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        processes.end_group(process.pid)
        self._watchdog.forget(process.pid)
        settled = time.monotonic() - child.started > _SETTLED_SECONDS
        child.crashes = 1 if settled else child.crashes + 1
        if child.crashes >= _GIVE_UP_AFTER:
            raise CannotStart(
                f"The {child.name} ended {child.crashes} times in a row: {child.last_word()} "
                f"(all of it in {child.log})."
            )
        pause = min(2.0 ** (child.crashes - 1), _LONGEST_PAUSE)
        child.process, child.retry_at = None, time.monotonic() + pause
        self._say(
            f"The {child.name} ended ({_how(process.returncode)}): {child.last_word()} "
            f"Starting it again in {pause:.0f} s; its log is {child.log}"
        )

    def _restart(self, child: Child) -> None:
        with self._interrupts.held():
            self._launch(child)
            self._say(f"The {child.name} runs again")
        self._interrupts.check()

    def _write_record(self) -> None:
        running = [
            {
                "name": child.name,
                "pid": child.process.pid,
                "begun": processes.begun(child.process.pid),
                "signal": child.stop_signal.value,
                "seconds": child.stop_seconds,
            }
            for child in self._children
            if child.process
        ]
        write_private(self._record, json.dumps(running))


def end_leftovers(record: Path) -> int:
    """Ends what a killed supervisor, whose watchdog was killed too, left. Says how many."""
    try:
        left = json.loads(record.read_text())
    except (OSError, ValueError):
        return 0
    ended = 0
    for each in reversed(left):
        pid = each["pid"]
        if processes.is_alive(pid) and processes.begun(pid) == each["begun"]:
            processes.stop(pid, signal.Signals(each["signal"]), each["seconds"])
            ended += 1
    record.unlink(missing_ok=True)
    return ended


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
