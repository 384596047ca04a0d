"""Folding: how text is compared, sorted and searched regardless of case and accents.

`fold` gives the same result as the SQL function `extensions.fold`; a test compares them.
"""

import unicodedata

_LIKE_ASCII = dict(zip("øØłŁđĐðÐħĦıŧŦŋŊ", "oOlLdDdDhHitTnN", strict=True))
_LIGATURES = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe"}


def _accents() -> dict[str, str]:
    """Latin letters with accents, and the plain letter that stands for each."""
    found = dict(_LIKE_ASCII)
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain != chr(code) and plain.isascii() and plain.isalpha():
            found[chr(code)] = plain
    return found


_TABLE = str.maketrans({**_accents(), **_LIGATURES})


def fold(text: str) -> str:
    """Letter by letter, as SQL does it: Python alone treats a final capital sigma apart."""
    return text.translate(_TABLE).replace("Σ", "σ").lower()


def like_pattern(text: str, *, before: str = "%", after: str = "%") -> str:
    """A LIKE pattern that matches the folded text literally."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{before}{escaped}{after}"
