"""The workspace's trail: read, taken out as a file, and how its chain stands."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar

import orjson
from django.http import FileResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, query, reading, writing
from api.paging import limit, single
from api.v1.records.views import optional_uuid
from api.v1.workspace import schemas
from crm_core.records import selectors
from crm_core.records.selectors.trail import export_trail
from crm_core.records.selectors.trail_filters import GROUPS, TrailFilter
from crm_core.records.services.trail import start_verification, state_of_trail
from crm_core.transfer.selectors.files import safe
from freehold.errors import Malformed

_TAG = "Audit"
_FILTERS = (
    query("actor", shapes.uuid(), "What this user did."),
    query("about", shapes.uuid(), "What happened to this record, user or setting."),
    query("group", shapes.choice(*GROUPS), "Only actions of this kind."),
    query("action", shapes.text(), "Only this action."),
    query("object", shapes.text(), "Only of this object."),
    query("field", shapes.text(), "Only changes and views of this field of `object`."),
    query("search", shapes.text(max_length=200), "In the names of people and records."),
    query("since", shapes.moment(), "Not before this time."),
    query("until", shapes.moment(), "Before this time."),
)
_IN_MEMORY = 1024 * 1024
_PROBLEM = shapes.record(
    "AuditProblem",
    {
        "kind": shapes.text(
            "changed, removed, inserted, seal_changed, seal_removed, cut, unsigned"
        ),
        "message": shapes.text(),
        "entry": shapes.nullable(shapes.integer()),
        "seal": shapes.nullable(shapes.integer()),
    },
    required=["kind", "message"],
)
_STATE = shapes.answer(
    "AuditState",
    {
        "state": shapes.choice("intact", "broken", "unverified"),
        "verified_at": shapes.nullable(shapes.moment()),
        "verified_entries": shapes.integer(),
        "problems": shapes.array(_PROBLEM),
        "sealed_entries": shapes.integer(),
        "sealed_at": shapes.nullable(shapes.moment()),
        "sealed_up_to": shapes.nullable(shapes.moment("The time of the newest sealed entry.")),
        "waiting_entries": shapes.integer("Not sealed yet; counted up to 10,000."),
        "head": shapes.nullable(
            shapes.answer("AuditHead", {"number": shapes.integer(), "hash": shapes.text()})
        ),
        "protected": shapes.boolean("The application's database role can't change the trail."),
        "verifying": shapes.boolean("A check runs now."),
    },
)


class Audit(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "listAudit",
            "Who did what in the workspace, newest first",
            _TAG,
            schemas.AUDIT,
            parameters=(said.CURSOR, said.LIMIT, *_FILTERS),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        trail = selectors.audit_trail(
            actor=self.actor,
            cursor=given.get("cursor") or None,
            limit=limit(given),
            only=_filter(given),
        )
        return Response(trail)


class AuditExport(Endpoint):
    """Written before it is sent: what is sent later has no tenant."""

    operations: ClassVar[dict[str, Operation]] = {
        "get": Operation(
            "exportAudit",
            "The trail as CSV; the export itself is recorded in it",
            _TAG,
            (Answer({"type": "string"}, media_type="text/csv", description="The entries."),),
            parameters=_FILTERS,
            description="Needs the rights `audit` and `export`.",
            refusals=(400, 401, 403, 404, 422, 429, 503),
        )
    }

    def get(self, request: Request) -> FileResponse:
        entries = export_trail(actor=self.actor, only=_filter(single(request.query_params)))
        written = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
        written.write(b"\xef\xbb\xbf" + _line(_header()))
        for one in entries:
            written.write(_line(_cells(one)))
        written.seek(0)
        return FileResponse(
            written, as_attachment=True, filename="audit.csv", content_type="text/csv"
        )


class AuditState(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "getAuditState", "How far the trail is sealed, and what its check found", _TAG, _STATE
        )
    }

    def get(self, request: Request) -> Response:
        return Response(state_of_trail(actor=self.actor))


class AuditVerify(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "verifyAudit",
            "Check the whole trail now, in the background",
            _TAG,
            Answer(_STATE, 202, "The check has been started."),
        )
    }

    def post(self, request: Request) -> Response:
        return Response(start_verification(actor=self.actor), status=202)


def _header() -> list[str]:
    """In the reader's language, as the fields in the file are."""
    return [
        pgettext("column", "time"),
        pgettext("column", "user"),
        pgettext("column", "user id"),
        pgettext("column", "source"),
        pgettext("column", "action"),
        pgettext("column", "object"),
        pgettext("column", "record"),
        pgettext("column", "record id"),
        pgettext("column", "field"),
        pgettext("column", "from"),
        pgettext("column", "to"),
        pgettext("column", "request"),
    ]


def _cells(one: Mapping[str, Any]) -> list[str]:
    changes = [part for change in one["changes"] for part in change.get("parts", [change])]
    told = [
        "; ".join(change["label"] for change in changes),
        "; ".join(_text(change["from"]) for change in changes),
        "; ".join(_text(change["to"]) for change in changes),
    ]
    head = [one["at"].isoformat(), one["actor"]["name"], str(one["actor"]["id"] or "")]
    record = [one["object"], one["record_name"], str(one["record_id"] or "")]
    return [*head, one["source"], one["action"], *record, *told, one["request_id"]]


def _text(value: Any) -> str:
    if isinstance(value, str) or value is None:
        return value or ""
    if isinstance(value, dict) and "name" in value:
        return str(value["name"] or "")
    return orjson.dumps(value, default=str).decode()


def _line(cells: Any) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerow([safe(cell) for cell in cells])
    return held.getvalue().encode()


def _filter(given: dict[str, str]) -> TrailFilter:
    return TrailFilter(
        actor_id=optional_uuid(given, "actor"),
        about_id=optional_uuid(given, "about"),
        action=given.get("action", ""),
        group=given.get("group", ""),
        object=given.get("object", ""),
        field=given.get("field", ""),
        search=given.get("search", ""),
        since=_time(given, "since"),
        until=_time(given, "until"),
    )


def _time(given: dict[str, str], name: str) -> datetime | None:
    text = given.get(name)
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
        # PostgreSQL knows fewer zones than ISO 8601, and fewer years than some of them reach.
        at = found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise Malformed(_("“%(name)s” is a time such as 2026-03-31T09:30:00Z.") % {"name": name})
    return at
