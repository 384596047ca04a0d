"""Text: how it is compared, sorted and searched regardless of case and accents, and kept in a line.

`fold` gives the same result as the SQL function `extensions.fold`; a test compares them.
"""

import unicodedata
from datetime import date

from django.utils import formats, translation

_LIKE_ASCII = dict(zip("øØłŁđĐðÐħĦıŧŦŋŊ", "oOlLdDdDhHitTnN", strict=True))
_BREAKING = {"Cc", "Zl", "Zp"}
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


def one_line(text: str) -> str:
    """For a name or a mail's subject: controls and line breaks become single spaces."""
    return " ".join("".join(" " if _breaks(sign) else sign for sign in text).split())


def escaped(text: str) -> str:
    """For a line of a log: controls and line breaks are written out, as in `\\n`."""
    if text.isprintable():
        return text
    return "".join(repr(sign)[1:-1] if _breaks(sign) else sign for sign in text)


def _breaks(sign: str) -> bool:
    """Controls, among them those that terminals obey, and what some take for the end of a line."""
    return unicodedata.category(sign) in _BREAKING


def like_pattern(text: str, *, before: str = "%", after: str = "%") -> str:
    """A LIKE pattern that matches the folded text literally."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{before}{escaped}{after}"


def grouped(number: int) -> str:
    """A whole number in the reader's language: 2,500 in English, 2.500 in German."""
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def in_a_sentence(label: object) -> str:
    """A label amid a sentence: lower case, but in German, whose nouns keep their capital."""
    return str(label) if is_german() else str(label).lower()


def dated(day: date) -> str:
    """With the month in letters: of 2/3 some readers would take the third of February."""
    return formats.date_format(day, "j. F Y" if is_german() else "j M Y")


def is_german() -> bool:
    """Whether the active language is."""
    return (translation.get_language() or "").startswith("de")
