"""The product's own processes: web, worker and beat, as they run on one machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from freehold.embedded import ports
from freehold.embedded.children import Child
from freehold.embedded.folders import Folders
from freehold.embedded.problems import writing

_KEEP_LOG_BYTES = 10 * 2**20


@dataclass(frozen=True)
class Programs:
    """Makes the processes; all of them see the same environment and the project as their folder."""

    root: Path
    folders: Folders
    environment: Mapping[str, str]

    def web(self, port: int) -> Child:
        return self._child(
            "web",
            *("gunicorn", "config.wsgi:application", "--bind", f"{ports.HOST}:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "8"),
            *("--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "15"),
            *("--worker-tmp-dir", _memory_folder(), "--no-control-socket", "--preload"),
        )

    def worker(self) -> Child:
        return self._child(
            "worker",
            *("celery", "-A", "config", "worker", "--loglevel", "info", "--concurrency", "2"),
            *("--queues", "interactive,default,bulk,schemas"),
            *("--without-gossip", "--without-mingle"),
        )

    def beat(self) -> Child:
        return self._child(
            "beat",
            *("celery", "-A", "config", "beat", "--loglevel", "info", "--pidfile", ""),
            *("--schedule", str(self.folders.run / "beat-schedule")),
        )

    def manage(self, log: Path, *arguments: str) -> subprocess.Popen[bytes]:
        """A management command, whose output the caller reads and whose complaints are logged."""
        with writing(log), log.open("ab") as complaints:
            return subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                start_new_session=True,
            )

    def _child(self, name: str, *module: str) -> Child:
        log = open_ended_log(self.folders, name)

        def launch() -> subprocess.Popen[bytes]:
            with writing(log), log.open("ab") as output:
                return subprocess.Popen(
                    [sys.executable, "-m", *module],
                    cwd=self.root,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

        return Child(name, launch, log, signal.SIGTERM, stop_seconds=15.0)


def open_ended_log(folders: Folders, name: str) -> Path:
    """The log of a process; a large one of former starts is put aside first."""
    log = folders.log / f"{name}.log"
    with writing(log):
        if log.exists() and log.stat().st_size > _KEEP_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
    return log


def process_environment(
    root: Path, addresses: Mapping[str, str], programs: Path | None
) -> dict[str, str]:
    """This process's environment, with the services' addresses and the database's programs."""
    path = os.environ.get("PATH", os.defpath)
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        **os.environ,
        **addresses,
        "PATH": f"{programs}{os.pathsep}{path}" if programs else path,
        "PYTHONPATH": os.pathsep.join([str(root), str(root / "platform")]),
        "PYTHONUNBUFFERED": "1",
    }


def _memory_folder() -> str:
    """gunicorn's heartbeat file must not wait for a busy disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"
