"""A product so small that a test can watch it start: what `manage.py up` needs, and no more."""

import json
import os
import signal
import subprocess
import sys
import sysconfig
import urllib.request
from pathlib import Path

from freehold.embedded import processes
from tests.freehold.embedded.people import ROOT

_FILES = {
    "manage.py": """
import json, os, pathlib, psycopg, sys
assert sys.argv[1:3] == ["setup_installation", "--without-failed"], sys.argv
if os.environ.get("BROKEN") == "setup":
    sys.exit("The template cannot be made: try again.")
with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS starts (at timestamptz DEFAULT now())")
    connection.execute("INSERT INTO starts DEFAULT VALUES")
    starts = connection.execute("SELECT count(*) FROM starts").fetchone()[0]
print(f"Start {starts}", flush=True)
entry = {"name": "Acme", "url": f"http://acme.localhost:{os.environ['FREEHOLD_PORT']}/",
         "email": "ada@acme.example", "password": "correct horse"}
if "--demo" in sys.argv:
    pathlib.Path(os.environ["FREEHOLD_VAR"], "demo.json").write_text(json.dumps([entry]))
""",
    "config/__init__.py": """
import os
from celery import Celery
app = Celery("small", broker=os.environ["REDIS_URL"])
""",
    "config/settings/__init__.py": "",
    "config/settings/local.py": "SECRET_KEY = 'small'",
    "config/wsgi.py": """
import os
if os.environ.get("BROKEN") == "web":
    raise ImportError("No module named salesforce")
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"well"]
""",
}
_UP = """
import sys
from pathlib import Path
from freehold.embedded.problems import CannotStart
from freehold.embedded.screen import Screen
from freehold.embedded.supervisor import Order, run
root, port = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None
try:
    run(Order(root=root, var=root / "var", port=port, demo=True), Screen())
except CannotStart as problem:
    sys.exit(f"Freehold cannot start: {problem}")
"""


class Product:
    """The small product in a folder, started and stopped like the real one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process: subprocess.Popen[str] | None = None
        for name, text in _FILES.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def start(self, port: int | None = None, **environment: str) -> "Product":
        self.process = subprocess.Popen(
            [sys.executable, "-c", _UP, str(self.root), *([str(port)] if port else [])],
            cwd=self.root,
            env=_environment() | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        return self

    def shown_until(self, words: str) -> str:
        """What the terminal shows up to a line with these words; fails when it ends before."""
        assert self.process
        assert self.process.stdout
        shown = ""
        for line in self.process.stdout:
            shown += line
            if words in line:
                return shown
        raise AssertionError(f"{words!r} was never shown:\n{shown}")

    def ended(self) -> tuple[int, str]:
        """Exit code and the rest of what is shown."""
        assert self.process
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest

    def interrupt(self, how: signal.Signals = signal.SIGINT) -> None:
        assert self.process
        self.process.send_signal(how)

    def pids(self) -> dict[str, int]:
        """The processes that the supervisor looks after, by name."""
        record = json.loads((self.root / "var" / "run" / "processes.json").read_text())
        return {each["name"]: each["pid"] for each in record}

    def get(self, port: int) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            text: str = answer.read().decode()
            return text

    def close(self) -> None:
        """Ends whatever a failed test left."""
        if self.process and self.process.poll() is None:
            processes.stop(self.process.pid, signal.SIGTERM, 40)
            self.process.communicate()


def _environment() -> dict[str, str]:
    paths = (str(ROOT / "platform"), str(ROOT), sysconfig.get_path("purelib"))
    return {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(paths)}
