"""The only reader of the environment: typed, strict, with the variable's name in every message."""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}
#: Less than the papers ask for: a key of `openssl rand -hex 24` or 32 letters can't be guessed
#: either, and a new one would make secrets unreadable that were kept with it.
_LEAST_SECRET = 32
_LEAST_DIFFERENT = 5


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def secret(name: str) -> str:
    """What signs sessions and tokens: too long and too mixed to be guessed."""
    value = text(name)
    if len(value) < _LEAST_SECRET or len(set(value)) < _LEAST_DIFFERENT:
        raise ImproperlyConfigured(
            f"{name} is too easy to guess: take at least 50 random characters, "
            "such as `openssl rand -hex 32` writes."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def number(name: str, default: int, *, least: int | None = None) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error
    if least is not None and found < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}.")
    return found


def listing(name: str, default: str = "") -> list[str]:
    """A comma-separated list; blanks around and between the entries are dropped."""
    return [entry.strip() for entry in os.environ.get(name, default).split(",") if entry.strip()]


def networks(name: str) -> list[str]:
    """A comma-separated list of IP networks, such as 10.1.0.0/16."""
    found = listing(name)
    for entry in found:
        try:
            ip_network(entry)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}.") from error
    return found


def path(name: str, default: Path) -> Path:
    return Path(os.environ.get(name, str(default)))


def one_of(name: str, default: str, allowed: set[str]) -> str:
    """One word of several, in whatever case it was written."""
    value = os.environ.get(name, default).upper()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(allowed))}.")
    return value


def database(name: str, url: str) -> dict[str, object]:
    """Django's connection settings of a postgresql://user:password@host:port/name address.

    `name` is the variable's. What stands behind a “?” is refused: a `sslmode` that nobody reads
    would leave a connection open to everybody on its way.
    """
    parts = urlparse(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    is_whole = parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/")
    if not is_whole or port == -1:
        raise ImproperlyConfigured(
            f"{name} must look like postgresql://user:password@host:5432/name."
        )
    if parts.query:
        raise ImproperlyConfigured(
            f"{name} must end with the database's name: what stands behind “?” is not read. Set "
            "variables of libpq instead, such as PGSSLMODE=verify-full."
        )
    return {
        "ENGINE": "tenants.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or 5432),
    }
