"""The file's rows into the database by COPY, in one pass and in bounded memory."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO, cast

import orjson
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _

from crm_core.transfer.choices import RowState
from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.options import ImportOptions
from crm_core.transfer.plans import Evidence, Plan
from crm_core.transfer.reading.files import open_table
from crm_core.transfer.reading.table import Notice, ReadOptions, Row, Table, Unreadable
from crm_core.transfer.values.formulas import as_written

_BATCH = 2_000
_COPY = (
    "COPY transfer_importrow (file_id, number, cells, state, matched_by, digest, problems)"
    " FROM STDIN"
)


def read_options(options: ImportOptions) -> ReadOptions:
    return ReadOptions(options.encoding, options.delimiter, options.sheet)


@contextmanager
def stored_table(imported: Import) -> Iterator[Table]:
    """The import's file, opened as a table; Unreadable when it is gone from the storage."""
    try:
        held = default_storage.open(imported.stored_as, "rb")
    except OSError as error:
        raise Unreadable("gone", _("The file is no longer stored. Upload it again.")) from error
    with held as file:
        options = ImportOptions.stored(imported.options)
        yield open_table(cast(BinaryIO, file), read_options(options))


def stage_rows(imported: Import, plan: Plan, told: Callable[[int], None]) -> list[Notice]:
    """Copy every row of the file; what its columns show goes into `imported.formats`.

    Run again after a crash it starts afresh. `told` hears how many rows are read.
    """
    ImportRow.objects.filter(file=imported).delete()
    evidence = Evidence(plan)
    with stored_table(imported) as table:
        count = _copy(imported, plan, table, evidence, told)
        notices = [*table.notices]
    formats, more = evidence.decide()
    imported.formats = {"columns": formats}
    imported.total = count
    return [*notices, *more, *_unmapped(imported, plan)]


def _copy(
    imported: Import, plan: Plan, table: Table, evidence: Evidence, told: Callable[[int], None]
) -> int:
    meanings = _meanings(imported, plan)
    rows = table.rows()
    count = 0
    # In batches: while a COPY runs, the connection answers no question such as `told` may ask.
    while batch := list(islice(rows, _BATCH)):
        with connection.cursor() as run, run.copy(_COPY) as copy:
            for row in batch:
                cells = _cells(row, meanings)
                if row.problem is None:
                    evidence.add(cells)
                copy.write_row(_staged(imported, row, cells))
        count += len(batch)
        told(count)
    return count


def _cells(row: Row, meanings: Mapping[int, Mapping[str, str]]) -> list[str]:
    cells = [as_written(cell) for cell in row.cells]
    for index, table_of in meanings.items():
        cells[index] = table_of.get(cells[index], cells[index])
    return cells


def _staged(imported: Import, row: Row, cells: list[str]) -> tuple[object, ...]:
    known = digest(imported, cells)
    return (imported.id, row.number, cells, _state(row), "", known, _told(row))


def _meanings(imported: Import, plan: Plan) -> dict[int, Mapping[str, str]]:
    places = {name: index for index, name in enumerate(imported.columns)}
    values = plan.options.values
    return {places[column]: table for column, table in values.items() if column in places}


def _state(row: Row) -> int:
    return RowState.PENDING.value if row.problem is None else RowState.FAILED.value


def _told(row: Row) -> str | None:
    if row.problem is None:
        return None
    problem = row.problem
    return orjson.dumps(
        [{"column": problem.column, "value": problem.value, "reason": problem.reason}]
    ).decode()


def digest(imported: Import, cells: list[str]) -> str:
    """What the row holds, whatever is mapped: the same row of a like file has the same."""
    whole = orjson.dumps([imported.options.get("system", ""), imported.columns, cells])
    return hashlib.blake2b(whole, digest_size=16, person=b"import-row").hexdigest()


def _unmapped(imported: Import, plan: Plan) -> list[Notice]:
    mapped = {one.column for one in plan.columns}
    left = [name for name in imported.columns if name not in mapped]
    if not left:
        return []
    message = _("These columns are mapped to no field; what they hold was not imported.")
    return [Notice("unmapped_columns", message, count=len(left), examples=tuple(left[:50]))]
