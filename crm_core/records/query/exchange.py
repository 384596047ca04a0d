"""Sums of several currencies as one in the company's: the SQL of a conversion, and its totals.

What is open counts at today's rate, what is settled (a closed deal) at that of its day. Each row is
converted exactly and the sum rounded once, so that parts and whole differ by a cent at most.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import get_currency_precision

from crm_core.records.fragments import Fragment, literal
from crm_core.records.query.source import Source, readable_field
from freehold.company import rates
from freehold.company.selectors import company


def exchanged(amount: str, currency: str, day: str | None = None) -> Fragment:
    """A numeric expression: `amount` (minor units) in minor units of the company's currency.

    NULL for a currency without any rate. `day` is an SQL date: the rate of that day, and today's
    where it is NULL or not given. Use it inside `sum(…)` and give the result to `total`.
    """
    own = company().currency
    cases = [f"WHEN {literal(own)} THEN ({amount})::numeric"]
    params: list[Any] = []
    for code, series in rates.series().items():
        shift = get_currency_precision(own) - get_currency_precision(code)
        if day is None or len(series.rates) == 1:
            rate = "%s::numeric"
            params.append(series.on(rates.today()).scaleb(shift))
        else:
            place = f"width_bucket(coalesce({day}, %s::date), %s::date[])"
            rate = f"(%s::numeric[])[greatest({place}, 1)]"
            scaled = [one.scaleb(shift) for one in series.rates]
            params += [scaled, rates.today(), list(series.days)]
        cases.append(f"WHEN {literal(code)} THEN ({amount}) * {rate}")
    return Fragment(f"(CASE {currency} {' '.join(cases)} END)", tuple(params))


def settled_day(source: Source) -> str | None:
    """The day from which on a row's sums stand fast: where there is one that may be read."""
    name = source.object_type.settled
    if name is None or readable_field(source.policy, source.object_type, name) is None:
        return None
    return source.locate(name).sql


def total(parts: Iterable[tuple[str | None, Decimal | None]]) -> dict[str, Any] | None:
    """One amount of (currency, sum exchanged) parts; None where a total says nothing new.

    `unrated` are the currencies that are missing in it.
    """
    found = [(code, value) for code, value in parts if code is not None]
    own = company().currency
    if all(value is None for code, value in found if code != own):
        return None
    known = [value for _, value in found if value is not None]
    whole = sum(known, Decimal(0)).to_integral_value(ROUND_HALF_UP)
    unrated = [code for code, value in found if value is None]
    return {"currency": own, "amount": int(whole), "unrated": unrated}
