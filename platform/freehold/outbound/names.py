"""Asking the domain name system, within a time: the system's own resolver knows no limit."""

import time

import dns.exception
import dns.resolver
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
