"""What formulas can call: which types go in, which comes out, and how it is explained.

`any` takes every type; all arguments of type `T` are alike, and so is the result. A blank fits
everywhere. Operators stand here under their signs, so that one rule decides about types.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

TYPES = ("text", "number", "money", "date", "datetime", "boolean")
_ORDERED = ("number", "money", "date", "datetime")


@dataclass(frozen=True, slots=True)
class Overload:
    """`optional` of the last parameters may be left out; with `repeats` the last comes again."""

    params: tuple[str, ...]
    result: str
    optional: int = 0
    repeats: bool = False

    def fits_count(self, count: int) -> bool:
        least = len(self.params) - self.optional
        return count >= least and (self.repeats or count <= len(self.params))

    def param(self, index: int) -> str:
        return self.params[min(index, len(self.params) - 1)]


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    group: str
    signature: str
    help: "Text"
    example: str
    overloads: tuple[Overload, ...]


def _each(
    types: tuple[str, ...], result: str | None = None, count: int = 2
) -> tuple[Overload, ...]:
    return tuple(Overload((one,) * count, result or one) for one in types)


_NUMBER_TO_NUMBER = (Overload(("number",), "number"),)
_TEXT_TO_TEXT = (Overload(("text",), "text"),)
_DATE_TO_NUMBER = (Overload(("date",), "number"), Overload(("datetime",), "number"))

OPERATORS: dict[str, tuple[Overload, ...]] = {
    "+": (
        *_each(("number", "money")),
        Overload(("date", "number"), "date"),
        Overload(("datetime", "number"), "datetime"),
    ),
    "-": (
        *_each(("number", "money")),
        *_each(("date", "datetime"), "number"),
        Overload(("date", "number"), "date"),
        Overload(("datetime", "number"), "datetime"),
    ),
    "*": (
        Overload(("number", "number"), "number"),
        Overload(("money", "number"), "money"),
        Overload(("number", "money"), "money"),
    ),
    "/": (
        Overload(("number", "number"), "number"),
        Overload(("money", "number"), "money"),
        Overload(("money", "money"), "number"),
    ),
    "%": (Overload(("number", "number"), "number"),),
    "&": (Overload(("any", "any"), "text"),),
    "=": _each(TYPES, "boolean"),
    "!=": _each(TYPES, "boolean"),
    "<": _each(_ORDERED, "boolean"),
    "<=": _each(_ORDERED, "boolean"),
    ">": _each(_ORDERED, "boolean"),
    ">=": _each(_ORDERED, "boolean"),
    "negate": _each(("number", "money"), count=1),
}

FUNCTIONS: dict[str, Function] = {
    one.name: one
    for one in (
        Function("if", "Logic", "if(condition, then, otherwise)",
                 _("One of two values; blank when the condition is false and nothing else is"
                   " given."),
                 'if(amount > money(10000), "large", "small")',
                 (Overload(("boolean", "T", "T"), "T", optional=1),)),
        Function("case", "Logic", "case(value, match, result, …, otherwise)",
                 _("The result that stands behind the first equal value."),
                 'case(status, "open", 1, "won", 2, 0)', ()),
        Function("and", "Logic", "and(condition, …)", _("True when all are; also written a and b."),
                 "and(do_not_contact, is_blank(email))",
                 (Overload(("boolean",), "boolean", repeats=True),)),
        Function("or", "Logic", "or(condition, …)", _("True when one is; also written a or b."),
                 "is_blank(email) or is_blank(phone)",
                 (Overload(("boolean",), "boolean", repeats=True),)),
        Function("not", "Logic", "not(condition)", _("True when the condition is false."),
                 "not(do_not_contact)", (Overload(("boolean",), "boolean"),)),
        Function("is_blank", "Logic", "is_blank(value)", _("True when the field has no value."),
                 "is_blank(account)", (Overload(("any",), "boolean"),)),
        Function("coalesce", "Logic", "coalesce(value, …)", _("The first value that is not blank."),
                 "coalesce(amount, money(0))", (Overload(("T", "T"), "T", repeats=True),)),
        Function("round", "Numbers", "round(number, digits)",
                 _("Rounded half up, to whole numbers or to as many digits (0 to 6)."),
                 "round(probability / 3, 2)",
                 (Overload(("number", "number"), "number", optional=1),)),
        Function("floor", "Numbers", "floor(number)", _("The next lower whole number."),
                 "floor(employees / 10)", _NUMBER_TO_NUMBER),
        Function("ceiling", "Numbers", "ceiling(number)", _("The next higher whole number."),
                 "ceiling(employees / 10)", _NUMBER_TO_NUMBER),
        Function("abs", "Numbers", "abs(value)", _("Without its sign; of numbers and money."),
                 "abs(probability - 50)", _each(("number", "money"), count=1)),
        Function("min", "Numbers", "min(value, …)",
                 _("The smallest; blanks are left out. Also of money and dates."),
                 "min(probability, 90)",
                 tuple(Overload((one, one), one, repeats=True) for one in _ORDERED)),
        Function("max", "Numbers", "max(value, …)",
                 _("The largest; blanks are left out. Also of money and dates."),
                 "max(date(created_at), engaged_on)",
                 tuple(Overload((one, one), one, repeats=True) for one in _ORDERED)),
        Function("money", "Money", 'money(number, "EUR")',
                 _("An amount in whole units of a currency; yours, when none is named."),
                 "amount - money(500)",
                 (Overload(("number", "text"), "money", optional=1),)),
        Function("amount", "Money", "amount(money)",
                 _("The number of whole units: 12.5 for €12.50."),
                 "amount(annual_revenue) / employees", (Overload(("money",), "number"),)),
        Function("currency", "Money", "currency(money)", _("The three letters of its currency."),
                 'currency(amount) = "EUR"', (Overload(("money",), "text"),)),
        Function("concat", "Text", "concat(value, …)",
                 _("Put together as text, blanks left out; also written a & b."),
                 'concat(name, " / ", status)', (Overload(("any",), "text", repeats=True),)),
        Function("text", "Text", "text(value)", _("A value as text: dates as 2026-01-31."),
                 "text(founded_year)", (Overload(("any",), "text"),)),
        Function("upper", "Text", "upper(text)", _("In capitals."), "upper(code)", _TEXT_TO_TEXT),
        Function("lower", "Text", "lower(text)", _("In small letters."),
                 "lower(code)", _TEXT_TO_TEXT),
        Function("trim", "Text", "trim(text)", _("Without spaces at both ends."), "trim(name)",
                 _TEXT_TO_TEXT),
        Function("left", "Text", "left(text, count)", _("The first characters."), "left(name, 3)",
                 (Overload(("text", "number"), "text"),)),
        Function("right", "Text", "right(text, count)", _("The last characters."),
                 "right(phone, 4)",
                 (Overload(("text", "number"), "text"),)),
        Function("length", "Text", "length(text)", _("How many characters; 0 for blank."),
                 "length(description)", (Overload(("text",), "number"),)),
        Function("contains", "Text", "contains(text, part)",
                 _("True when the part occurs; case and accents don't matter."),
                 'contains(website, "acme")', (Overload(("text", "text"), "boolean"),)),
        Function("starts_with", "Text", "starts_with(text, start)",
                 _("True when the text begins so; case and accents don't matter."),
                 'starts_with(phone, "+49")', (Overload(("text", "text"), "boolean"),)),
        Function("today", "Dates", "today()", _("This day in your workspace's time zone."),
                 "expected_close_date - today()", (Overload((), "date"),)),
        Function("now", "Dates", "now()", _("This moment."), "now() - created_at",
                 (Overload((), "datetime"),)),
        Function("date", "Dates", 'date("2026-01-31")',
                 _("A day, or the day of a time in your workspace's time zone."),
                 "date(created_at)",
                 (Overload(("datetime",), "date"), Overload(("text",), "date"))),
        Function("days_between", "Dates", "days_between(from, to)",
                 _("Days from one to the other; the same as to - from."),
                 "days_between(created_at, now())", _each(("date", "datetime"), "number")),
        Function("add_days", "Dates", "add_days(date, number)", _("So many days later."),
                 "add_days(today(), 14)",
                 (Overload(("date", "number"), "date"),
                  Overload(("datetime", "number"), "datetime"))),
        Function("add_months", "Dates", "add_months(date, number)",
                 _("So many months later; the end of a month stays its end."),
                 "add_months(expected_close_date, 12)",
                 (Overload(("date", "number"), "date"),)),
        Function("year", "Dates", "year(date)", _("Such as 2026."), "year(expected_close_date)",
                 _DATE_TO_NUMBER),
        Function("month", "Dates", "month(date)", _("1 to 12."), "month(expected_close_date)",
                 _DATE_TO_NUMBER),
        Function("day", "Dates", "day(date)", _("1 to 31."), "day(expected_close_date)",
                 _DATE_TO_NUMBER),
        Function("weekday", "Dates", "weekday(date)", _("1 for Monday to 7 for Sunday."),
                 "weekday(today()) > 5", _DATE_TO_NUMBER),
    )
}  # fmt: skip

#: What these functions take must be written out, as it decides about more than a value.
WRITTEN_OUT = {"money": 1, "date": 0, "round": 1}
