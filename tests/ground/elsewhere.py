"""A second database, in the suite's server or in one of its own, for tenants to be placed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import urlparse
from uuid import uuid4

import psycopg
import pytest
from django.conf import LazySettings, settings
from django.db import connection, connections
from psycopg import sql

from freehold.embedded.testing import throwaway_database
from tenants import databases, placements
from tenants.ownership import owner_address
from tenants.provisioning import rights

ALIAS = "eu"
REGION = "Frankfurt"
#: Whoever owns the tables in the second server; nobody at home is called so.
OWNER_THERE = "landlord"


@contextmanager
def second_database() -> Iterator[str]:
    """Known as `eu` for the block, prepared, and dropped afterwards."""
    name = f"{settings.DATABASES['default']['NAME']}_{ALIAS}"
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        with _known({"NAME": name}, settings.DATABASE_OWNER):
            yield ALIAS
    finally:
        with _server() as server:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))


@contextmanager
def second_server() -> Iterator[str]:
    """The same in a server of its own: another owner, another collation, transactions anew."""
    with throwaway_database() as url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE ROLE {OWNER_THERE} LOGIN CREATEROLE PASSWORD 'secret'")
            server.execute(
                f"CREATE DATABASE tenants OWNER {OWNER_THERE} TEMPLATE template0 LOCALE 'C'"
            )
        place = urlparse(url)
        there = {
            "HOST": place.hostname,
            "PORT": str(place.port),
            "NAME": "tenants",
            "USER": OWNER_THERE,
            "PASSWORD": "secret",
        }
        with _known(there, None):
            yield ALIAS


@contextmanager
def _known(values: dict[str, Any], owner: dict[str, Any] | None) -> Iterator[None]:
    settings.DATABASES[ALIAS] = {**settings.DATABASES["default"], **values}
    if owner:
        settings.DATABASE_OWNERS[ALIAS] = owner
    settings.REGIONS[ALIAS] = REGION
    try:
        databases.prepare(ALIAS)
        yield
    finally:
        _forget()
        del settings.DATABASES[ALIAS], settings.REGIONS[ALIAS]
        settings.DATABASE_OWNERS.pop(ALIAS, None)


@contextmanager
def worked_on_as_another_role(settings: LazySettings, patch: pytest.MonkeyPatch) -> Iterator[str]:
    """This process works as a role that owns nothing, at home and there, and knows the owner."""
    role = f"app_{uuid4().hex[:8]}"
    signs_in = {"USER": role, "PASSWORD": "secret"}
    home: dict[str, Any] = settings.DATABASES["default"]
    there: dict[str, Any] = settings.DATABASES[ALIAS]
    settings.DATABASE_OWNER = {**home, "OPTIONS": dict(home["OPTIONS"])}
    with patch.context() as patched:
        patched.setitem(settings.DATABASE_OWNERS, ALIAS, {**there, "OPTIONS": there["OPTIONS"]})
        patched.setitem(settings.DATABASES, "default", {**home, **signs_in})
        patched.setitem(settings.DATABASES, ALIAS, {**there, **signs_in})
        rights.grant_everything(lambda line: None)
        _forget()
        known: dict[str, Any] = cast(Any, connection.settings_dict).copy()
        _sign_in_anew(signs_in)
        try:
            databases.prepare(ALIAS)
            yield role
        finally:
            _forget()
            _sign_in_anew({name: known[name] for name in signs_in})
    settings.DATABASE_OWNER = None
    dropping = sql.SQL("DROP OWNED BY {role}").format(role=sql.Identifier(role)).as_string(None)
    for alias in (ALIAS, placements.HOME):
        with placements.at(alias), connection.cursor() as cursor:
            cursor.execute(dropping)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE {role}")


def _sign_in_anew(values: dict[str, str]) -> None:
    connection.close()
    cast(Any, connection).close_pool()
    connection.settings_dict.update(values)


def _forget() -> None:
    placements.close_owners()
    there = cast(Any, connections[ALIAS])
    there.close()
    there.close_pool()
    del connections[ALIAS]


def _server() -> psycopg.Connection[Any]:
    known = owner_address()
    return psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )
