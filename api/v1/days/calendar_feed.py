"""The secret address of one's own calendar: shown once when made."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, reading, writing
from crm_core.activities.services import feeds

_TAG = "Calendar"
_FIELDS = {"enabled": shapes.boolean(), "created_at": shapes.nullable(shapes.moment())}
_FEED = shapes.answer("CalendarFeed", _FIELDS)
_MADE = shapes.answer(
    "NewCalendarFeed", {**_FIELDS, "address": shapes.text("Secret, and shown this once.")}
)


class CalendarFeed(Endpoint):
    shows_secret = True
    operations: ClassVar = {
        "get": reading("getCalendarFeed", "Whether your calendar has an address", _TAG, _FEED),
        "post": writing(
            "renewCalendarFeed",
            "Make a new address of your calendar",
            _TAG,
            Answer(_MADE, description="The new address; the former one leads nowhere."),
        ),
        "delete": writing(
            "endCalendarFeed",
            "Take the address of your calendar away",
            _TAG,
            Answer(status=204, description="It leads nowhere any more."),
        ),
    }

    def get(self, request: Request) -> Response:
        return Response(feeds.feed_of(actor=self.actor))

    def post(self, request: Request) -> Response:
        token = feeds.renew_feed(actor=self.actor)
        address = request.build_absolute_uri(f"/feeds/calendar/{token}.ics")
        return Response({**feeds.feed_of(actor=self.actor), "address": address})

    def delete(self, request: Request) -> Response:
        feeds.end_feed(actor=self.actor)
        return Response(status=204)
