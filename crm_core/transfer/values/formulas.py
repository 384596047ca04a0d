"""Texts that spreadsheet programs would take for formulas, made harmless and brought back.

OWASP's rule, widened by what was found to slip through: blanks of any kind before the sign, its
full-width and small forms, and the bar and per cent sign of DDE. An apostrophe before the text
makes it text. Texts that begin with apostrophes and then a sign get one more, so that taking one
off gives back exactly what was there.

Texts of digits are another matter: a spreadsheet that opens a CSV takes `01067` for the number
1067, `3-4` for a day in April and 16 digits for 15, and loses what was there when it is saved. As
a formula that only quotes the text (`="01067"`) they are shown and saved as they are.
"""

import re

_BLANKS = (
    " \x01-\x1f\x7f\u0085\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0"
)
_SIGNS = "=+@|%\uff1d\uff0b\uff20\uff5c\uff05\ufe66\ufe62\ufe6b\ufe6a\uff0d\ufe63\u2212-"
#: For Python's and PostgreSQL's regular expressions alike.
PATTERN = f"^'*(?:[\t\r\n]|[{_BLANKS}]*[{_SIGNS}])"
_FORMULA = re.compile(PATTERN)
#: Texts that a spreadsheet would take for another number, a day or a sum.
NUMERAL = (
    r"^(?!(?:0|[1-9][0-9]{0,10})\Z)"
    r"(?:[+(]?[0-9][0-9 ()/.,:+-]*|[0-9]+[eE][+-]?[0-9]+)\Z"
)
_QUOTED = re.compile(rf'="({NUMERAL[1:-2]})"\Z')


def guarded(text: str) -> str:
    """The text as a cell that no program calculates."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What was guarded; any other text as it is."""
    if quoted := _QUOTED.match(text):
        return quoted[1]
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def as_written(cell: str) -> str:
    """A file's cell: guarded text is given back whole, anything else without blanks around it."""
    text = unguarded(cell)
    return cell.strip() if text is cell else text
