"""Exports: just what a list shows, for whoever may export; each one stands in the audit trail."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.fragments import Fragment
from crm_core.records.policy import Policy, require_right
from crm_core.records.query.listing import ListParams, condition_of
from crm_core.records.query.ordering import default_sort, keys_of
from crm_core.records.query.projection import project
from crm_core.records.query.source import Source
from crm_core.records.query.walking import rows_of, walk_of
from crm_core.records.selectors.reading import readable_object
from crm_core.records.sights import note_stream
from crm_core.transfer.exporting import delimited, workbook
from crm_core.transfer.exporting.columns import Column, columns_of
from crm_core.transfer.zones import zone_of
from freehold.audit.services import record
from freehold.digits import as_json
from freehold.errors import Invalid, Malformed
from freehold.identity.actor import Actor
from freehold.text import grouped

FORMATS = ("csv", "xlsx", "json")
_MEDIA = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": workbook.MEDIA_TYPE,
    "json": "application/json",
}
_PIECE = 500
#: Pages of rows with the columns asked for.
Read = Callable[[Sequence[Fragment]], Iterator[list[tuple[Any, ...]]]]
#: The file's bytes, as its rows are read.
Body = Callable[[Source, list[Column], Read], Iterator[bytes]]


@dataclass(frozen=True)
class Export:
    """A file on its way: `body` reads the rows as it is asked for them."""

    file_name: str
    media_type: str
    count: int
    body: Iterator[bytes]


def export_records(
    object_name: str, format: str, *, actor: Actor, params: ListParams, spreadsheet: str = ""
) -> Export:
    """The list as a file; 403 without the right `export`. The trail is written before a byte is.

    `spreadsheet`: CSV for a spreadsheet, by its separator and decimal mark, such as `;,`. There
    and in XLSX the exporter's clock tells the times.
    """
    policy = require_right(actor, "export")
    object_type = readable_object(object_name, policy)
    if format not in FORMATS:
        raise Malformed(_("“format” is one of %(formats)s.") % {"formats": ", ".join(FORMATS)})
    spelling = _spelling(format, spreadsheet, policy)
    source = Source(catalogue.current(), policy, object_type)
    columns = columns_of(source, params.fields)
    keys = keys_of(source, params.sort or (default_sort(policy, object_type),))
    walk = walk_of(source, condition_of(source, params, seeking="all"), keys)
    count = len(walk)
    if format == "xlsx" and count > workbook.MOST_ROWS:
        message = _("A sheet holds %(most_rows)s rows. Narrow the list, or take CSV.") % {
            "most_rows": grouped(workbook.MOST_ROWS)
        }
        raise Invalid.at("format", "too_many", message)
    read = partial(rows_of, source, reached=source.base_condition(trash=params.trash), walk=walk)
    bodies: dict[str, Body] = {
        "csv": partial(_csv, spelling),
        "xlsx": partial(_xlsx, policy),
        "json": _json,
    }
    body = bodies[format](source, columns, read)
    note_stream(object_name, count)
    with transaction.atomic():
        _note(actor, object_name, format, count, columns, params)
    name = f"{object_name}-{timezone.localdate().isoformat()}.{format}"
    return Export(name, _MEDIA[format], count, body)


def _spelling(format: str, spreadsheet: str, policy: Policy) -> delimited.Spelling:
    if not spreadsheet:
        return delimited.PLAIN
    if format != "csv" or spreadsheet not in delimited.SPREADSHEETS:
        message = _(
            "“spreadsheet” goes with the format csv. It is a separator and a decimal mark:"
            " “,.”, “;,” or “;.”."
        )
        raise Malformed(message)
    return replace(delimited.SPREADSHEETS[spreadsheet], zone=zone_of(policy.user_id))


def _note(
    actor: Actor,
    object_name: str,
    format: str,
    count: int,
    columns: list[Column],
    params: ListParams,
) -> None:
    said = {
        "format": format,
        "count": count,
        "fields": [one.path for one in columns],
        "filter": _filter_of(params),
        "search": params.search.strip() or None,
        "sort": list(params.sort) or None,
        "trash": params.trash or None,
    }
    changes = {name: [None, value] for name, value in said.items() if value is not None}
    record(actor=actor, action="export", object=object_name, changes=changes)


def _filter_of(params: ListParams) -> Any:
    """Both ways of saying a filter, in the full language as far as that needs no knowledge."""
    short = [{"field": name, "value": value} for name, value in params.short.items()]
    if not short:
        return params.filter
    return {"and": [*([params.filter] if params.filter is not None else []), *short]}


def _csv(
    spelling: delimited.Spelling, source: Source, columns: list[Column], read: Read
) -> Iterator[bytes]:
    return delimited.body(columns, read([delimited.line(columns, spelling)]), spelling)


def _xlsx(policy: Policy, source: Source, columns: list[Column], read: Read) -> Iterator[bytes]:
    chosen = [Fragment(sql) for sql in workbook.values(columns)]
    zone = zone_of(policy.user_id)
    return workbook.body(source.object_type.name, columns, read(chosen), zone)


def _json(source: Source, columns: list[Column], read: Read) -> Iterator[bytes]:
    projection = project(source, [one.path for one in columns])
    chosen = [Fragment(sql) for sql in projection.columns] or [Fragment("NULL")]
    records = (projection.record(row) for rows in read(chosen) for row in rows)
    return _array(records)


def _array(records: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """One record a line, so that programs may read it line by line, too."""
    held: list[bytes] = []
    before = b"[\n"
    for one in records:
        held.append(before + orjson.dumps(one, default=as_json, option=orjson.OPT_UTC_Z))
        before = b",\n"
        if len(held) >= _PIECE:
            yield b"".join(held)
            held = []
    yield b"".join(held) + (b"[" if before == b"[\n" else b"\n") + b"]\n"
