"""What is asked of psycopg and its pool by names of their own: a new release may rename them."""

from collections.abc import Iterator
from typing import Any, cast

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from tenants.database.base import check_connection
from tenants.database.patience import PatientConnection


@pytest.fixture
def impatient(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PatientConnection]:
    """Knocks ten times a second."""
    monkeypatch.setattr(PatientConnection, "patience", 0.1)
    connection.ensure_connection()
    info = connection.connection.info
    with PatientConnection.connect(info.dsn, password=info.password) as session:
        yield session


def test_a_statement_that_takes_long_is_waited_for(impatient: PatientConnection) -> None:
    assert impatient.execute("SELECT 7 FROM pg_sleep(0.5)").fetchone() == (7,)


def test_a_server_that_greets_nobody_is_given_up(
    impatient: PatientConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impatient, "_is_silent", lambda: True)
    with pytest.raises(psycopg.OperationalError, match="the server is silent"):
        impatient.execute("SELECT pg_sleep(5)")
    assert impatient.closed


def test_every_session_of_the_pool_is_patient_and_checked_before_it_is_used(db: None) -> None:
    pool = cast(Any, connection).pool
    assert isinstance(pool, ConnectionPool)
    assert pool.connection_class is PatientConnection
    assert pool._check is check_connection
    connection.ensure_connection()
    assert isinstance(connection.connection, PatientConnection)
