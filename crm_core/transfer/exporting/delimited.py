"""CSV, written by the database: a row arrives as one line of text (RFC 4180, UTF-8, CRLF).

Programs get commas and decimal points. A spreadsheet that opens the file by a double click asks
its country instead: in Germany it splits at semicolons, reads decimal commas, and takes the file
for UTF-8 only where a byte order mark says so.

Python would spend ten times as long on the same rows (measured with 100,000 contacts).
"""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import orjson
from babel.core import get_global

from crm_core.records.fragments import Fragment, literal
from crm_core.transfer.exporting.columns import Column
from crm_core.transfer.values.formulas import NUMERAL, PATTERN, guarded

_FORMULA = literal(PATTERN)
_NUMERAL = literal(NUMERAL)
#: Most texts begin with a letter or a digit: these need no regular expression (measured).
_PLAIN = ((97, 122), (65, 90), (48, 57))
#: Types whose text costs something, or takes parameters.
_NESTED = frozenset({"picklist", "multipicklist", "emails", "phones", "addresses"})
_ADDRESS = (
    "concat_ws(', ', nullif(e ->> 'street', ''), nullif(concat_ws(' ', nullif(e ->> 'postal_code',"
    " ''), nullif(e ->> 'city', '')), ''), nullif(e ->> 'region', ''), nullif(e ->> 'country', ''))"
)


@dataclass(frozen=True)
class Spelling:
    """What stands between cells and before decimals, and whether a byte order mark begins.

    `zone`: whose clock tells the times, written as spreadsheets of every country read them.
    Without it they are UTC, as ISO 8601 writes it.
    """

    separator: str = ","
    decimal: str = "."
    marked: bool = False
    zone: ZoneInfo | None = None


PLAIN = Spelling()
#: How spreadsheets of different countries open a file, by separator and decimal mark.
SPREADSHEETS = {one: Spelling(one[0], one[1], marked=True) for one in (",.", ";,", ";.")}


def line(columns: Sequence[Column], spelling: Spelling = PLAIN) -> Fragment:
    """The SQL of a whole line."""
    cells = [_cell(one, spelling) for one in columns]
    sql = f" || '{spelling.separator}' || ".join(cell.sql for cell in cells)
    return Fragment(
        f"({sql} || E'\\r\\n')", tuple(value for cell in cells for value in cell.params)
    )


def header(columns: Sequence[Column], spelling: Spelling = PLAIN) -> str:
    return spelling.separator.join(_quoted(guarded(one.header)) for one in columns) + "\r\n"


def body(
    columns: Sequence[Column], pages: Iterable[list[tuple[str]]], spelling: Spelling = PLAIN
) -> Iterator[bytes]:
    mark = codecs.BOM_UTF8 if spelling.marked else b""
    yield mark + header(columns, spelling).encode()
    for rows in pages:
        yield "".join(row[0] for row in rows).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _cell(column: Column, spelling: Spelling) -> Fragment:
    """SQL of one cell, never NULL: plain for numbers and dates, quoted and guarded for text."""
    kind, sql = column.field.type, column.at.sql
    if kind in ("id", "integer", "boolean"):
        return Fragment(f"coalesce(({sql})::text, '')")
    if kind == "number":
        number = _with_decimal(f"trim_scale(({sql})::numeric)::text", spelling.decimal)
        return Fragment(f"coalesce({number}, '')")
    if kind == "money":
        money = _with_decimal(_money(sql, column.at.currency_sql), spelling.decimal)
        return Fragment(f"coalesce({money}, '')")
    if kind == "date":
        return Fragment(f"coalesce(to_char(({sql})::date, 'YYYY-MM-DD'), '')")
    if kind == "datetime":
        return _moment(sql, spelling.zone)
    text = _text(column)
    if kind in _NESTED:
        cell = (
            f"coalesce((SELECT {_quoted_sql('t', spelling)} FROM (SELECT {text.sql} AS t) x), '')"
        )
        return Fragment(cell, text.params)
    # Written out: a subquery for each cell would take a third of the time (measured).
    return Fragment(f"coalesce({_quoted_sql(text.sql, spelling)}, '')")


def _moment(sql: str, zone: ZoneInfo | None) -> Fragment:
    written = "YYYY-MM-DD HH24:MI:SS" if zone else 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
    moment = f"(({sql})::timestamptz AT TIME ZONE %s)"
    return Fragment(f"coalesce(to_char({moment}, '{written}'), '')", (str(zone or "UTC"),))


def _with_decimal(number: str, decimal: str) -> str:
    return number if decimal == "." else f"replace({number}, '.', '{decimal}')"


def _quoted_sql(text: str, spelling: Spelling) -> str:
    """The text between quotation marks, guarded; the SQL of `text` is used several times."""
    quoted = _guarded_sql(text)
    if not spelling.marked:
        return quoted
    return f'CASE WHEN {text} ~ {_NUMERAL} THEN \'"=""\' || {text} || \'"""\' ELSE {quoted} END'


def _guarded_sql(text: str) -> str:
    plain = " OR ".join(f"ascii({text}) BETWEEN {low} AND {high}" for low, high in _PLAIN)
    guard = f"CASE WHEN {plain} THEN '\"' WHEN {text} ~ {_FORMULA} THEN '\"''' ELSE '\"' END"
    return f"{guard} || replace({text}, '\"', '\"\"') || '\"'"


def _text(column: Column) -> Fragment:
    kind, sql = column.field.type, column.at.sql
    if kind == "reference":
        return Fragment(f"({column.title_sql or sql})::text")
    if kind == "picklist":
        return Fragment(f"coalesce(%s::jsonb ->> ({sql}), {sql})", (_labels(column),))
    if kind == "multipicklist":
        one = "coalesce(%s::jsonb ->> (e #>> '{}'), e #>> '{}')"
        return Fragment(_joined(sql, one), (_labels(column),))
    if kind in ("emails", "phones"):
        return Fragment(_joined(sql, "e ->> 'value'"))
    if kind == "addresses":
        return Fragment(_joined(sql, _ADDRESS))
    return Fragment(f"nullif(({sql})::text, '')")


def _joined(sql: str, one: str) -> str:
    held = f"CASE jsonb_typeof({sql}) WHEN 'array' THEN {sql} ELSE '[]' END"
    return f"(SELECT string_agg({one}, '; ') FROM jsonb_array_elements({held}) e)"


def _labels(column: Column) -> str:
    return orjson.dumps({one.value: str(one.label) for one in column.field.choices or ()}).decode()


def _money(amount: str, currency: str) -> str:
    """`1250.00 EUR`: with as many decimals as the currency has, and its code."""
    cases = "".join(
        f" WHEN {currency} IN ({', '.join(map(literal, codes))}) THEN"
        f" round({amount}::numeric / {10**digits}, {digits})"
        for digits, codes in _UNUSUAL.items()
    )
    return f"(CASE{cases} ELSE round({amount}::numeric / 100, 2) END)::text || ' ' || {currency}"


def _unusual() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for code, (digits, *_) in sorted(get_global("currency_fractions").items()):
        if digits != 2 and len(code) == 3:
            found.setdefault(digits, []).append(code)
    return found


#: Currencies without two decimals, by how many they have.
_UNUSUAL = _unusual()
