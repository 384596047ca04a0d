"""Addresses that people give for the platform to call: which of them it calls at all.

An address is refused by its text where that is enough, and again by every IP address that its name
leads to, just before the call. The call then goes to that IP address: a name that answers
differently a moment later (DNS rebinding) changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from freehold.errors import Invalid
from freehold.outbound import names

Ip = IPv4Address | IPv6Address
LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_PRINTABLE = re.compile(r"[!-~]+")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
#: What WHATWG calls a host that ends in a number: parsers differ on `127.1` and `0x7f000001`.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
#: Names of the machine itself and of networks that are nobody else's (RFC 6761, 6762, 8375, 9476).
_AT_HOME = ("localhost", "local", "internal", "home.arpa", "alt", "onion")
#: Global by number, but they wrap other addresses or are nobody's (RFC 6890, 3056, 4380, 9637).
_WRAPPED = [
    ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
]
_PUBLIC_V6 = ip_network("2000::/3")


class NotCalled(Exception):
    """The name leads nowhere, or to an address that is not public: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it will be called: host in ASCII, without brackets; path with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """For the header `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(text: str, field: str = "url") -> Target:
    """The address, or `Invalid` at `field` with a sentence that says what to put right."""

    def refused(message: str) -> Invalid:
        return Invalid.at(field, "address", message)

    if len(text) > LONGEST:
        raise refused(_("At most %(most)s characters fit here.") % {"most": LONGEST})
    if any(sign.isspace() or not sign.isprintable() for sign in text):
        raise refused(_("Leave blanks and line breaks out of the address."))
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise refused(_("This is not an address such as https://example.com/hooks.")) from None
    if parts.scheme not in _schemes():
        raise refused(_("The address must begin with https://."))
    if "@" in parts.netloc:
        raise refused(_("Leave user name and password out of the address."))
    if "#" in text:
        raise refused(_("Leave out the # and what follows it: it is never sent."))
    rest = text.partition("://")[2][len(parts.netloc) :]
    if "\\" in text or not host or port == 0 or (rest and not _PRINTABLE.fullmatch(rest)):
        raise refused(_("This is not an address such as https://example.com/hooks."))
    named = _host(host)
    if named is None:
        raise refused(_("This address is not public. Give one that anybody can reach."))
    path = rest if rest.startswith("/") else f"/{rest}"
    return Target(parts.scheme, named, port or _PORTS[parts.scheme], path)


def _schemes() -> Sequence[str]:
    return ("https", "http") if settings.WEBHOOK_HTTP else ("https",)


def _host(text: str) -> str | None:
    """The host in ASCII; None for one that can't be public, whatever it leads to."""
    literal = _literal(text)
    if literal is not None:
        return str(literal) if is_allowed(literal) else None
    try:
        host = names.in_ascii(text).lower().removesuffix(".")
    except UnicodeError:
        return None
    literal = _literal(host)
    if literal is not None:
        return str(literal) if is_allowed(literal) else None
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        return None
    if _NUMBER.fullmatch(labels[-1]) or any(f".{host}".endswith(f".{one}") for one in _AT_HOME):
        return None
    return host


def _literal(host: str) -> Ip | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_allowed(address: Ip) -> bool:
    """Public, or of a network that `WEBHOOK_NETWORKS` opens."""
    return is_public(address) or any(
        address in network for network in map(ip_network, settings.WEBHOOK_NETWORKS)
    )


def is_public(address: Ip) -> bool:
    """Somebody else's, on the internet. What wraps another address is not, whatever it wraps."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None or address not in _PUBLIC_V6:
            return False
    elif address.is_reserved:
        return False
    if any(address in network for network in _WRAPPED):
        return False
    return address.is_global and not address.is_multicast


def resolved(target: Target, seconds: float) -> list[Ip]:
    """Where to connect to; `NotCalled` if any of the name's addresses is one we don't call."""
    literal = _literal(target.host)
    found = (
        [literal] if literal else [ip_address(one) for one in names.look_up(target.host, seconds)]
    )
    if not found or not all(map(is_allowed, found)):
        raise NotCalled(target.host)
    return found
