"""Numbers as written in different countries. The whole column decides what comma and point mean."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

_SPACES = re.compile(r"[\s\u00a0\u202f'’_]")
_NUMBER = re.compile(r"[+-]?(\d[\d.,]*|[.,]\d+)(e[+-]?\d{1,3})?\Z", re.IGNORECASE)
_SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "zł": "PLN",
    "US$": "USD", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "R$": "BRL",
    "$": "USD", "Fr.": "CHF", "CHF": "CHF", "kr": "SEK", "Kč": "CZK", "Ft": "HUF", "₴": "UAH",
}  # fmt: skip
_DOLLARS = {"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN"}
_CROWNS = {"SEK", "NOK", "DKK", "ISK"}
_MARK = re.compile(
    "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True))
)
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
#: No business figure is larger; beyond it the exact value would no longer fit.
_BIGGEST = Decimal(10) ** 18


@dataclass(slots=True)
class NumberEvidence:
    """What a column's cells say about its decimal mark. Feed every cell, then ask."""

    points: int = 0
    commas: int = 0
    unclear: dict[str, str] = field(default_factory=dict)

    def add(self, cell: str) -> None:
        text = _SPACES.sub("", strip_currency(cell)[0])
        point, comma = text.rfind("."), text.rfind(",")
        if point < 0 and comma < 0:
            return
        if point >= 0 and comma >= 0:
            self._decided("." if point > comma else ",")
            return
        mark = "." if point >= 0 else ","
        before, _, after = text.rpartition(mark)
        if mark in before:
            self._decided("," if mark == "." else ".")
        elif len(after) != 3 or len(before.lstrip("+-(")) > 3 or before.lstrip("+-(") in ("", "0"):
            self._decided(mark)
        else:
            self.unclear.setdefault(mark, cell)

    def _decided(self, mark: str) -> None:
        if mark == ".":
            self.points += 1
        else:
            self.commas += 1

    def decimal_mark(self, usual: str) -> str:
        """ "." or ","; `usual` (of the tenant's language) decides where the column says nothing."""
        if self.points != self.commas:
            return "." if self.points > self.commas else ","
        return usual

    def is_open(self) -> bool:
        """True where cells such as 1.234 may be read both ways and nothing in the column tells."""
        return bool(self.unclear) and self.points == self.commas


def strip_currency(cell: str) -> tuple[str, str | None]:
    """The cell without its currency, and the currency: "$22,700.00" → ("22,700.00", "USD")."""
    found = _MARK.search(cell)
    if found:
        return cell.replace(found[0], "", 1).strip(), _SYMBOLS[found[0]]
    code = _CODE.search(cell)
    if code:
        return cell.replace(code[0], "", 1).strip(), code[0]
    return cell.strip(), None


def currency_of(mark: str, tenant_currency: str) -> str:
    """ "$" and "kr" mean the tenant's own currency where that is written so."""
    if mark == "USD" and tenant_currency in _DOLLARS:
        return tenant_currency
    if mark == "SEK" and tenant_currency in _CROWNS:
        return tenant_currency
    return mark


def parse_number(cell: str, decimal_mark: str = ".") -> Decimal:
    """The exact number; ValueError says in a sentence what is wrong. (5.00) and 5- are negative."""
    text = _SPACES.sub("", cell).replace("−", "-")
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1], True
    elif text.endswith("-"):
        text, negative = text[:-1], True
    text = text.removesuffix("%")
    if not _NUMBER.match(text):
        raise ValueError(gettext("This is not a number."))
    number = _exact(text, decimal_mark)
    return -number if negative else number


def _exact(text: str, decimal_mark: str) -> Decimal:
    grouping = "," if decimal_mark == "." else "."
    whole, mark, fraction = text.partition(decimal_mark)
    if decimal_mark in fraction or grouping in fraction:
        raise ValueError(_misread(decimal_mark))
    if grouping in whole and not _is_grouped(whole, grouping):
        raise ValueError(_misread(decimal_mark))
    try:
        number = Decimal(whole.replace(grouping, "") + ("." + fraction if mark else ""))
    except InvalidOperation as error:
        raise ValueError(gettext("This is not a number.")) from error
    if abs(number) >= _BIGGEST:
        raise ValueError(gettext("This number is too large."))
    return number


def _is_grouped(whole: str, grouping: str) -> bool:
    first, *groups = whole.lstrip("+-").split(grouping)
    indian = all(len(group) == 2 for group in groups[:-1]) and len(groups[-1]) == 3
    return 1 <= len(first) <= 3 and (indian or all(len(group) == 3 for group in groups))


def _misread(decimal_mark: str) -> str:
    name = gettext("point") if decimal_mark == "." else gettext("comma")
    return gettext("This number does not fit its column, where a %(mark)s marks the decimals.") % {
        "mark": name
    }
