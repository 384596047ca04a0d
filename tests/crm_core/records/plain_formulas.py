"""What a checked formula comes to, in plain Python: the other side of the comparison with SQL.

Values are None for blank; money is (minor units as a Decimal, currency).
"""

import datetime
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from dateutil.relativedelta import relativedelta

from crm_core.records.formulas.checking import Apply, Literal, Typed
from freehold.text import fold

FIRST, LAST = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)
Values = Mapping[str, Any]


def result(tree: Typed, values: Values) -> Any:
    """The value as a list shows it."""
    with localcontext() as context:
        context.prec = 400
        found = evaluate(tree, values)
        if tree.type == "number" and found is not None:
            return rounded(found, 6 if divides(tree) else 40) if abs(found) < 10**15 else None
        if tree.type == "money" and found is not None:
            minor = rounded(found[0], 0)
            return (int(minor), found[1]) if abs(found[0]) <= 10**15 else None
        if tree.type == "text":
            return (found or "")[:4000] or None
        return found


def divides(tree: Typed) -> bool:
    inside = tree.args if isinstance(tree, Apply) else ()
    return (isinstance(tree, Apply) and tree.name == "/") or any(map(divides, inside))


def rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def evaluate(node: Typed, values: Values) -> Any:
    if isinstance(node, Literal):
        if node.value is None:
            return False if node.type == "boolean" else None
        return Decimal(node.value) if node.type == "number" else node.value
    if not isinstance(node, Apply):
        found = values[node.path]
        return bool(found) if node.type == "boolean" else found
    if node.name == "is_blank":
        (only,) = node.args
        held = (
            values[only.path] if not isinstance(only, (Literal, Apply)) else evaluate(only, values)
        )
        return held in (None, "")
    args = [evaluate(one, values) for one in node.args]
    if node.name in _OF_BLANKS:
        return _OF_BLANKS[node.name](node, args)
    if any(one is None for one in args):
        return None
    return _STRICT[node.name](*args)


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(rounded(value, 6), "f").rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text
    if isinstance(value, tuple):
        return f"{rounded(value[0], 0).scaleb(-2):.2f} {value[1]}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _same(node: Apply, args: list[Any]) -> bool:
    if all(one.type == "text" for one in node.args):
        return (args[0] or "") == (args[1] or "")
    return None not in args and bool(args[0] == args[1])


def _compared(test: Callable[[Any, Any], bool]) -> Callable[[Apply, list[Any]], bool]:
    def compare(node: Apply, args: list[Any]) -> bool:
        first, second = args
        if None in args:
            return False
        if isinstance(first, tuple):
            return first[1] == second[1] and test(first[0], second[0])
        return test(first, second)

    return compare


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[[Apply, list[Any]], Any]:
    def found(node: Apply, args: list[Any]) -> Any:
        held = [one for one in args if one is not None]
        if not held or (isinstance(held[0], tuple) and len({one[1] for one in held}) > 1):
            return None
        return choose(held)

    return found


def _if(node: Apply, args: list[Any]) -> Any:
    return args[1] if args[0] else (args[2] if len(args) > 2 else None)


_OF_BLANKS: dict[str, Callable[[Apply, list[Any]], Any]] = {
    "if": _if,
    "and": lambda node, args: all(args),
    "or": lambda node, args: any(args),
    "not": lambda node, args: not args[0],
    "=": _same,
    "!=": lambda node, args: not _same(node, args),
    "<": _compared(lambda a, b: a < b),
    "<=": _compared(lambda a, b: a <= b),
    ">": _compared(lambda a, b: a > b),
    ">=": _compared(lambda a, b: a >= b),
    "coalesce": lambda node, args: next((one for one in args if one not in (None, "")), None),
    "min": _extreme(min),
    "max": _extreme(max),
    "&": lambda node, args: "".join(map(_text_of, args)),
    "length": lambda node, args: Decimal(len(args[0] or "")),
    "contains": lambda node, args: bool(args[1]) and fold(args[1]) in fold(args[0] or ""),
}


def _plus(first: Any, second: Any, sign: int = 1) -> Any:
    if isinstance(first, tuple):
        return (first[0] + sign * second[0], first[1]) if first[1] == second[1] else None
    if isinstance(first, datetime.date):
        if isinstance(second, datetime.date):
            return Decimal((first - second).days)
        days = int(sign * second)
        least, most = (FIRST - first).days, (LAST - first).days
        return first + datetime.timedelta(days) if least <= days <= most else None
    return first + sign * second


def _times(first: Any, second: Any) -> Any:
    if isinstance(first, tuple):
        return rounded(first[0] * second, 40), first[1]
    if isinstance(second, tuple):
        return rounded(first * second[0], 40), second[1]
    return rounded(first * second, 40)


def _over(first: Any, second: Any) -> Any:
    if isinstance(first, tuple) and isinstance(second, tuple):
        return _over(first[0], second[0]) if first[1] == second[1] else None
    if isinstance(first, tuple):
        amount = _over(first[0], second)
        return None if amount is None else (amount, first[1])
    return rounded(rounded(first, 20) / second, 12) if second else None


def _months(day: datetime.date, months: Decimal) -> datetime.date | None:
    whole = int(months)
    if abs(months) > 120_000 or not 2 <= day.year + int(months / 12) <= 9998:
        return None
    return day + relativedelta(months=whole)


_STRICT: dict[str, Callable[..., Any]] = {
    "+": _plus,
    "-": lambda first, second: _plus(first, second, -1),
    "*": _times,
    "/": _over,
    "%": lambda first, second: first % second if second else None,
    "negate": lambda one: (-one[0], one[1]) if isinstance(one, tuple) else -one,
    "abs": lambda one: (abs(one[0]), one[1]) if isinstance(one, tuple) else abs(one),
    "round": lambda one, digits=Decimal(0): rounded(one, int(digits)),
    "upper": str.upper,
    "trim": lambda one: one.strip(" "),
    "left": lambda one, count: one[: max(int(count), 0)],
    "date": datetime.date.fromisoformat,
    "amount": lambda one: one[0] / 100,
    "money": lambda one: (rounded(one * 100, 0), "EUR"),
    "currency": lambda one: one[1],
    "add_months": _months,
    "year": lambda one: Decimal(one.year),
    "weekday": lambda one: Decimal(one.isoweekday()),
}
