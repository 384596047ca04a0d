"""Who has a record open."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import single
from api.v1.records import operations, schemas
from api.v1.records.views import RecordEndpoint
from crm_core.records import catalogue, selectors
from freehold.live import presence


class RecordPresence(RecordEndpoint):
    described_by = staticmethod(operations.presence)

    def put(self, request: Request, object_name: str, record_id: UUID) -> Response:
        said = self.body(schemas.LOOK)
        selectors.get_record(object_name, record_id, actor=self.actor, fields=["id"])
        others = presence.look(
            object_name,
            record_id,
            actor=self.actor,
            tab=said.get("tab", ""),
            editing=said.get("editing", False),
        )
        return Response({"people": presence.as_json(others)})

    def delete(self, request: Request, object_name: str, record_id: UUID) -> Response:
        catalogue.current().object(object_name)
        tab = single(request.query_params).get("tab", "")
        presence.leave(object_name, record_id, actor=self.actor, tab=tab)
        return Response(status=204)
