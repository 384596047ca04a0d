"""Processes of this machine, also those that are not our children."""

import os
import signal
import subprocess
import time
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def command_line(pid: int) -> str:
    """The program and its arguments; empty when it cannot be known."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return _shown_by_ps(pid, "command")


def begun(pid: int) -> str:
    """When the process began, which tells it from a later one of the same number."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return _shown_by_ps(pid, "lstart")


def stop(pid: int, how: signal.Signals, seconds: float) -> bool:
    """Signals a process and waits; when it outlasts `seconds`, ends its whole group by force.

    Returns whether it went by itself.
    """
    _signal(pid, how)
    if wait_gone(pid, seconds):
        return True
    end_group(pid)
    wait_gone(pid, 5)
    return False


def end_group(pid: int) -> None:
    """Ends at once whatever is left of the group that a process leads or led."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def wait_gone(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except (ProcessLookupError, PermissionError):
        pass


def _shown_by_ps(pid: int, column: str) -> str:
    """For systems without /proc."""
    command = ["ps", "-ww", "-o", f"{column}=", "-p", str(pid)]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return shown.stdout.strip()


def _is_zombie(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state == "Z"
