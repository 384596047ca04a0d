"""The SQL of each operator and function of formulas over the SQL of its arguments."""

from collections.abc import Callable

from django.utils import timezone

from crm_core.records.catalogue.kinds import MOST_DECIMALS
from crm_core.records.formulas.checking import Apply, Literal
from crm_core.records.formulas.currencies import digits_of
from crm_core.records.formulas.expressions import Value, fill, listed
from crm_core.records.fragments import Fragment
from freehold.company.selectors import company

Args = list[Value]

NULL = Fragment("NULL")
_TYPES_IN_SQL = {"text": "text", "number": "numeric", "money": "numeric", "date": "date",
                 "datetime": "timestamptz", "boolean": "boolean"}  # fmt: skip


def _nothing(kind: str) -> Value:
    if kind == "boolean":
        return Value("boolean", Fragment("false"))
    return Value(kind, Fragment(f"NULL::{_TYPES_IN_SQL[kind]}"), Fragment("NULL::text"))


def literal(node: Literal) -> Value:
    if node.value is None:
        return _nothing(node.type)
    if node.type == "number":
        return Value("number", Fragment(f"{node.value}::numeric"))
    if node.type == "boolean":
        return Value("boolean", Fragment("true" if node.value else "false"))
    return Value("text", Fragment("%s::text", (node.value,)))


def _zone() -> Fragment:
    return Fragment("%s::text", (company().time_zone,))


def _plain(template: str) -> Callable[[Apply, Args], Value]:
    """A builder of a template over {a}, {b}, {c}."""

    def build(node: Apply, args: Args) -> Value:
        named = dict(zip("abc", (one.sql for one in args), strict=False))
        return Value(node.type, fill(template, **named))

    return build


def _joined(template: str, separator: str) -> Callable[[Apply, Args], Value]:
    def build(node: Apply, args: Args) -> Value:
        return Value(node.type, fill(template, all=listed([one.sql for one in args], separator)))

    return build


def _is_money(args: Args) -> bool:
    return any(one.type == "money" for one in args)


def _sum(sign: str) -> Callable[[Apply, Args], Value]:
    def build(node: Apply, args: Args) -> Value:
        first, second = args
        parts = {"a": first.sql, "b": second.sql, "x": first.currency, "y": second.currency}
        if node.type == "money":
            same = f"CASE WHEN {{x}} = {{y}} THEN {{a}} {sign} {{b}} END"
            return Value("money", fill(f"({same})", **parts), first.currency)
        if node.type in ("date", "datetime"):
            return _moved(node.type, first, second, sign)
        if first.type in ("date", "datetime") or second.type in ("date", "datetime"):
            return _between(second, first)
        return Value("number", fill(f"({{a}} {sign} {{b}})", **parts))

    return build


def _clamped(number: str) -> str:
    """A number of days or months, at most as many as there are between the years 1 and 9999.

    Of a constant the planner works out what stands behind `THEN` before it looks at the condition.
    """
    return f"least(greatest({number}, -4000000), 4000000)"


def _moved(kind: str, start: Value, days: Value, sign: str) -> Value:
    """So many days later or earlier; NULL outside the years 1 to 9999."""
    by = fill(f"{sign if sign == '-' else ''}({{n}})", n=days.sql)
    if kind == "date":
        template = (
            "(SELECT CASE WHEN trunc(v.n) BETWEEN DATE '0001-01-01' - v.d AND"
            f" DATE '9999-12-31' - v.d THEN v.d + {_clamped('trunc(v.n)')}::int END"
            " FROM (SELECT {d}::date AS d, {n} AS n) v)"
        )
    else:
        template = (
            "(SELECT CASE WHEN extract(epoch FROM v.d) + v.n * 86400 BETWEEN -62135510400 AND"
            f" 253402214400 THEN v.d + make_interval(secs => ({_clamped('v.n')} * 86400)::float8)"
            " END"
            " FROM (SELECT {d}::timestamptz AS d, {n} AS n) v)"
        )
    return Value(kind, fill(template, d=start.sql, n=by))


def _between(start: Value, end: Value) -> Value:
    if "datetime" in (start.type, end.type):
        seconds = "extract(epoch FROM {b}::timestamptz - {a}::timestamptz)"
        template = f"round(({seconds} / 86400)::numeric, 6)"
    else:
        template = "({b}::date - {a}::date)::numeric"
    return Value("number", fill(template, a=start.sql, b=end.sql))


def _product(node: Apply, args: Args) -> Value:
    found = fill(f"round({{a}} * {{b}}, {MOST_DECIMALS})", a=args[0].sql, b=args[1].sql)
    money = args[1] if args[1].type == "money" else args[0]
    return Value(node.type, found, money.currency)


def _quotient(node: Apply, args: Args) -> Value:
    parts = {"a": args[0].sql, "b": args[1].sql}
    divided = "round(round({a}, 20) / nullif({b}, 0), 12)"
    if args[0].type == "money" and args[1].type == "money":
        parts |= {"x": args[0].currency, "y": args[1].currency}
        return Value("number", fill(f"(CASE WHEN {{x}} = {{y}} THEN {divided} END)", **parts))
    return Value(node.type, fill(divided, **parts), args[0].currency)


def _compared(sign: str) -> Callable[[Apply, Args], Value]:
    def build(node: Apply, args: Args) -> Value:
        first, second = args
        parts = {"a": first.sql, "b": second.sql}
        test = f"{{a}} {sign} {{b}}"
        if _is_money(args):
            parts |= {"x": first.currency, "y": second.currency}
            test = f"{{x}} = {{y}} AND {test}"
        elif "text" in (first.type, second.type):
            test = f"coalesce({{a}}, '') {sign} coalesce({{b}}, '')"
        return Value("boolean", fill(f"coalesce({test}, false)", **parts))

    return build


def _differs(node: Apply, args: Args) -> Value:
    return Value("boolean", fill("(NOT {same})", same=_compared("=")(node, args).sql))


def _if(node: Apply, args: Args) -> Value:
    other = args[2] if len(args) > 2 else _nothing(node.type)
    return _chosen(node.type, [(args[0].sql, args[1])], other)


def _chosen(kind: str, pairs: list[tuple[Fragment, Value]], other: Value) -> Value:
    def cased(part: Callable[[Value], Fragment]) -> Fragment:
        whens = [fill("WHEN {c} THEN {v}", c=test, v=part(value)) for test, value in pairs]
        return fill("(CASE {whens} ELSE {v} END)", whens=listed(whens, " "), v=part(other))

    currency = cased(lambda one: one.currency) if kind == "money" else NULL
    return Value(kind, cased(lambda one: one.sql), currency)


def _case(node: Apply, args: Args) -> Value:
    rest = args[1:]
    pairs = []
    for index in range(0, len(rest) - 1, 2):
        same = _compared("=")(node, [args[0], rest[index]])
        pairs.append((same.sql, rest[index + 1]))
    other = rest[-1] if len(rest) % 2 else _nothing(node.type)
    return _chosen(node.type, pairs, other)


def _coalesce(node: Apply, args: Args) -> Value:
    if node.type == "money":
        pairs = [(fill("{a} IS NOT NULL", a=one.sql), one) for one in args[:-1]]
        return _chosen("money", pairs, args[-1])
    held = [fill("nullif({a}, '')", a=one.sql) if node.type == "text" else one.sql for one in args]
    return Value(node.type, fill("coalesce({all})", all=listed(held)))


def _extreme(function: str, word: str) -> Callable[[Apply, Args], Value]:
    """Of money: blank when the amounts are in several currencies."""

    def build(node: Apply, args: Args) -> Value:
        if node.type != "money":
            return Value(node.type, fill(f"{word}({{all}})", all=listed([a.sql for a in args])))
        rows = listed([fill("({a}, {x})", a=one.sql, x=one.currency) for one in args])
        among = "FROM (VALUES {rows}) v(n, x) WHERE v.n IS NOT NULL"
        amount = f"(SELECT CASE WHEN count(DISTINCT v.x) = 1 THEN {function}(v.n) END {among})"
        return Value(
            "money", fill(amount, rows=rows), fill(f"(SELECT min(v.x) {among})", rows=rows)
        )

    return build


def _kept_money(template: str) -> Callable[[Apply, Args], Value]:
    def build(node: Apply, args: Args) -> Value:
        return Value(node.type, fill(template, a=args[0].sql), args[0].currency)

    return build


def _round(node: Apply, args: Args) -> Value:
    digits = args[1].sql if len(args) > 1 else Fragment("0")
    return Value("number", fill("round({a}, ({d})::int)", a=args[0].sql, d=digits))


def _money(node: Apply, args: Args) -> Value:
    own = Fragment("%s::text", (company().currency,))
    currency = args[1].sql if len(args) > 1 and args[1].type == "text" else own
    minor = fill("round({a} * 10::numeric ^ {d})", a=args[0].sql, d=digits_of(currency))
    return Value("money", minor, currency)


def _amount(node: Apply, args: Args) -> Value:
    digits = digits_of(args[0].currency)
    return Value("number", fill("({a} / 10::numeric ^ {d})", a=args[0].sql, d=digits))


def _currency(node: Apply, args: Args) -> Value:
    test = "(CASE WHEN {a} IS NOT NULL THEN {x} END)"
    return Value("text", fill(test, a=args[0].sql, x=args[0].currency))


def _as_text(value: Value) -> Fragment:
    template = {
        "number": "trim_scale(round({a}, 6))::text",
        "date": "to_char({a}, 'YYYY-MM-DD')",
        "datetime": "to_char({a} AT TIME ZONE {zone}, 'YYYY-MM-DD HH24:MI')",
        "boolean": "(CASE WHEN {a} THEN 'true' ELSE 'false' END)",
        "money": "(SELECT round(round(v.n) / 10::numeric ^ v.d, v.d)::text || ' ' || v.x"
        " FROM (SELECT {a} AS n, {x} AS x, {d} AS d) v)",
    }.get(value.type, "{a}")
    digits = digits_of(value.currency) if value.type == "money" else NULL
    return fill(template, a=value.sql, x=value.currency, d=digits, zone=_zone())


def _concat(node: Apply, args: Args) -> Value:
    parts = [fill("coalesce({a}, '')", a=_as_text(one)) for one in args]
    return Value("text", fill("({all})", all=listed(parts, " || ")))


def _text(node: Apply, args: Args) -> Value:
    return Value("text", _as_text(args[0]))


def _today(node: Apply, args: Args) -> Value:
    day = timezone.now().astimezone(company().zone).date()
    return Value("date", Fragment("%s::date", (day.isoformat(),)))


def _now(node: Apply, args: Args) -> Value:
    return Value("datetime", Fragment("%s::timestamptz", (timezone.now().isoformat(),)))


def _date(node: Apply, args: Args) -> Value:
    if args[0].type == "datetime":
        template = "({a} AT TIME ZONE {zone})::date"
        return Value("date", fill(template, a=args[0].sql, zone=_zone()))
    return Value("date", fill("({a})::date", a=args[0].sql))


def _part(name: str) -> Callable[[Apply, Args], Value]:
    def build(node: Apply, args: Args) -> Value:
        local = "{a} AT TIME ZONE {zone}" if args[0].type == "datetime" else "{a}::date"
        found = fill(f"extract({name} FROM {local})::numeric", a=args[0].sql, zone=_zone())
        return Value("number", found)

    return build


_MONTHS_LATER = (
    "(SELECT CASE WHEN abs(v.n) <= 120000 AND extract(year FROM v.d) + trunc(v.n / 12)"
    f" BETWEEN 2 AND 9998 THEN (v.d + make_interval(months => {_clamped('trunc(v.n)')}::int))::date"
    " END"
    " FROM (SELECT {a}::date AS d, {b} AS n) v)"
)
_COUNT = "least(greatest(trunc({b}), 0), 10000)::int"
#: By the name that checking gives the operator or function.
BUILDERS: dict[str, Callable[[Apply, Args], Value]] = {
    "+": _sum("+"),
    "-": _sum("-"),
    "*": _product,
    "/": _quotient,
    "%": _plain("mod({a}, nullif({b}, 0))"),
    "&": _concat,
    "=": _compared("="),
    "!=": _differs,
    "<": _compared("<"),
    "<=": _compared("<="),
    ">": _compared(">"),
    ">=": _compared(">="),
    "negate": _kept_money("(- {a})"),
    "if": _if,
    "case": _case,
    "and": _joined("({all})", " AND "),
    "or": _joined("({all})", " OR "),
    "not": _plain("(NOT {a})"),
    "coalesce": _coalesce,
    "round": _round,
    "floor": _plain("floor({a})"),
    "ceiling": _plain("ceil({a})"),
    "abs": _kept_money("abs({a})"),
    "min": _extreme("min", "least"),
    "max": _extreme("max", "greatest"),
    "money": _money,
    "amount": _amount,
    "currency": _currency,
    "concat": _concat,
    "text": _text,
    "upper": _plain("upper({a})"),
    "lower": _plain("lower({a})"),
    "trim": _plain("btrim({a})"),
    "left": _plain(f"left({{a}}, {_COUNT})"),
    "right": _plain(f"right({{a}}, {_COUNT})"),
    "length": _plain("coalesce(length({a}), 0)::numeric"),
    "contains": _plain(
        "coalesce(position(extensions.fold(nullif({b}, '')) IN extensions.fold({a})) > 0, false)"
    ),
    "starts_with": _plain(
        "coalesce(starts_with(extensions.fold({a}), extensions.fold(nullif({b}, ''))), false)"
    ),
    "today": _today,
    "now": _now,
    "date": _date,
    "days_between": lambda node, args: _between(args[0], args[1]),
    "add_days": lambda node, args: _moved(node.type, args[0], args[1], "+"),
    "add_months": _plain(_MONTHS_LATER),
    "year": _part("year"),
    "month": _part("month"),
    "day": _part("day"),
    "weekday": _part("isodow"),
}
