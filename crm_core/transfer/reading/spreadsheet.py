"""Excel workbooks (XLSX), read row by row. Bombs and external entities are refused unread."""

import datetime
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from crm_core.transfer.reading import limits
from crm_core.transfer.reading.table import (
    Notice,
    ReadOptions,
    Row,
    Table,
    Unreadable,
    checked,
    name_columns,
)
from crm_core.transfer.values.excel_text import unspelt

_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,  # xml.etree.ElementTree.ParseError is one
)


def open_spreadsheet(file: BinaryIO, options: ReadOptions) -> Table:
    inspect_archive(file)
    names = _sheet_names(file)
    sheet = _chosen(file, names, options.sheet)
    header = next(_records(file, sheet), None)
    if header is None:
        raise Unreadable(
            "empty_file", gettext("The sheet “%(sheet)s” is empty.") % {"sheet": sheet}
        )
    cells = header[1]
    while cells and not cells[-1].strip():
        cells.pop()
    columns, notices = name_columns(cells)
    if len(columns) > limits.MAX_COLUMNS:
        raise Unreadable(
            "too_many_columns",
            gettext("At most %(max_columns)s columns can be read.")
            % {"max_columns": limits.MAX_COLUMNS},
            row=header[0],
        )
    if len(names) > 1:
        notices.append(_other_sheets(names, sheet))
    return Table(
        format="xlsx",
        columns=columns,
        read=lambda: _body(file, sheet, columns),
        sheet=sheet,
        sheets=names,
        notices=notices,
    )


def inspect_archive(file: BinaryIO) -> None:
    """Refuse what is no workbook, is inflated beyond reason, or declares a document type."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise Unreadable(
                    "unsupported",
                    gettext("This archive is not an Excel workbook. Save it as .xlsx or CSV."),
                )
            _refuse_bombs(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_document_type(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise Unreadable("damaged", gettext("This workbook is damaged or encrypted.")) from error


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    inflated = any(
        part.file_size > limits.INFLATION_FLOOR
        and part.file_size > limits.MAX_INFLATION * max(part.compress_size, 1)
        for part in parts
    )
    if inflated or total > limits.MAX_UNPACKED or texts > limits.MAX_SHARED_TEXT:
        raise Unreadable(
            "too_large",
            gettext("This workbook unpacks to more than can be read. Save the sheet as CSV."),
        )


class _Begun(Exception):
    """The root element was reached: no document type can follow."""


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unreadable(
            "document_type",
            gettext("This workbook holds XML with a document type, which is not allowed."),
        )

    def begin(*_: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(64 * 1024):
                parser.Parse(chunk, False)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise Unreadable(
            "damaged",
            gettext("The workbook's part %(filename)s is damaged.") % {"filename": part.filename},
        ) from error


def _sheet_names(file: BinaryIO) -> list[str]:
    book = _open(file)
    try:
        shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    finally:
        book.close()
    if not shown:
        raise Unreadable("empty_file", gettext("This workbook has no visible sheet."))
    return shown


def _open(file: BinaryIO) -> Any:
    file.seek(0)
    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise Unreadable(
            "damaged", gettext("This workbook can't be read: %(error)s.") % {"error": error}
        ) from error


def _chosen(file: BinaryIO, names: list[str], wanted: str | None) -> str:
    """The sheet that is asked for, else the first with a row under a header: covers have none."""
    if wanted is None:
        several = names if len(names) > 1 else []
        return next((name for name in several if _has_rows(file, name)), names[0])
    if wanted not in names:
        raise Unreadable(
            "unknown_sheet",
            gettext("There is no sheet “%(wanted)s”. Sheets: %(names)s.")
            % {"wanted": wanted[:60], "names": ", ".join(names)[:300]},
        )
    return wanted


def _has_rows(file: BinaryIO, sheet: str) -> bool:
    return len(list(islice(_records(file, sheet), 2))) > 1


def _records(file: BinaryIO, sheet: str) -> Iterator[tuple[int, list[str]]]:
    book = _open(file)
    try:
        rows = book[sheet].iter_rows(values_only=True, max_col=limits.MAX_COLUMNS + 1)
        for number, values in enumerate(rows, start=1):
            cells = [as_text(value) for value in values]
            if any(cell.strip() for cell in cells):
                yield number, cells
    except _BROKEN as error:
        raise Unreadable(
            "damaged",
            gettext("The sheet “%(sheet)s” can't be read: %(error)s.")
            % {"sheet": sheet, "error": error},
        ) from error
    finally:
        book.close()


def _body(file: BinaryIO, sheet: str, columns: list[str]) -> Iterator[Row]:
    records = _records(file, sheet)
    next(records, None)
    for number, cells in records:
        yield checked(number, cells, columns)


def as_text(value: Any) -> str:
    """A cell's value as the text that a careful export would have written."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return unspelt(str(value))


def _other_sheets(names: list[str], sheet: str) -> Notice:
    others = [name for name in names if name != sheet]
    return Notice(
        "other_sheets",
        gettext("Only the sheet “%(sheet)s” is read.") % {"sheet": sheet},
        count=len(others),
        examples=tuple(others[:5]),
    )
