"""Telephone numbers, compared by their digits: 030 123 is +49 (0)30 123 and 0049 30/123.

A number without a calling code is one of the company's own country, where that is known; else it
may be of any. https://www.itu.int/rec/T-REC-E.164 and E.123 say how numbers are written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_core.records.fragments import TRUE, Fragment, disjunction
from crm_core.records.query.calling_codes import calling_code, leading_code
from crm_core.records.query.source import Located
from freehold.company.selectors import company

#: What stands between digits. A dash beyond ASCII here keeps PostgreSQL from asking the index of a
#: row's words, so `PhoneKind` keeps none.
_GAP = "[ ()/.\u00a0-]*"
_WRITTEN = re.compile(r"[\s(]*\+?[0-9()/.\u2010-\u2015\s-]+")
#: Without the zero in brackets, which is dialled inside the country only.
_UNTOLD = r"\(0\)|[^0-9+]"
#: Of fewer digits, nearly every row's text holds them somewhere.
_FEWEST = 5
#: A number of so many digits that begins with a calling code is one whose plus was left out.
_COMPLETE = 10
#: E.164 has 15 digits; what is longer than a number with an extension is none, and PostgreSQL
#: takes half a minute to read a pattern of 90,000 (measured).
_MOST_CHARACTERS = 60
#: Of more numbers in one list, they are compared as typed, for the same reason.
_MOST_NUMBERS = 200
#: Of more numbers, the rows are read one by one.
_MOST_NEAR = 20


@dataclass(frozen=True, slots=True)
class Number:
    """What was looked for: `code` is empty where no country is known; `abroad` where one was
    dialled; `own` is the code of the company."""

    code: str
    national: str
    abroad: bool
    own: str


def is_written_as_number(text: str) -> bool:
    return len(text) <= _MOST_CHARACTERS and _WRITTEN.fullmatch(text) is not None


def read_number(text: str) -> Number | None:
    """None for what isn't written as a telephone number."""
    if not is_written_as_number(text):
        return None
    kept = re.sub(_UNTOLD, "", text)
    own = calling_code(company().address.get("country", ""))
    digits = re.sub(r"^(\+|00)", "", kept)
    is_abroad = digits != kept or bool(own and len(digits) >= _COMPLETE and digits.startswith(own))
    code = (leading_code(digits) or digits) if is_abroad else own
    national = digits.removeprefix(code) if is_abroad else digits
    number = Number(code, national.lstrip("0"), is_abroad, own)
    return number if number.national or (is_abroad and code) else None


def is_number(at: Located, op: str, value: Any) -> Fragment | None:
    """`op` is eq, in, contains, icontains or startswith; None where `value` is no number."""
    read = [read_number(one) if isinstance(one, str) else None for one in _each(op, value)]
    numbers = [one for one in read if one is not None]
    if not 0 < len(numbers) <= _MOST_NUMBERS or len(numbers) < len(read):
        return None
    exact = Fragment(f"{digits_of(at.sql)} ~ %s", (pattern(numbers, op),))
    if at.alias != "r" or not at.field.searchable or len(numbers) > _MOST_NEAR:
        return exact
    return disjunction(holds_number('"r".search_text', one) for one in numbers) & exact


def _each(op: str, value: Any) -> list[Any]:
    return value if op == "in" and isinstance(value, list) else [value]


def digits_of(sql: str) -> str:
    return f"regexp_replace({sql}, '{_UNTOLD}', '', 'g')"


def holds_number(text_sql: str, number: Number) -> Fragment:
    """True for a text that has these digits one after the other; trigrams find such a pattern."""
    if len(number.national) < _FEWEST:
        return TRUE
    return Fragment(f"{text_sql} ~ %s", (_GAP.join(number.national),))


def pattern(numbers: Sequence[Number], op: str) -> str:
    """What the digits of a number that is meant match."""
    return "|".join(_pattern(one, op) for one in numbers)


def _pattern(number: Number, op: str) -> str:
    end = "$" if op in ("eq", "in") else ""
    if not number.national:
        inland = "|^0[1-9]" if number.code == number.own and not end else ""
        return rf"^(\+|00){number.code}{end}{inland}"
    if op in ("contains", "icontains"):
        lead = f"({number.code}0?|^0?)" if number.abroad and _may_be_inland(number) else ""
        lead = lead or (f"{number.code}0?" if number.abroad else "")
        return f"{lead}{number.national}"
    abroad = rf"(\+|00)?{number.code}0?" if number.code else r"(\+|00)[1-9][0-9]{0,2}0?"
    inland = "|0?" if _may_be_inland(number) else ""
    return f"^({abroad}{inland}){number.national}{end}"


def _may_be_inland(number: Number) -> bool:
    """Whether a row's number without a calling code can be this one."""
    return not number.own or number.code == number.own
