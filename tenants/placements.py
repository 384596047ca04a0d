"""Which database a tenant lives in, and this thread's way there and back.

All code of a tenant works on the connection `default`. Inside a tenant that lives elsewhere that
name leads to the other database, for this thread and this block alone; the platform's own models
then go to the home database under the alias `home`. See docs/decisions/019-placement.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext_noop

from freehold.errors import Unavailable

#: The database of the platform's own tables, and of the tenants that are placed nowhere else.
HOME = DEFAULT_DB_ALIAS
#: Under this alias the home database is reached from inside a tenant that lives elsewhere.
_PARKED = "home"


class UnknownPlacement(Unavailable):
    """The tenant's row names a database that this process knows nothing of."""

    code = "unknown_placement"
    title = gettext_noop("This workspace can't be reached")


def known() -> list[str]:
    """The aliases of all databases, the home database first."""
    return [HOME, *sorted(alias for alias in settings.DATABASES if alias != HOME)]


def elsewhere() -> list[str]:
    return known()[1:]


def here() -> str:
    """The database that this thread works in now."""
    return str(connection_here().placement)


def shared_alias() -> str:
    """The alias under which the platform's own tables are reached now."""
    now = connection_here()
    if now.placement == HOME:
        return HOME
    alias = _name(HOME, now.is_owner)
    if not _is_there(alias):
        connections[alias] = _opened(HOME, now.is_owner)
    return alias


@contextmanager
def at(placement: str) -> Iterator[None]:
    """Work in this database for the block, as the role that this thread works as now."""
    former = connection_here()
    if former.placement == placement:
        yield
        return
    connections[_name(former.placement, former.is_owner)] = former
    connections[DEFAULT_DB_ALIAS] = _found(placement, former.is_owner)
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = former


def owner_of(placement: str) -> dict[str, Any] | None:
    """Where the owner of the tables signs in, as Django's settings; None where one role does all.

    Without a pool: what the owner does is seldom and long.
    """
    owner: dict[str, Any] | None = (
        settings.DATABASE_OWNER if placement == HOME else settings.DATABASE_OWNERS.get(placement)
    )
    if owner is None:
        return None
    options = {name: value for name, value in owner["OPTIONS"].items() if name != "pool"}
    return {**owner, "NAME": settings.DATABASES[placement]["NAME"], "OPTIONS": options}


def opened_as_owner(placement: str) -> Any:
    """A connection of the owner's, of this thread alone."""
    owner = owner_of(placement)
    assert owner is not None
    handler = ConnectionHandler({HOME: owner, placement: owner})
    own: Any = handler.create_connection(placement)
    own.is_owner = True
    return own


def close_owners() -> None:
    """The connections that were opened while this thread worked as the owner."""
    for placement in known():
        name = _name(placement, True)
        if _is_there(name):
            connections[name].close()
            del connections[name]


def _found(placement: str, is_owner: bool) -> Any:
    if placement not in settings.DATABASES:
        raise UnknownPlacement(f"There is no database “{placement}” in the settings.")
    name = _name(placement, is_owner)
    if not _is_there(name):
        connections[name] = _opened(placement, is_owner)
    return connections[name]


def _opened(placement: str, is_owner: bool) -> Any:
    if is_owner and owner_of(placement) is not None:
        return opened_as_owner(placement)
    # The handler keeps one of its own for each alias in the settings, and closes it with them.
    return connections.create_connection(placement)


def _name(placement: str, is_owner: bool) -> str:
    name = _PARKED if placement == HOME else placement
    return f"{name} as owner" if is_owner else name


def _is_there(name: str) -> bool:
    return hasattr(vars(connections)["_connections"], name)


def connection_here() -> Any:
    """This thread's connection itself: each attribute of Django's stand-in finds it anew."""
    return connections[DEFAULT_DB_ALIAS]
