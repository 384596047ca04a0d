"""How many digits the minor unit of a currency has, in SQL."""

from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from crm_core.records.formulas.expressions import fill
from crm_core.records.fragments import Fragment, literal

_USUAL = 2


@cache
def _unusual_minor_units() -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for code in sorted(get_global("currency_fractions")):
        digits = get_currency_precision(code)
        if digits != _USUAL and len(code) == 3 and code.isalpha():
            found.setdefault(digits, []).append(code)
    return {digits: tuple(codes) for digits, codes in found.items()}


def digits_of(currency: Fragment) -> Fragment:
    """An integer expression: 2 for EUR, 0 for JPY."""
    cases = " ".join(
        f"WHEN {{currency}} IN ({', '.join(literal(code) for code in codes)}) THEN {digits}"
        for digits, codes in _unusual_minor_units().items()
    )
    return fill(f"(CASE {cases} ELSE {_USUAL} END)", currency=currency)
