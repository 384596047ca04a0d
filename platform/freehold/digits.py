"""Numbers whose every digit counts: more of them than a float holds."""

from decimal import Decimal

import orjson


class Digits(str):
    """A number of a JSON text that a float would round, as it was written.

    A text, so that whatever keeps JSON keeps it whole; no place that wants a text takes it.
    """


def float_or_digits(text: str) -> float | Digits:
    """The float that has every digit of a JSON number, or else the digits."""
    near = float(text)
    return near if Decimal(repr(near)) == Decimal(text) else Digits(text)


def written_out(number: Decimal) -> str:
    """Every digit, without exponent and idle zeros; `normalize` would round to 28 of them."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def as_json(value: object) -> orjson.Fragment:
    """For `orjson.dumps(default=…)`: a decimal is a number with all its digits."""
    if isinstance(value, Decimal):
        return orjson.Fragment(written_out(value).encode())
    raise TypeError(f"{type(value).__name__} has no form in JSON.")
