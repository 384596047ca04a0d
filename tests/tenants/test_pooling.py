"""T05: a pooler that shares sessions is refused at the first connection."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.signals import connection_created
from psycopg.conninfo import make_conninfo

from freehold.own_sessions import open_session
from tenants import pooling
from tests.ground.workers import process_environment
from tests.tenants.multiplexer import multiplexer


@pytest.fixture(autouse=True)
def _nothing_checked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pooling, "_checked", set())


class Wrapped:
    """A connection as Django's signal shows it."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.settings_dict = known
        self.connection = open_session(known, autocommit=True)


def _through(kept: bool) -> Iterator[dict[str, Any]]:
    known = connection.settings_dict
    address = make_conninfo(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=known["NAME"],
        sslmode="disable",
        gssencmode="disable",
    )
    with multiplexer(address, kept=kept) as port:
        yield {**known, "HOST": "127.0.0.1", "PORT": str(port)}


@pytest.fixture
def shared_sessions() -> Iterator[dict[str, Any]]:
    yield from _through(kept=False)


@pytest.fixture
def kept_sessions() -> Iterator[dict[str, Any]]:
    yield from _through(kept=True)


def _open(known: dict[str, Any]) -> None:
    wrapped = Wrapped(known)
    try:
        pooling.refuse_transaction_pooling(Wrapped, cast(Any, wrapped))
    finally:
        wrapped.connection.close()


def test_T05_the_pooler_of_this_test_does_leak(shared_sessions: dict[str, Any]) -> None:
    one, other = (open_session(shared_sessions, autocommit=True) for _ in range(2))
    one.execute("SET search_path = template")
    assert other.execute("SHOW search_path").fetchone() == ("template",)
    one.close()
    other.close()


def test_T05_transaction_pooling_is_refused_with_a_word_on_what_to_do(
    shared_sessions: dict[str, Any],
) -> None:
    for _ in range(2):
        with pytest.raises(ImproperlyConfigured, match="pool_mode = session"):
            _open(shared_sessions)


def test_T05_session_pooling_is_fine(kept_sessions: dict[str, Any]) -> None:
    _open(kept_sessions)


def test_a_direct_connection_costs_one_query_once() -> None:
    _open(connection.settings_dict)
    assert len(pooling._checked) == 1


def test_a_pool_of_one_that_keeps_sessions_is_fine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second session waits for ever: nothing is shared."""
    answers = iter([True, False])
    monkeypatch.setattr(pooling, "_set", lambda session, number: next(answers))
    assert pooling.sessions_are_kept(connection.settings_dict)


def test_every_connection_of_django_is_checked() -> None:
    receivers = [receiver[0][0] for receiver in connection_created.receivers]
    assert "tenants.pooling" in receivers


def test_T05_a_command_says_it_in_one_line(shared_sessions: dict[str, Any]) -> None:
    address = f"postgresql://{shared_sessions['USER']}@127.0.0.1:{shared_sessions['PORT']}"
    said = subprocess.run(
        [sys.executable, "manage.py", "tenant", "list"],
        env={**process_environment(), "DATABASE_URL": f"{address}/{shared_sessions['NAME']}"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "pool_mode = session" in said.stderr
    assert "Traceback" not in said.stderr
