"""An address for a company: made from its name, or checked as somebody typed it."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from freehold.errors import Invalid
from tenants import hosts
from tenants.availability import free_of
from tenants.names import checked_slug
from tenants.signup.lookalikes import tenants_like

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o"})
_LEGAL_FORMS = frozenset(
    {"ab", "ag", "bv", "co", "corp", "corporation", "gmbh", "inc", "kg", "llc", "ltd", "sa", "srl"}
)
_MOST = 34
_TRIES = 20


def slug_of(name: str) -> str:
    """The name as an address: without accents, legal form and what no address may hold.

    Empty where nothing is left of it, as of a name in another script.
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_SPELLED))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().replace("'", ""))
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return re.sub(r"^[0-9-]+", "", "-".join(words))[:_MOST].strip("-")


def propose_address(name: str) -> dict[str, Any]:
    """A free address for a company of this name; `slug` is empty when none comes to mind."""
    base = slug_of(name)
    tries = [base, *(f"{base}-{number}" for number in range(2, _TRIES))] if len(base) > 1 else []
    free = free_of(tries)
    slug = next((one for one in tries if one in free and not _objection(one)), "")
    return _told(slug, "")


def check_address(slug: str) -> dict[str, Any]:
    """Whether a tenant may take it; `problem` says in words why not."""
    problem = _objection(slug)
    if not problem and not free_of([slug]):
        problem = _("The address “%(slug)s” is taken. Choose another one.") % {"slug": slug}
    return _told(slug, problem)


def _told(slug: str, problem: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "host": hosts.host_of(slug) if slug else "",
        "available": bool(slug) and not problem,
        "problem": problem,
        "resembles": tenants_like(slug) if slug else [],
    }


def _objection(slug: str) -> str:
    try:
        checked_slug(slug)
    except Invalid as refused:
        return refused.detail
    return ""
