"""Ends the processes of a supervisor that died without ending them.

Runs as `python -m freehold.embedded.watchdog` in a session of its own and reads lines from its
standard input, whose other end only the supervisor holds: `watch <pid> <signal> <seconds>`,
`forget <pid>` and `discard <folder>` (of a throw-away installation). The end of the input means
that the supervisor is gone, however it went; what is still watched is then ended, the youngest
first. Chosen over PR_SET_PDEATHSIG because macOS lacks that and a change of user clears it.
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TextIO

from freehold.embedded import processes


class Watchdog:
    """The supervisor's end of the line."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
            start_new_session=True,
            text=True,
        )

    def watch(self, pid: int, how: signal.Signals, seconds: float) -> None:
        self._say(f"watch {pid} {how.value} {seconds}")

    def forget(self, pid: int) -> None:
        self._say(f"forget {pid}")

    def discard(self, folder: Path) -> None:
        """Has the folder deleted in the end."""
        self._say(f"discard {folder}")

    def close(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def _say(self, line: str) -> None:
        if self._process.stdin and self._process.poll() is None:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()


def main(orders: TextIO = sys.stdin) -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    watched: dict[int, tuple[signal.Signals, float]] = {}
    discarded: list[str] = []
    for line in orders:
        match line.rstrip("\n").split(" ", 1):
            case ["watch", rest]:
                number, how, seconds = rest.split()
                watched[int(number)] = (signal.Signals(int(how)), float(seconds))
            case ["forget", rest]:
                watched.pop(int(rest), None)
            case ["discard", rest]:
                discarded.append(rest)
    for pid, (kind, patience) in reversed(watched.items()):
        processes.stop(pid, kind, patience)
    for folder in discarded:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
