"""XLSX: numbers as numbers, dates as dates, texts as texts that nothing calculates."""

import datetime
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from crm_core.records.query.projection import from_json
from crm_core.transfer.exporting.columns import Column
from crm_core.transfer.values.excel_text import spelt
from crm_core.transfer.values.formulas import guarded

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What Excel holds: characters of a cell, rows of a sheet with its header.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
_PIECE = 64 * 1024
_WIDTHS = {"longtext": 50, "boolean": 10, "integer": 12, "date": 12, "datetime": 20, "money": 16}
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm:ss"}


def body(
    name: str, columns: Sequence[Column], pages: Iterable[list[tuple[Any, ...]]], zone: ZoneInfo
) -> Iterator[bytes]:
    """The file in pieces; it is put together on disk, so memory does not grow with the rows.

    `zone`: whose clock tells the times, as a spreadsheet knows no zones.
    """
    with tempfile.TemporaryFile() as file:
        _write(file, name, columns, pages, zone)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(
    file: Any,
    name: str,
    columns: Sequence[Column],
    pages: Iterable[list[tuple[Any, ...]]],
    zone: ZoneInfo,
) -> None:
    book = Workbook(write_only=True)
    with closing(book):
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for place, one in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(
                one.field.type, 24
            )
        sheet.append([_heading(sheet, one) for one in columns])
        for rows in pages:
            for row in rows:
                sheet.append(_cells(sheet, columns, row, zone))
        book.save(file)


def values(columns: Sequence[Column]) -> list[str]:
    """The SQL of what a row needs: two values for each column, the second a money's currency."""
    found = []
    for one in columns:
        money = one.field.type == "money"
        found += [one.title_sql or one.at.sql, one.at.currency_sql if money else "NULL"]
    return found


def _heading(sheet: Any, column: Column) -> Any:
    cell = _text(sheet, column.header)
    cell.font = Font(bold=True)
    return cell


def _cells(
    sheet: Any, columns: Sequence[Column], row: tuple[Any, ...], zone: ZoneInfo
) -> list[Any]:
    return [
        _cell(sheet, column, row[2 * place], row[2 * place + 1], zone)
        for place, column in enumerate(columns)
    ]


def _cell(sheet: Any, column: Column, value: Any, currency: str | None, zone: ZoneInfo) -> Any:
    kind = column.field.type
    if value is None or value == "":
        return None
    if kind == "money":
        return _money(sheet, value, currency or "")
    if kind in ("integer", "number", "boolean"):
        return value
    if kind in _FORMATS:
        cell = WriteOnlyCell(sheet, _moment(value, zone))
        cell.number_format = _FORMATS[kind]
        return cell
    return _text(sheet, _words(column, value))


def _money(sheet: Any, minor: int, currency: str) -> Any:
    digits: int = get_currency_precision(currency)
    cell = WriteOnlyCell(sheet)
    cell.value = Decimal(minor).scaleb(-digits)
    decimals = f".{'0' * digits}" if digits else ""
    cell.number_format = f"#,##0{decimals} [${currency}]"
    return cell


def _moment(value: Any, zone: ZoneInfo) -> Any:
    """By the clock of the zone. Custom dates are stored as text."""
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value) if "T" in value else _day(value)
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return value


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _words(column: Column, value: Any) -> str:
    kind = column.field.type
    labels = {one.value: str(one.label) for one in column.field.choices or ()}
    if kind == "picklist":
        return labels.get(value, str(value))
    if kind not in ("multipicklist", "emails", "phones", "addresses"):
        return str(value)
    entries = from_json(value) or []
    if kind == "multipicklist":
        return "; ".join(labels.get(one, str(one)) for one in entries)
    if kind == "addresses":
        return "; ".join(_address(one) for one in entries)
    return "; ".join(str(one.get("value", "")) for one in entries)


def _address(one: dict[str, str]) -> str:
    town = " ".join(filter(None, (one.get("postal_code"), one.get("city"))))
    return ", ".join(filter(None, (one.get("street"), town, one.get("region"), one.get("country"))))


def _text(sheet: Any, text: str) -> Any:
    """Always of type text, whatever it begins with; control characters as Excel spells them."""
    held = guarded(text)
    if len(held) > LONGEST_CELL:
        held = held[: LONGEST_CELL - 1] + "…"
    cell = WriteOnlyCell(sheet, spelt(held))
    cell.data_type = "s"
    return cell
