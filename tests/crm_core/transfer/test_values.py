"""Numbers and dates in the ways that people write them."""

import datetime
from contextlib import suppress
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_core.transfer.values.dates import (
    DateEvidence,
    order_of_format,
    parse_date,
    parse_datetime,
)
from crm_core.transfer.values.numbers import (
    NumberEvidence,
    currency_of,
    parse_number,
    strip_currency,
)
from crm_core.transfer.values.texts import loose, parse_boolean, split_list


def mark(*cells: str, usual: str = ".") -> str:
    seen = NumberEvidence()
    for cell in cells:
        seen.add(cell)
    return seen.decimal_mark(usual)


def order(*cells: str, usual: str = "mdy") -> str:
    seen = DateEvidence()
    for cell in cells:
        seen.add(cell)
    return seen.order(usual)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["$22,700.00", "1,000"], "."),
        (["1.234,56"], ","),
        (["1.234", "12,5"], ","),
        (["1,234", "0.5"], "."),
        (["1.234.567"], ","),
        (["1100.04"], "."),
        (["12,5 €"], ","),
        (["0,123"], ","),
    ],
)
def test_the_column_decides_the_decimal_mark(cells: list[str], expected: str) -> None:
    assert mark(*cells) == expected


def test_where_the_column_says_nothing_the_language_decides_and_it_is_told() -> None:
    seen = NumberEvidence()
    seen.add("1.234")
    assert seen.is_open()
    assert (seen.decimal_mark("."), seen.decimal_mark(",")) == (".", ",")


@pytest.mark.parametrize(
    ("cell", "decimal", "expected"),
    [
        ("22,700.00", ".", "22700.00"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,5", ",", "1234.5"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1'234.50", ".", "1234.50"),
        ("(5.00)", ".", "-5.00"),
        ("5-", ".", "-5"),
        ("12,34,567.5", ".", "1234567.5"),
        ("12%", ".", "12"),
        ("1.5E+3", ".", "1500"),
        (".5", ".", "0.5"),
    ],
)
def test_numbers_are_read(cell: str, decimal: str, expected: str) -> None:
    assert parse_number(cell, decimal) == Decimal(expected)


@pytest.mark.parametrize("cell", ["abc", "1.2.3", "1,23.4", "", "--5", "1e400", "nan", "12,3456.7"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_number(cell)


@given(some.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_every_amount_is_read_as_it_was_written(amount: Decimal) -> None:
    assert parse_number(f"{amount:,.2f}") == amount
    german = f"{amount:,.2f}".replace(",", "x").replace(".", ",").replace("x", ".")
    assert parse_number(german, ",") == amount


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("$22,700.00", ("22,700.00", "USD")),
        ("1.200 €", ("1.200", "EUR")),
        ("EUR 5", ("5", "EUR")),
        ("-£5", ("-5", "GBP")),
        ("C$ 7", ("7", "CAD")),
        ("12", ("12", None)),
    ],
)
def test_the_currency_is_told_from_the_number(cell: str, expected: tuple[str, str | None]) -> None:
    assert strip_currency(cell) == expected


def test_a_dollar_is_the_tenants_dollar() -> None:
    assert currency_of("USD", "CAD") == "CAD"
    assert currency_of("USD", "EUR") == "USD"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["10/20/2016", "3/1/2017"], "mdy"),
        (["3/1/2017", "20/10/2016"], "dmy"),
        (["03.07.2021"], "dmy"),
        (["03/07/2021"], "mdy"),
    ],
)
def test_the_column_decides_day_or_month(cells: list[str], expected: str) -> None:
    assert order(*cells) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2021-04-16", (2021, 4, 16)),
        ("20210416", (2021, 4, 16)),
        ("2021/4/16", (2021, 4, 16)),
        ("16 Apr, 2021 00:02:00", (2021, 4, 16)),
        ("Apr 16, 2021", (2021, 4, 16)),
        ("16. April 2021", (2021, 4, 16)),
        ("3. März 2021", (2021, 3, 3)),
        ("Thu, 22 Apr 2021 10:00:00 +0200", (2021, 4, 22)),
        ("3/1/17", (2017, 3, 1)),
        ("2010-10-14T12:00:00.000Z", (2010, 10, 14)),
    ],
)
def test_dates_are_read(cell: str, expected: tuple[int, int, int]) -> None:
    assert parse_date(cell, "mdy") == datetime.date(*expected)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("45292", "2024-01-01"), ("45351.75", "2024-02-29"), ("10000", "1927-05-18")],
)
def test_a_day_number_of_excel_is_the_date_that_excel_shows(cell: str, shown: str) -> None:
    assert parse_date(cell, "dmy").isoformat() == shown


@pytest.mark.parametrize("cell", ["9999", "45292,5", "-45292", "0x45292"])
def test_other_numbers_are_no_dates(cell: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_date(cell, "dmy")


@pytest.mark.parametrize(
    "cell", ["31.02.2021", "13/25/2016", "tomorrow", "2021", "16 Foo 2021", "1/2/3/4", "99/99/9999"]
)
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_date(cell, "mdy")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2010-10-14T12:00:00.000Z", "2010-10-14T12:00:00+00:00"),
        ("2010-10-14T12:00:00.000GMT", "2010-10-14T12:00:00+00:00"),
        ("2010-10-14T12:00:00.000Z-0300", "2010-10-14T15:00:00+00:00"),
        ("10/14/2010 5:04 PM", "2010-10-14T15:04:00+00:00"),
        ("2010-10-14", "2010-10-13T22:00:00+00:00"),
        ("40465.7111111111", "2010-10-14T15:04:00+00:00"),
    ],
)
def test_moments_are_read_in_their_zone(cell: str, expected: str) -> None:
    assert parse_datetime(cell, "mdy", ZoneInfo("Europe/Berlin")).isoformat() == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DD.MM.YYYY", "dmy"),
        ("%m/%d/%Y", "mdy"),
        ("YYYY-MM-DD", "ymd"),
        ("TT.MM.JJJJ", "dmy"),
        ("dd/MM/yyyy HH:mm", "dmy"),
        ("dmy", "dmy"),
    ],
)
def test_a_format_says_the_order(written: str, expected: str) -> None:
    assert order_of_format(written) == expected


@given(some.text(max_size=40))
def test_no_text_makes_a_parser_fail_otherwise_than_by_refusing(text: str) -> None:
    for parse in (
        parse_number,
        parse_boolean,
        lambda cell: parse_date(cell, "dmy"),
        lambda cell: parse_datetime(cell, "mdy", ZoneInfo("UTC")),
    ):
        with suppress(ValueError):
            parse(text)


def test_names_are_compared_without_case_spaces_and_punctuation() -> None:
    assert loose("GTX Pro") == loose("GTXPro") == loose("gtx-pro") == "gtxpro"
    assert loose("GTX Pro") != loose("GTX Plus Pro")
    assert loose("Ñandú, S.A.") == "nandusa"


def test_a_cell_may_hold_a_list() -> None:
    assert split_list("a@b.c; d@e.f") == ["a@b.c", "d@e.f"]
    assert split_list("a, b") == ["a, b"]
    assert split_list("a, b", commas=True) == ["a", "b"]
