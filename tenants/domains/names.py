"""What may be a domain of a tenant's own."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from freehold.errors import Invalid
from freehold.outbound.names import in_ascii

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}\Z")
_LONGEST = 253


def checked_domain(text: str) -> str:
    """The host name in ASCII and small letters; `Invalid` says what is wrong with it."""
    name = text.strip().rstrip(".").lower()
    name = re.sub(r"\Ahttps?://", "", name).partition("/")[0]
    try:
        name = in_ascii(name)
    except UnicodeError:
        name = ""
    if len(name) > _LONGEST or not _HOST.match(name):
        raise Invalid.at(
            "domain",
            "malformed",
            _("Give a host name such as crm.example.com, without path and port."),
        )
    platform = settings.PLATFORM_HOST
    if name == platform or name.endswith(f".{platform}"):
        raise Invalid.at(
            "domain",
            "reserved",
            _("Addresses below %(platform)s are given by the operators.") % {"platform": platform},
        )
    return name
