"""Asking the domain name system, within a time: the system's own resolver knows no limit."""

import time

import dns.exception
import dns.resolver
import idna
from django.conf import settings

_FAMILIES = ("A", "AAAA")


def resolver() -> dns.resolver.Resolver:
    """The machine's own, or the server that `FREEHOLD_DNS` names as host:port."""
    if not settings.DNS_SERVER:
        return dns.resolver.Resolver()
    host, _colon, port = settings.DNS_SERVER.partition(":")
    found = dns.resolver.Resolver(configure=False)
    found.nameservers = [host]
    found.port = int(port or 53)
    return found


def in_ascii(host: str) -> str:
    """The name as name servers know it, by the rules of browsers (UTS 46, IDNA 2008).

    `UnicodeError` for what is no name. Python's own codec follows the rules of 2003: it makes
    straße.example the domain of somebody else, strasse.example.
    """
    return host if host.isascii() else idna.encode(host, uts46=True).decode()


def as_written(domain: str) -> str:
    """As people write it: `müller.example` for `xn--mller-kva.example`."""
    try:
        return idna.decode(domain)
    except UnicodeError:
        return domain


def look_up(host: str, seconds: float) -> list[str]:
    """Every IP address of the host, IPv4 first; empty if it has none or nobody answered in time."""
    found: list[str] = []
    until = time.monotonic() + seconds
    for family in _FAMILIES:
        try:
            left = max(0.1, until - time.monotonic())
            answer = resolver().resolve(f"{host}.", family, lifetime=left, search=False)
        except dns.exception.DNSException:
            continue
        found += [one.address for one in answer]
    return found
