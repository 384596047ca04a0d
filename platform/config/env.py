"""The only reader of the environment: typed, strict, with the variable's name in every message."""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
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


def number(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


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


def database(url: str) -> dict[str, object]:
    """Django's connection settings of a postgresql://user:password@host:port/name address."""
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name."
        )
    return {
        "ENGINE": "tenants.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or 5432),
    }
