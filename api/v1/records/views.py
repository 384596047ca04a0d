"""Lists and records of every object."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.etag import etag, expected_version
from api.openapi.operations import Operation
from api.paging import limit, list_params, names, single
from api.parsing import parse_json
from api.v1.records import boards, operations, schemas
from crm_core.records import selectors, services
from crm_core.records.query.subtotals import DEFAULT_GROUPS, MOST_GROUPS
from freehold.errors import Invalid, Malformed

_COLUMNS = frozenset({"group", "stage"})
_GROUPING = frozenset({"group_by", "sums", "order"})


class RecordEndpoint(Endpoint):
    """An endpoint of one object: which, the address says."""

    described_by: ClassVar["staticmethod[[Mapping[str, Any]], Mapping[str, Operation]]"]

    @classmethod
    def describe(cls, subject: Mapping[str, Any] | None = None) -> Mapping[str, Operation]:
        return cls.described_by(subject) if subject is not None else {}


class RecordCollection(RecordEndpoint):
    described_by = staticmethod(operations.collection)

    def get(self, request: Request, object_name: str) -> Response:
        params = list_params(request.query_params)
        page = selectors.list_records(object_name, actor=self.actor, params=params)
        shown: dict[str, Any] = {
            "results": page.results,
            "next": page.next,
            "previous": page.previous,
            "count": page.count,
        }
        if page.merged_into is not None:
            shown["merged_into"] = page.merged_into
        return Response({**shown, "count_is_estimate": True} if page.count_is_estimate else shown)

    def post(self, request: Request, object_name: str) -> Response:
        record = services.create_record(object_name, self.values, actor=self.actor)
        place = f"/api/v1/{object_name}/{record['id']}/"
        return Response(record, status=201, headers={"Location": place, **etag(record)})


class RecordDetail(RecordEndpoint):
    described_by = staticmethod(operations.detail)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        params = list_params(request.query_params)
        whole = params.fields is None and not params.trash
        record = selectors.get_record(
            object_name,
            record_id,
            actor=self.actor,
            fields=params.fields,
            trash=params.trash,
            allow=whole,
        )
        if whole:
            self._allow(record.pop("allow"))
        return Response(record, headers=etag(record))

    def _allow(self, verbs: Collection[str]) -> None:
        """The header names what this caller may do to this record, not what others may."""
        kept_back = {"PATCH": "update" not in verbs, "DELETE": "delete" not in verbs}
        allowed = [method for method in self.allowed_methods if not kept_back.get(method)]
        self.headers["Allow"] = ", ".join(allowed)

    def patch(self, request: Request, object_name: str, record_id: UUID) -> Response:
        saved = services.update_record(
            object_name,
            record_id,
            self.values,
            actor=self.actor,
            if_version=expected_version(request),
        )
        headers = etag(saved.record)
        if saved.undo:
            headers["Undo-Token"] = str(saved.undo)
        return Response(saved.record, headers=headers)

    def delete(self, request: Request, object_name: str, record_id: UUID) -> Response:
        trashed = services.trash_record(
            object_name, record_id, actor=self.actor, if_version=expected_version(request)
        )
        shown = {"id": trashed.id, "deleted_at": trashed.deleted_at, "undo": trashed.undo}
        return Response(shown)


class RecordRestore(RecordEndpoint):
    described_by = staticmethod(operations.restore)

    def post(self, request: Request, object_name: str, record_id: UUID) -> Response:
        record = services.restore_record(object_name, record_id, actor=self.actor)
        return Response(record, headers=etag(record))


class RecordPurge(RecordEndpoint):
    described_by = staticmethod(operations.purge)

    def post(self, request: Request, object_name: str, record_id: UUID) -> Response:
        services.purge_record(object_name, record_id, actor=self.actor)
        return Response(status=204)


class RecordBulk(RecordEndpoint):
    described_by = staticmethod(operations.bulk)

    def post(self, request: Request, object_name: str) -> Response:
        wanted = self.body(schemas.BULK)
        if ("ids" in wanted) == ("filter" in wanted):
            raise Invalid.at("ids", "one_of", _("Name the records by “ids” or by “filter”."))
        chosen: dict[str, Any] = {
            "actor": self.actor,
            "ids": [UUID(one) for one in wanted["ids"]] if "ids" in wanted else None,
            "params": _meant(wanted) if "filter" in wanted else None,
            "values": wanted.get("values"),
            "exclude": frozenset(UUID(one) for one in wanted.get("exclude", ())),
        }
        if wanted.get("dry_run"):
            return Response(services.preview_bulk(object_name, wanted["action"], **chosen))
        result = services.bulk_change(
            object_name, wanted["action"], partial=wanted.get("partial", False), **chosen
        )
        shown = {name: getattr(result, name) for name in schemas.BULK_DONE["required"]}
        return Response(shown, status=202 if result.job else 200)


def _meant(wanted: Mapping[str, Any]) -> selectors.ListParams:
    return selectors.ListParams(filter=wanted["filter"], search=wanted.get("search", ""))


class RecordsAlike(RecordEndpoint):
    described_by = staticmethod(operations.alike)

    def get(self, request: Request, object_name: str) -> Response:
        values = parse_json(single(request.query_params).get("values") or "{}")
        if not isinstance(values, dict):
            raise Malformed(_("“values” is an object of fields and their values."))
        found = selectors.records_alike(object_name, values, actor=self.actor)
        return Response({"results": found})


class RecordGroups(RecordEndpoint):
    described_by = staticmethod(operations.groups)

    def get(self, request: Request, object_name: str) -> Response:
        given = single(request.query_params)
        sized = {name: value for name, value in given.items() if name == "limit"}
        params = selectors.GroupParams(
            group_by=given.get("group_by", ""),
            rows=list_params(request.query_params, also=_GROUPING, most=MOST_GROUPS),
            sums=names(given["sums"]) if "sums" in given else None,
            order=given.get("order") or "value",
            limit=limit(sized, default=DEFAULT_GROUPS, most=MOST_GROUPS),
        )
        return Response(selectors.group_records(object_name, actor=self.actor, params=params))


class RecordBoard(RecordEndpoint):
    described_by = staticmethod(boards.board)

    def get(self, request: Request, object_name: str) -> Response:
        given = single(request.query_params)
        params = selectors.RecordBoardParams(
            group=given.get("group", ""),
            stage=given.get("stage"),
            rows=replace(list_params(request.query_params, also=_COLUMNS), trash=False),
        )
        return Response(selectors.record_board(object_name, actor=self.actor, params=params))


def optional_uuid(given: Mapping[str, Any], name: str) -> UUID | None:
    """The id given under this name; Malformed when it is none."""
    text = given.get(name)
    if not text:
        return None
    try:
        return UUID(str(text))
    except ValueError as error:
        message = _("“%(name)s” holds no id. Give that of one that exists, or leave it out.")
        raise Malformed(message % {"name": name}) from error
