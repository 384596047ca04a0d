"""`extensions.fold` looks at which letters a text has before it goes through all accents.

Its results stay the same, so that indexes over it stay valid.
"""

import unicodedata

from django.db import migrations

_LIKE_ASCII = dict(zip("øØłŁđĐðÐħĦıŧŦŋŊ", "oOlLdDdDhHitTnN", strict=True))
_LIGATURES = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe"}
#: The last letter of Latin-1, and of the letters of Central Europe, the Baltic and Turkey.
_LATIN_1, _EXTENDED_A, _ALL = 0xFF, 0x17F, 0x1EFF


def _accents(last: int) -> tuple[str, str]:
    """Latin letters with accents up to that code, and the plain letter that stands for each."""
    found = {letter: plain for letter, plain in _LIKE_ASCII.items() if ord(letter) <= last}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if code <= last and plain != chr(code) and plain.isascii() and plain.isalpha():
            found[chr(code)] = plain
    return "".join(found), "".join(found.values())


def _folded(last: int) -> str:
    text = "$1"
    for letter, plain in _LIGATURES.items():
        if ord(letter) <= last:
            text = f"replace({text}, '{letter}', '{plain}')"
    accented, plain = _accents(last)
    return f"lower(translate({text}, '{accented}', '{plain}'))"


def _within(last: int) -> str:
    return f"$1 ~ '^[\\u0001-\\u{last:04x}]*$'"


def _defined(body: str) -> str:
    return (
        "CREATE OR REPLACE FUNCTION extensions.fold(text) RETURNS text"
        f" LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN {body}"
    )


_BY_LETTERS = f"""CASE
  WHEN octet_length($1) = length($1) THEN lower($1)
  WHEN {_within(_LATIN_1)} THEN {_folded(_LATIN_1)}
  WHEN {_within(_EXTENDED_A)} THEN {_folded(_EXTENDED_A)}
  ELSE {_folded(_ALL)}
END"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0008_moving")]

    operations = [migrations.RunSQL(_defined(_BY_LETTERS), _defined(_folded(_ALL)))]
