"""Who may see one record, why, and with whom it is shared."""

from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.paging import single
from api.v1.records import access_schemas, operations
from api.v1.records.views import RecordEndpoint, optional_uuid
from crm_core.access import selectors
from crm_core.access.services import shares
from freehold.errors import Invalid


class RecordAccess(RecordEndpoint):
    described_by = staticmethod(operations.access)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        user = optional_uuid(single(request.query_params), "user")
        return Response(selectors.explanation(self.actor, object_name, record_id, user))


class RecordViewers(RecordEndpoint):
    described_by = staticmethod(operations.viewers)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        after = optional_uuid(single(request.query_params), "cursor")
        found, following = selectors.viewers(self.actor, object_name, record_id, after=after)
        return Response({"results": found, "next": str(following) if following else None})


class RecordShares(RecordEndpoint):
    described_by = staticmethod(operations.shares)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        return self._shares(object_name, record_id)

    def post(self, request: Request, object_name: str, record_id: UUID) -> Response:
        wanted = self.body(access_schemas.NEW_SHARE)
        ends = wanted.get("expires_at")
        expires_at = parse_datetime(ends) if ends else None
        if ends and (expires_at is None or expires_at.tzinfo is None):
            raise Invalid.at("expires_at", "format", _("Give a time such as 2026-03-31T09:30:00Z."))
        shares.share_record(
            actor=self.actor,
            object_name=object_name,
            record_id=record_id,
            user_id=optional_uuid(wanted, "user"),
            team_id=optional_uuid(wanted, "team"),
            access=wanted.get("access", "read"),
            expires_at=expires_at,
        )
        return self._shares(object_name, record_id, status=201)

    def delete(self, request: Request, object_name: str, record_id: UUID) -> Response:
        given = {**self.values, **single(request.query_params)}
        shares.unshare_record(
            actor=self.actor,
            object_name=object_name,
            record_id=record_id,
            user_id=optional_uuid(given, "user"),
            team_id=optional_uuid(given, "team"),
        )
        return self._shares(object_name, record_id)

    def _shares(self, object_name: str, record_id: UUID, *, status: int = 200) -> Response:
        found = selectors.shares(self.actor, object_name, record_id)
        may_share = shares.may_share(self.actor, object_name, record_id)
        return Response({"results": found, "may_share": may_share}, status=status)
