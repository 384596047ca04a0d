"""Which languages, regions and currencies there are."""

import re

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.utils.translation import get_supported_language_variant

#: Codes of ISO 4217 that stand for no money: "no currency", and one for testing.
_NO_MONEY = frozenset({"XTS", "XXX"})


def is_currency(code: object) -> bool:
    """A currency of ISO 4217 that is, or was, in use."""
    known = get_global("all_currencies")
    return isinstance(code, str) and code in known and code not in _NO_MONEY


def is_locale(name: object) -> bool:
    """A language that Freehold speaks, alone or with a region: `de`, `de-AT`, `en-DE`."""
    if not isinstance(name, str) or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", name):
        return False
    try:
        get_supported_language_variant(name.lower())
        Locale.parse(name.split("-")[0])
    except (LookupError, UnknownLocaleError, ValueError):
        return False
    return True
