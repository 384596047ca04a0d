"""Two database roles: the owner of all tables, and the one that the product works as.

The product's own role reads and writes rows, but can neither change the audit trail nor switch its
triggers off. Making, migrating and removing schemas is the owner's work, done inside `as_owner`.
Where `DATABASE_OWNER_URL` names no owner, one role does everything and the block changes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import psycopg
import structlog
from django.conf import settings
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InsufficientPrivilege

from freehold.own_sessions import open_session
from tenants import placements
from tenants.connections import TenantConnection

log = structlog.get_logger(__name__)
_told: set[tuple[Any, ...]] = set()


@dataclass(frozen=True, slots=True)
class _Schema:
    schema_name: str


class OwnerUnknown(CommandError):
    """This process works as a role that owns nothing, and nobody told it who does."""

    def __init__(self) -> None:
        super().__init__(
            "Only the owner of the tables may do this, and this process does not know how to sign "
            "in as the owner. Run it where DATABASE_OWNER_URL is set: docs/operators/audit.md."
        )


@contextmanager
def as_owner() -> Iterator[None]:
    """This thread's database connection is the owner's for the block.

    Not inside a transaction: the two connections could not see each other's work.
    """
    former: Any = connections[DEFAULT_DB_ALIAS]
    owner = placements.owner_of(former.placement)
    if owner is None or former.settings_dict["USER"] == owner["USER"]:
        with _told_of_the_owner():
            yield
        return
    if former.in_atomic_block:
        raise RuntimeError("Become the owner before the transaction begins, not inside it.")
    own = placements.opened_as_owner(former.placement)
    own.set_tenant(_Schema(former.schema_name))
    connections[DEFAULT_DB_ALIAS] = own
    try:
        yield
    finally:
        own.close()
        placements.close_owners()
        connections[DEFAULT_DB_ALIAS] = former


@contextmanager
def _told_of_the_owner() -> Iterator[None]:
    try:
        yield
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise OwnerUnknown from error
        raise


def owner_address(placement: str = placements.HOME) -> dict[str, Any]:
    """Where the owner signs in, as Django's settings of a connection."""
    owner = placements.owner_of(placement)
    return owner if owner is not None else settings.DATABASES[placement]


def owner_connection(placement: str = placements.HOME, **options: Any) -> psycopg.Connection[Any]:
    """A connection of the owner's outside of Django; `options` are those of `psycopg.connect`."""
    return open_session(owner_address(placement), **options)


def application_role(placement: str = "") -> str | None:
    """The role that the product works as in this database, or in that one, if not the owner."""
    where = placement or placements.here()
    owner = placements.owner_of(where)
    worker = str(settings.DATABASES[where]["USER"])
    return worker if owner is not None and worker != owner["USER"] else None


def may_own() -> bool:
    """This process can make and change schemas: it knows the owner, or its role owns the tables."""
    if placements.owner_of(placements.here()) is not None:
        return True
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_IS_OWNER)
        row = cursor.fetchone()
    return row is not None and bool(row[0])


def warn_of_one_role(sender: Any, connection: BaseDatabaseWrapper, **more: Any) -> None:
    """On `connection_created`: once a process, when this role could rewrite the audit trail."""
    known = connection.settings_dict
    address = (known["HOST"], known["PORT"], known["NAME"], known["USER"])
    owner = placements.owner_of(cast(TenantConnection, connection).placement)
    if address in _told or (owner is not None and known["USER"] == owner["USER"]):
        return
    _told.add(address)
    row = connection.connection.execute(_IS_OWNER).fetchone()
    if row is not None and row[0]:
        log.warning(
            "database.one_role",
            role=known["USER"],
            hint="The application owns its tables, so it could rewrite the audit trail. "
            "Give it a role of its own: docs/operators/audit.md.",
        )


_IS_OWNER = """
SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class
WHERE relname = 'django_content_type' AND relnamespace = 'public'::regnamespace
"""
