"""Operators sign in as a tenant's user, by its consent."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi import shapes
from api.openapi.operations import Answer, query, reading, writing
from api.operator.views import OperatorEndpoint
from api.paging import single
from api.v1.support import schemas
from tenants.console import support

_TAG = "Support"
_SLUG = {"slug": "Its name in addresses."}


class TenantSupport(OperatorEndpoint):
    shows_secret = True
    operations: ClassVar = {
        "get": reading(
            "getTenantSupport",
            "Consent, users and support sessions of a tenant",
            _TAG,
            schemas.FACTS,
            parameters=(query("search", shapes.text(max_length=200), "In users' names."),),
            path_texts=_SLUG,
        ),
        "post": writing(
            "openSupport",
            "Ask for a session as a user of a tenant",
            _TAG,
            Answer(schemas.OPENED, 201, "Open the address within a minute."),
            body=schemas.OPEN,
            path_texts=_SLUG,
        ),
    }

    def get(self, request: Request, slug: str) -> Response:
        search = single(request.query_params).get("search", "")
        return Response(support.support_facts(slug, search))

    def post(self, request: Request, slug: str) -> Response:
        given = self.body()
        made, address = support.open_session(
            slug,
            actor=self.actor,
            user_id=UUID(given["user"]),
            reason=given["reason"],
            writes=given.get("writes", False),
        )
        told = {"id": str(made.id), "address": address, "until": made.until.isoformat()}
        return Response(told, status=201)


class TenantSupportEnd(OperatorEndpoint):
    operations: ClassVar = {
        "post": writing(
            "endTenantSupport",
            "End a support session",
            _TAG,
            Answer(status=204, description="It is over."),
            path_texts=_SLUG,
        )
    }

    def post(self, request: Request, slug: str, session_id: UUID) -> Response:
        support.end_from_console(slug, session_id, actor=self.actor)
        return Response(status=204)
