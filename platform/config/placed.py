"""The databases besides the home one, as the environment names them, and where each lies."""

import re
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from config import env

Settings = dict[str, object]
Connection = Callable[[str, str], Settings]

_ALIAS = re.compile(r"[a-z][a-z0-9_]{0,19}")
#: What the code calls the home database itself.
_TAKEN = {"default", "home"}


def aliases() -> list[str]:
    found = env.listing("FREEHOLD_DATABASES")
    for alias in found:
        if not _ALIAS.fullmatch(alias) or alias in _TAKEN or found.count(alias) > 1:
            raise ImproperlyConfigured(
                f"FREEHOLD_DATABASES: “{alias}” can't be the name of a database. Give each a name "
                "of its own of small letters, digits and underscores, but default and home."
            )
    return found


def databases(connection: Connection) -> dict[str, Settings]:
    named = {alias: f"DATABASE_URL_{alias.upper()}" for alias in aliases()}
    return {alias: connection(name, env.text(name)) for alias, name in named.items()}


def owners(connection: Connection, *, is_owner_known: bool) -> dict[str, Settings]:
    """Whoever knows the owner of the home database must know that of every other one."""
    found = {}
    for alias in aliases():
        name = f"DATABASE_OWNER_URL_{alias.upper()}"
        url = env.text(name, "")
        if bool(url) != is_owner_known:
            raise ImproperlyConfigured(
                f"Set {name} exactly where DATABASE_OWNER_URL is set: see placement.md."
            )
        if url:
            found[alias] = connection(name, url)
    return found


def regions() -> dict[str, str]:
    """Where each database lies, in the operators' words; empty where nobody said it."""
    named = {"default": env.text("FREEHOLD_REGION", "")}
    return named | {alias: env.text(f"FREEHOLD_REGION_{alias.upper()}", "") for alias in aliases()}
