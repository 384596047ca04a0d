"""Looking up the record that proves a domain to be somebody's."""

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _

_SECONDS = 5.0
_PREFIX = "freehold="


def record_name(domain: str) -> str:
    return f"_freehold.{domain}"


def record_value(token: str) -> str:
    return f"{_PREFIX}{token}"


def problem_with(domain: str, token: str) -> str:
    """Why the record does not prove the domain, in words; empty when it does."""
    name = record_name(domain)
    try:
        answer = _resolver().resolve(name, "TXT", lifetime=_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return _("There is no TXT record %(name)s yet. New records take up to an hour.") % {
            "name": name
        }
    except dns.exception.DNSException:
        return _("The name servers of %(domain)s did not answer. Try again later.") % {
            "domain": domain
        }
    found = [b"".join(one.strings).decode("ascii", "replace") for one in answer]
    if record_value(token) in found:
        return ""
    return _("The TXT record %(name)s holds something else: compare it with the value here.") % {
        "name": name
    }


def _resolver() -> dns.resolver.Resolver:
    """The machine's own, or the server that `FREEHOLD_DNS` names as host:port."""
    if not settings.DNS_SERVER:
        return dns.resolver.Resolver()
    host, _colon, port = settings.DNS_SERVER.partition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [host]
    resolver.port = int(port or 53)
    return resolver
