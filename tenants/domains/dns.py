"""Looking up the record that proves a domain to be somebody's."""

import dns.exception
import dns.resolver
from django.utils.translation import gettext as _

from freehold.outbound.names import resolver

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
        answer = resolver().resolve(name, "TXT", lifetime=_SECONDS)
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
