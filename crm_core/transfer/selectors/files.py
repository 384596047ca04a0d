"""Error file and report as CSV, streamed; no cell of them can start a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from crm_core.transfer.choices import RowState
from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.values.formulas import guarded

_NUMBER = re.compile(r"[+-]?[\d.,\s]+%?\Z")


def safe(cell: str) -> str:
    """A cell that spreadsheet programs show instead of running it (OWASP, CSV injection)."""
    return cell if _NUMBER.match(cell) else guarded(cell)


def error_lines(imported: Import) -> Iterator[str]:
    """Row, column, value, reason, then the row as it was: to put right and import again.

    The first four headers, in the reader's language, must not be those of fields: put right and
    imported again, "Value" would be taken for the amount of an opportunity.
    """
    told = (_("Row in the file"), _("Column in question"), _("Refused value"), _("Why refused"))
    yield _line([*told, *imported.columns])
    failed = ImportRow.objects.filter(file=imported, state=RowState.FAILED).order_by("number")
    for row in failed.iterator(chunk_size=500):
        for problem in row.problems or [{}]:
            yield _line(
                [
                    str(row.number),
                    problem.get("column", ""),
                    problem.get("value", ""),
                    problem.get("reason", ""),
                    *row.cells,
                ]
            )


def report_lines(imported: Import) -> Iterator[str]:
    """Every notice with the rows that it is about, then every error."""
    notice_label, error_label = _("Notice"), _("Error")
    yield _line([_("Kind"), _("Row"), _("Column"), _("Value"), _("What was done")])
    for notice in imported.notices:
        if not notice.get("rows"):
            examples = "; ".join(notice["examples"])
            yield _line([notice_label, "", notice["column"], examples, notice["message"]])
        for number, value in _values(imported, notice):
            yield _line([notice_label, str(number), notice["column"], value, notice["message"]])
    failed = ImportRow.objects.filter(file=imported, state=RowState.FAILED).order_by("number")
    for row in failed.only("number", "problems").iterator(chunk_size=500):
        for problem in row.problems or []:
            yield _line(
                [
                    error_label,
                    str(row.number),
                    problem["column"],
                    problem["value"],
                    problem["reason"],
                ]
            )


def _values(imported: Import, notice: dict[str, object]) -> Iterator[tuple[int, str]]:
    column = str(notice["column"])
    place = imported.columns.index(column) if column in imported.columns else None
    rows = ImportRow.objects.filter(file=imported, number__in=list(notice["rows"]))  # type: ignore[call-overload]
    for row in rows.order_by("number").iterator(chunk_size=500):
        yield row.number, row.cells[place] if place is not None else ""


def _line(cells: Iterable[str]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow([safe(cell) for cell in cells])
    return held.getvalue()
