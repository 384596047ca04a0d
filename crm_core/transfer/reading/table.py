"""A file as rows of cells under named columns: the same for every format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from crm_core.transfer.reading.limits import MAX_CELL
from freehold.errors import Invalid
from freehold.text import grouped

MOST_LISTED = 2_000


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was decided or left out, told to the person instead of done in silence."""

    code: str
    message: str
    column: str = ""
    count: int = 0
    examples: tuple[str, ...] = ()
    #: Numbers of the rows that are meant, the first `MOST_LISTED` of them.
    rows: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "column": self.column,
            "message": self.message,
            "count": self.count,
            "examples": list(self.examples),
            "rows": list(self.rows),
        }


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a row can't be taken as it stands. The row itself is counted like every other."""

    column: str
    value: str
    reason: str


class Unreadable(Invalid):
    """The file as a whole can't be read: `report` names the row and column where that shows."""

    def __init__(
        self, code: str, message: str, *, row: int | None = None, column: str = "", value: str = ""
    ) -> None:
        report = [{"row": row, "column": column, "value": value, "reason": message}]
        invalid = Invalid.at("file", code, message)
        super().__init__(message, errors=invalid.errors, extra={"report": report})
        self.reason = code


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row's number in a spreadsheet: the header is 1, empty rows count."""

    number: int
    cells: list[str]
    problem: CellProblem | None = None


@dataclass(frozen=True)
class ReadOptions:
    """What a person may set when detection is wrong."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass
class Table:
    """Opened file. `rows()` may be called again: every call reads the file from its start."""

    format: str
    columns: list[str]
    read: Callable[[], Iterator[Row]]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    #: The visible sheets of a workbook, in its order.
    sheets: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        return self.read()


def name_columns(header: list[str]) -> tuple[list[str], list[Notice]]:
    """Unique names for the columns: a header that stands twice gets its position beside it."""
    names = [" ".join(cell.split()) for cell in header]
    places: dict[str, list[int]] = {}
    for position, name in enumerate(names, start=1):
        places.setdefault(name.casefold(), []).append(position)
    notices: list[Notice] = []
    for found in places.values():
        name = names[found[0] - 1]
        if name and len(found) > 1:
            for position in found:
                names[position - 1] = _placed(name, position)
            notices.append(_twice(name, found))
    return [name or nameless(position) for position, name in enumerate(names, start=1)], notices


def _placed(name: str, position: int) -> str:
    return gettext("%(name)s (column %(position)s)") % {"name": name, "position": position}


def nameless(position: int) -> str:
    return gettext("Column %(position)s") % {"position": position}


def _twice(name: str, places: list[int]) -> Notice:
    where = f" {gettext('and')} ".join(str(place) for place in places)
    return Notice(
        "duplicate_header",
        gettext(
            "Row 1 names “%(name)s” in columns %(places)s. Each is offered with its position; "
            "map the one that is meant, or none."
        )
        % {"name": name, "places": where},
        column=name,
        count=len(places),
    )


def checked(number: int, cells: list[str], columns: list[str]) -> Row:
    """The row with exactly one cell for each column; what does not fit becomes its problem."""
    problem: CellProblem | None = None
    width = len(columns)
    if len(cells) > width:
        extra = [cell for cell in cells[width:] if cell.strip()]
        if extra:
            problem = CellProblem(
                "",
                extra[0][:100],
                gettext(
                    "This row has %(cells)s cells, the header has %(width)s. "
                    "A cell that holds the delimiter must stand in quotation marks."
                )
                % {"cells": len(cells), "width": width},
            )
        cells = cells[:width]
    elif len(cells) < width:
        cells = [*cells, *[""] * (width - len(cells))]
    for position, cell in enumerate(cells):
        if len(cell) > MAX_CELL:
            cells[position] = cell[:100] + "…"
            problem = CellProblem(columns[position], cells[position], _too_long(len(cell)))
        elif "\x00" in cell:
            cells[position] = cell.replace("\x00", "�")
            problem = CellProblem(
                columns[position],
                cells[position][:100],
                gettext("This cell holds a NUL character."),
            )
    return Row(number, cells, problem)


def _too_long(length: int) -> str:
    return gettext("This cell holds %(length)s characters; at most %(most)s can be stored.") % {
        "length": grouped(length),
        "most": grouped(MAX_CELL),
    }


def in_rows(value: str, count: int, leads_to: str = "") -> str:
    """An example in a notice: what the file says, in how many rows, what it was read as."""
    told = {"value": value, "title": leads_to, "count": count}
    if leads_to:
        text = ngettext(
            "“%(value)s” → “%(title)s” (%(count)s row)",
            "“%(value)s” → “%(title)s” (%(count)s rows)",
            count,
        )
        return text % told
    return ngettext("“%(value)s” (%(count)s row)", "“%(value)s” (%(count)s rows)", count) % told
