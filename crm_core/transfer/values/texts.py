"""Truth values, lists in one cell, and names made comparable."""

import re

from django.utils.translation import gettext as _

from freehold.text import fold

_TRUE = {"true", "yes", "y", "1", "on", "x", "ja", "j", "wahr", "oui", "si", "t", "active", "aktiv"}
_FALSE = {"false", "no", "n", "0", "off", "nein", "falsch", "non", "f", "inactive", "inaktiv", "-"}
_LIST = re.compile(r"\s*(?:;|\n|\|)\s*")
_NOT_ALNUM = re.compile(r"[^0-9a-z]+")


def parse_boolean(cell: str) -> bool:
    word = cell.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(_("Enter yes or no."))


def split_list(cell: str, *, commas: bool = False) -> list[str]:
    """The entries of a cell that holds several, as exports write them (semicolons, lines, bars)."""
    text = cell.replace(",", ";") if commas else cell
    return [part for part in (part.strip() for part in _LIST.split(text)) if part]


def loose(name: str) -> str:
    """A name without case, accents, spaces and punctuation: "GTX Pro" and "GTXPro" are alike.

    Only Latin letters are compared so; a name of another script keeps all its letters.
    """
    folded = fold(name)
    stripped = _NOT_ALNUM.sub("", folded)
    return stripped if folded.isascii() else re.sub(r"[\W_]+", "", folded)
