"""What other currencies are worth in the company's: the rates of its days.

A sum of the past counts at the rate of its day, an open one at today's. The rate of a day is the
latest one entered for that day or before; days before the first one have the first.
"""

import datetime
from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision
from django.utils import timezone

from freehold.company.models import ExchangeRate
from freehold.company.selectors import company
from freehold.epoch import TenantMemo


@dataclass(frozen=True, slots=True)
class Series:
    """The rates of one currency, by day."""

    days: tuple[datetime.date, ...]
    rates: tuple[Decimal, ...]

    def on(self, day: datetime.date) -> Decimal:
        return self.rates[max(bisect_right(self.days, day) - 1, 0)]


_memo: TenantMemo[dict[str, Series]] = TenantMemo(size=256)


def series() -> dict[str, Series]:
    """By currency, to the company's own; currencies without any rate are missing."""
    return _memo.get("rates", _read)


def today() -> datetime.date:
    return timezone.now().astimezone(company().zone).date()


def rate(currency: str, on: datetime.date | None = None) -> Decimal | None:
    """What one unit is worth in the company's currency on that day (today); None if unknown."""
    if currency == company().currency:
        return Decimal(1)
    found = series().get(currency)
    return found.on(on or today()) if found else None


def factor(currency: str, on: datetime.date | None = None) -> Decimal | None:
    """From minor units of the currency to minor units of the company's."""
    found = rate(currency, on)
    if found is None:
        return None
    own = company().currency
    shift = get_currency_precision(own) - get_currency_precision(currency)
    return found.scaleb(shift)


def convert(amount: int, currency: str, on: datetime.date | None = None) -> int | None:
    """Minor units of `currency` as minor units of the company's; None where there is no rate."""
    found = factor(currency, on)
    if found is None:
        return None
    return int((amount * found).to_integral_value(ROUND_HALF_UP))


def _read() -> dict[str, Series]:
    found: dict[str, list[tuple[datetime.date, Decimal]]] = {}
    rows = ExchangeRate.objects.filter(base=company().currency).order_by("currency", "day")
    for currency, day, value in rows.values_list("currency", "day", "rate"):
        found.setdefault(currency, []).append((day, value))
    return {
        currency: Series(tuple(day for day, _ in rows), tuple(value for _, value in rows))
        for currency, rows in found.items()
    }
