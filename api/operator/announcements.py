"""Operators tell the people of tenants something, for a while."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi import shapes
from api.openapi.operations import Answer, creating, reading, writing
from api.operator.views import OperatorEndpoint
from api.v1.settings.requests import moment
from api.v1.workspace.schemas import ANNOUNCED
from tenants.console import announcements
from tenants.console.announced import MOMENTS
from tenants.console.models import Audience

_TAG = "Announcements"
_CHOSEN = shapes.array(
    shapes.text(max_length=40),
    "Plans, regions or addresses of tenants, as `audience` says.",
    max_items=500,
)
_AUDIENCE = shapes.choice(*Audience.values, description="Who is told.")
_SHOWN = shapes.answer(
    "Announcement",
    {
        **ANNOUNCED,
        "audience": _AUDIENCE,
        "chosen": _CHOSEN,
        "created_by": shapes.text(),
        "created_at": shapes.moment(),
    },
)
_GIVEN: dict[str, Any] = {
    **{name: shape for name, shape in ANNOUNCED.items() if name != "id"},
    "audience": _AUDIENCE,
    "chosen": _CHOSEN,
}
_NEW = shapes.body(
    "NewAnnouncement",
    _GIVEN,
    required=["texts", "shown_until"],
    example={
        "texts": {"en": "We update the database tonight."},
        "level": "maintenance",
        "shown_until": "2027-01-31T23:00:00Z",
    },
)
_CHANGE = shapes.body("AnnouncementChange", _GIVEN, example={"dismissible": False})


class Announcements(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "listAnnouncements",
            "What the people of tenants are told, were told or will be told",
            _TAG,
            shapes.listing("Announcements", _SHOWN),
        ),
        "post": creating("createAnnouncement", "Tell people something", _TAG, _SHOWN, _NEW),
    }

    def get(self, request: Request) -> Response:
        return Response({"results": announcements.list_announcements()})

    def post(self, request: Request) -> Response:
        made = announcements.create_announcement(_with_moments(self.body()), actor=self.actor)
        place = f"/api/v1/operator/announcements/{made['id']}/"
        return Response(made, status=201, headers={"Location": place})


class AnnouncementDetail(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getAnnouncement", "One announcement", _TAG, _SHOWN),
        "patch": writing(
            "changeAnnouncement", "Change what is told", _TAG, Answer(_SHOWN), body=_CHANGE
        ),
        "delete": writing(
            "deleteAnnouncement",
            "Tell it no longer",
            _TAG,
            Answer(status=204, description="It is gone."),
        ),
    }

    def get(self, request: Request, announcement_id: UUID) -> Response:
        return Response(announcements.show_announcement(announcement_id))

    def patch(self, request: Request, announcement_id: UUID) -> Response:
        given = _with_moments(self.body())
        return Response(announcements.change_announcement(announcement_id, given, actor=self.actor))

    def delete(self, request: Request, announcement_id: UUID) -> Response:
        announcements.delete_announcement(announcement_id, actor=self.actor)
        return Response(status=204)


def _with_moments(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, **{name: moment(given, name) for name in MOMENTS if name in given}}
