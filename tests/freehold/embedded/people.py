"""Who runs something in a test."""

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Person:
    """An account, and a Python that it may run."""

    uid: int
    gid: int
    python: str

    def run(
        self, *arguments: str, cwd: Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs this Python with the packages of the tests' own."""
        stranger = self.uid != os.geteuid()
        return subprocess.run(
            [self.python, *arguments],
            cwd=cwd,
            env=self._environment() | environment,
            capture_output=True,
            text=True,
            check=False,
            user=self.uid if stranger else None,
            group=self.gid if stranger else None,
            extra_groups=[] if stranger else None,
        )

    def can_run_us(self) -> bool:
        same = f"import sys; assert sys.version_info[:2] == {sys.version_info[:2]}"
        try:
            return self.run("-c", f"{same}; import psycopg, redis", cwd=Path("/")).returncode == 0
        except OSError:
            return False

    def _environment(self) -> dict[str, str]:
        paths = (str(ROOT / "platform"), str(ROOT), sysconfig.get_path("purelib"))
        return {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(paths)}
