"""`python -m freehold.embedded.testing`: both kinds of servers, as root and as nobody."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from freehold.embedded import processes
from freehold.embedded.wishes import Source
from tests.freehold.embedded.people import ROOT, Person

Run = Callable[..., subprocess.CompletedProcess[str]]

_PROBE = """
import json, os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
    ask = lambda text: connection.execute(text).fetchone()[0]
    connection.execute("CREATE EXTENSION pg_trgm")
    found = {
        "version": int(ask("SHOW server_version_num")),
        "encoding": ask("SHOW server_encoding"),
        "locale": ask("SELECT datcollate FROM pg_database WHERE datname = current_database()"),
        "locks": int(ask("SHOW max_locks_per_transaction")),
        "superuser": ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
        "data": ask("SHOW data_directory"),
        "pid": int(open(ask("SHOW data_directory") + "/postmaster.pid").readline())
            if os.access(ask("SHOW data_directory"), os.R_OK) else 0,
    }
broker = redis.Redis.from_url(os.environ["REDIS_URL"])
broker.set("here", "yes")
found["broker"] = broker.get("here").decode()
print(json.dumps(found))
"""


def test_it_runs_a_command_beside_servers_of_its_own(
    source: Source, person: Person, run_testing: Run, place: Path
) -> None:
    ended = run_testing(
        person, person.python, "-c", _PROBE, FREEHOLD_POSTGRES=source, FREEHOLD_BROKER=source
    )

    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found["version"] // 10_000 >= 15
    assert found["encoding"] == "UTF8"
    assert found["locale"] in {"C.UTF-8", "C"}
    assert found["locks"] >= 256
    assert found["superuser"] is True
    assert found["broker"] == "yes"
    assert not found["pid"] or not processes.is_alive(found["pid"])
    assert not Path(found["data"]).exists()
    assert list((place / "var" / "test").iterdir()) == []


def test_it_ends_as_the_command_did(person: Person, run_testing: Run) -> None:
    assert run_testing(person, "sh", "-c", "exit 7").returncode == 7


def test_it_refuses_the_wrong_password(person: Person, run_testing: Run) -> None:
    stranger = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL'], password='guessed')"
    ended = run_testing(person, person.python, "-c", stranger)

    assert ended.returncode != 0
    assert "password authentication failed" in ended.stderr


def test_a_folder_that_may_not_be_written_is_one_clear_line(
    unprivileged: Person, place: Path
) -> None:
    (place / "var").mkdir()
    (place / "var").chmod(0o555)
    ended = unprivileged.run(
        *("-m", "freehold.embedded.testing", "--", "true"),
        cwd=ROOT,
        FREEHOLD_VAR=str(place / "var"),
    )

    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "may not be written by this account" in ended.stderr
    assert str(place / "var" / "test") in ended.stderr


def test_an_unknown_source_is_one_clear_line(run_testing: Run, unprivileged: Person) -> None:
    ended = run_testing(unprivileged, "true", FREEHOLD_POSTGRES="docker")

    assert ended.returncode == 1
    assert ended.stderr.endswith("FREEHOLD_POSTGRES must be `system` or `wheel`, not 'docker'.\n")
