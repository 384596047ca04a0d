"""Several records made into one, and those that are probably the same."""

from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import limit, single
from api.v1.records import operations, schemas
from api.v1.records.views import RecordEndpoint
from crm_core.records import selectors, services
from freehold.errors import Invalid

_USUAL, _MOST = 25, 100


class RecordMerge(RecordEndpoint):
    described_by = staticmethod(operations.merge)

    def post(self, request: Request, object_name: str) -> Response:
        wanted = self.body(schemas.MERGE)
        survivor, others = UUID(wanted["survivor"]), [UUID(one) for one in wanted["others"]]
        if wanted.get("dry_run"):
            told = services.preview_merge(object_name, survivor, others, actor=self.actor)
            return Response(told)
        merged = services.merge_records(
            object_name,
            survivor,
            others,
            values={name: UUID(one) for name, one in wanted.get("values", {}).items()},
            versions={_id(one): number for one, number in wanted.get("versions", {}).items()},
            actor=self.actor,
        )
        return Response({"record": merged.record, "undo": merged.undo, "moved": merged.moved})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid.at("versions", "invalid", _("Name the records by their ids.")) from error


class RecordDuplicates(RecordEndpoint):
    described_by = staticmethod(operations.duplicates)

    def get(self, request: Request, object_name: str) -> Response:
        given = single(request.query_params)
        found = selectors.duplicate_groups(
            object_name,
            actor=self.actor,
            cursor=given.get("cursor") or None,
            limit=limit(given, default=_USUAL, most=_MOST),
        )
        return Response(found)

    def post(self, request: Request, object_name: str) -> Response:
        wanted = self.body(schemas.APART)
        services.tell_apart(
            object_name,
            [UUID(one) for one in wanted["ids"]],
            different=wanted.get("different", True),
            actor=self.actor,
        )
        return Response(status=204)
