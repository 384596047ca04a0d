"""Support at a workspace's own host."""

from typing import Any, ClassVar, cast

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.entrance import Entrance
from api.openapi.operations import Answer, reading, writing
from api.v1.settings.requests import moment
from api.v1.support import schemas
from crm_core.records.policy import require_right
from freehold.errors import Forbidden
from freehold.identity import support as held
from tenants.console import support

_TAG = "Support"


class SupportOverview(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "getSupport", "Whether support may sign in, and who did", _TAG, schemas.OVERVIEW
        )
    }

    def get(self, request: Request) -> Response:
        require_right(self.actor, "settings")
        return Response(support.support_here())


class Consent(Endpoint):
    operations: ClassVar = {
        "put": writing(
            "allowSupport",
            "Let support sign in until a moment",
            _TAG,
            Answer(schemas.OVERVIEW),
            body=schemas.GIVE,
        ),
        "delete": writing(
            "withdrawSupport",
            "Let support in no more; whoever is in is out",
            _TAG,
            Answer(schemas.OVERVIEW),
        ),
    }

    def put(self, request: Request) -> Response:
        self._refuse_support()
        given = self.body()
        until = moment(given, "until")
        assert until is not None
        support.give_consent(actor=self.actor, until=until, writes=given.get("writes", False))
        return Response(support.support_here())

    def delete(self, request: Request) -> Response:
        self._refuse_support()
        support.withdraw_consent(actor=self.actor)
        return Response(support.support_here())

    def _refuse_support(self) -> None:
        require_right(self.actor, "settings")
        if held.support_of(self.request.session) is not None:
            raise Forbidden(_("Only people of this workspace allow support, not support itself."))


class SupportEnd(Endpoint):
    operations: ClassVar = {
        "post": writing("endSupport", "End a support session", _TAG, Answer(schemas.OVERVIEW))
    }

    def post(self, request: Request, session_id: Any) -> Response:
        require_right(self.actor, "settings")
        support.end_session(session_id, actor=self.actor)
        return Response(support.support_here())


class SupportEnter(Entrance):
    counted_as = "support"
    operations: ClassVar = {
        "post": writing(
            "enterSupport",
            "Begin a support session with the token of an operator",
            _TAG,
            Answer(schemas.HELD, description="This browser is signed in for a while."),
            body=schemas.ENTER,
            public=True,
        )
    }

    def post(self, request: Request) -> Response:
        found = support.enter(request, self.body()["token"])
        return Response(found.as_json())


class SupportLeave(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "leaveSupport",
            "End one's own support session",
            _TAG,
            Answer(status=204, description="This browser is signed out."),
        )
    }

    def post(self, request: Request) -> Response:
        found = held.support_of(request.session)
        if found is None:
            raise Forbidden(_("This is no support session."))
        support.end_session(found.id, actor=self.actor)
        cast(Any, request.session).flush()
        return Response(status=204)
