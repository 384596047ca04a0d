"""Delimited text (CSV, TSV, semicolons): told apart by looking, read row by row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from django.utils.translation import gettext

from crm_core.transfer.reading.encodings import detect_encoding, named_encoding
from crm_core.transfer.reading.limits import MAX_COLUMNS, MAX_ROW, SAMPLE_BYTES
from crm_core.transfer.reading.table import (
    CellProblem,
    Notice,
    ReadOptions,
    Row,
    Table,
    Unreadable,
    checked,
    name_columns,
)
from freehold.text import grouped

DELIMITERS = (",", ";", "\t", "|")
_NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
#: Excel writes the delimiter into the first line when asked to.
_DECLARED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_GUESSED = {"cp1252": "Windows-1252", "latin-1": "ISO 8859-1 (Latin-1)"}
_FORMATS = {",": "csv", ";": "csv", "\t": "tsv", "|": "csv"}

csv.field_size_limit(MAX_ROW)


class _Lines:
    """The file's lines for the parser; counts what one row takes and stops before memory does."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._pending = 0
        self.row = 1

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MAX_ROW):
            self._pending += len(line)
            if self._pending >= MAX_ROW:
                raise Unreadable(
                    "row_too_long",
                    gettext(
                        "Row %(row)s goes on for more than %(max_row)s million characters: a "
                        "quotation mark opens there and never closes."
                    )
                    % {"row": self.row, "max_row": MAX_ROW // 1024 // 1024},
                    row=self.row,
                )
            yield line

    def begin(self, row: int) -> None:
        self.row = row
        self._pending = 0


def open_delimited(file: BinaryIO, options: ReadOptions) -> Table:
    encoding = named_encoding(options.encoding) if options.encoding else detect_encoding(file)
    sample = _sample(file, encoding)
    declared = _DECLARED.match(sample)
    delimiter = _chosen(options.delimiter) or (declared and declared[1]) or sniff(sample)
    skip = 1 if declared else 0
    header = _header(file, encoding, delimiter, skip)
    columns, notices = name_columns(header.cells)
    if not options.encoding and encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        notices.append(_guessed(encoding))
    return Table(
        format=_FORMATS.get(delimiter, "csv"),
        columns=columns,
        read=lambda: _body(file, encoding, delimiter, skip, columns),
        encoding=encoding.removesuffix("-sig"),
        delimiter=delimiter,
        notices=notices,
    )


def sniff(sample: str) -> str:
    """The delimiter that splits most rows of the sample into the same number (> 1) of cells."""
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else ","


def _score(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cells):
                widths[len(cells)] += 1
            if widths.total() >= 200:
                break
    except csv.Error:
        return 0.0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda entry: (entry[1], entry[0]))
    return count / widths.total() + min(width, 50) / 1000


def _chosen(delimiter: str | None) -> str | None:
    if not delimiter:
        return None
    found = _NAMED.get(delimiter.lower(), delimiter)
    if len(found) != 1 or found in '"\r\n\x00':
        raise Unreadable(
            "unknown_delimiter",
            gettext("The delimiter is one character: a comma, semicolon, tab or bar."),
        )
    return found


def _sample(file: BinaryIO, encoding: str) -> str:
    file.seek(0)
    raw = file.read(SAMPLE_BYTES)
    text = raw.decode(encoding, errors="ignore")
    return text if len(raw) < SAMPLE_BYTES else text.rpartition("\n")[0] or text


def _records(
    file: BinaryIO, encoding: str, delimiter: str, skip: int
) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of every row that holds anything, header included."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        for _ in range(skip):
            text.readline(MAX_ROW)
        lines = _Lines(text)
        number = skip
        for cells in csv.reader(lines, delimiter=delimiter):
            number += 1
            lines.begin(number + 1)
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise Unreadable(
            "malformed",
            gettext("Row %(row)s can't be read: %(error)s.") % {"row": lines.row, "error": error},
            row=lines.row,
        ) from error
    finally:
        text.detach()


def _header(file: BinaryIO, encoding: str, delimiter: str, skip: int) -> Row:
    for number, cells in _records(file, encoding, delimiter, skip):
        while cells and not cells[-1].strip() and len(cells) > 1:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise Unreadable(
                "too_many_columns",
                gettext("The header has %(cells)s columns; at most %(max_columns)s can be read.")
                % {"cells": grouped(len(cells)), "max_columns": grouped(MAX_COLUMNS)},
                row=number,
            )
        if max(len(cell) for cell in cells) > 1_000:
            raise Unreadable(
                "no_header",
                gettext(
                    "The first row must name the columns; it holds a text of over 1,000 characters."
                ),
                row=number,
            )
        return Row(number, cells)
    raise Unreadable(
        "empty_file", gettext("This file is empty: it has no row that names the columns.")
    )


def _body(
    file: BinaryIO, encoding: str, delimiter: str, skip: int, columns: list[str]
) -> Iterator[Row]:
    records = _records(file, encoding, delimiter, skip)
    next(records, None)
    for number, cells in records:
        row = checked(number, cells, columns)
        if row.problem is None and any("\ufffd" in cell for cell in row.cells):
            row = Row(number, row.cells, _undecodable(row.cells, columns, encoding))
        yield row


def _undecodable(cells: list[str], columns: list[str], encoding: str) -> CellProblem:
    position = next(index for index, cell in enumerate(cells) if "\ufffd" in cell)
    return CellProblem(
        columns[position],
        cells[position][:100],
        gettext(
            "This cell holds bytes that are not %(encoding)s (shown as �). "
            "Choose the encoding that the file was saved in."
        )
        % {"encoding": encoding.removesuffix("-sig")},
    )


def _guessed(encoding: str) -> Notice:
    name = _GUESSED.get(encoding, encoding)
    return Notice(
        "encoding_guessed",
        gettext(
            "The file is not UTF-8; it was read as %(encoding)s. "
            "If letters look wrong, choose the encoding."
        )
        % {"encoding": name},
    )
