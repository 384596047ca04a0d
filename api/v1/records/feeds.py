"""What happened to one record: its timeline and its audit trail."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import limit, single
from api.v1.records import operations
from api.v1.records.views import RecordEndpoint
from crm_core.activities.selectors.timeline import timeline
from crm_core.records import selectors


class RecordTimeline(RecordEndpoint):
    described_by = staticmethod(operations.timeline)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        given = single(request.query_params)
        kinds = [kind for kind in given.get("kinds", "").split(",") if kind]
        feed = timeline(
            object_name,
            record_id,
            actor=self.actor,
            cursor=given.get("cursor") or None,
            kinds=kinds or None,
            limit=limit(given),
        )
        return Response(feed)


class RecordAudit(RecordEndpoint):
    described_by = staticmethod(operations.audit)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        given = single(request.query_params)
        trail = selectors.audit_trail(
            actor=self.actor,
            object_name=object_name,
            record_id=record_id,
            cursor=given.get("cursor") or None,
            limit=limit(given),
        )
        return Response(trail)
