"""One's own notifications, and how one is told."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, query, reading, writing
from api.paging import flag, limit, single
from api.v1.records.views import optional_uuid
from crm_core.notices.choices import Channel, NoticeKind
from crm_core.notices.selectors import listing
from crm_core.notices.services.choosing import choose
from crm_core.notices.services.reading import mark_read
from crm_core.notices.settings import channels_of, wants_digest
from freehold.errors import NotSignedIn
from freehold.identity.lookups import user_by_id
from freehold.identity.models import User

_TAG = "Notifications"
_JOB = shapes.record(
    "NotificationJob",
    {
        "job": shapes.text("Its kind, such as `transfer.import`."),
        "id": shapes.uuid(),
        "state": shapes.choice("done", "failed", "cancelled"),
        "done": shapes.integer("Records that it has gone through."),
        "import": shapes.uuid("The import, where it is one."),
    },
    required=["job", "state"],
)
NOTIFICATION = shapes.answer(
    "Notification",
    {
        "id": shapes.uuid(),
        "kind": shapes.choice(*NoticeKind.values),
        "text": shapes.text("A sentence in the reader's language."),
        "object": shapes.nullable(shapes.text("Null for a job.")),
        "record": shapes.nullable(shapes.REFERENCE),
        "actor": shapes.nullable(shapes.REFERENCE),
        "job": shapes.nullable(_JOB),
        "webhook": shapes.nullable(shapes.REFERENCE),
        "at": shapes.moment(),
        "read_at": shapes.nullable(shapes.moment()),
    },
)
_COUNT = shapes.answer(
    "UnreadNotifications",
    {"unread": shapes.integer(f"Counted up to {listing.MOST_COUNTED}.")},
)
_READ = shapes.body(
    "ReadNotifications",
    {
        "ids": shapes.array(shapes.uuid(), "Which; all of them without.", max_items=200),
        "read": shapes.boolean("False marks them as unread again."),
    },
    example={},
)
_KINDS = {kind: shapes.choice(*Channel.values) for kind in NoticeKind.values}
_SETTINGS = shapes.answer(
    "NotificationSettings",
    {
        "kinds": shapes.answer("NotificationChannels", _KINDS),
        "digest": shapes.boolean("A mail each morning about the day, if there is something."),
    },
)
_CHOICE = shapes.body(
    "NotificationSettingsChange",
    {
        "kinds": shapes.body("NotificationChannelsChange", _KINDS),
        "digest": shapes.boolean(),
    },
    example={"kinds": {"assigned": "email"}},
)


class Notifications(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listNotifications",
            "Your notifications, newest first",
            _TAG,
            shapes.listing("NotificationList", NOTIFICATION, paged=True),
            parameters=(
                query("unread", shapes.boolean(), "Only those that you have not read."),
                said.LIMIT,
                said.CURSOR,
            ),
            description="A page may hold fewer: what you may no longer see is left out.",
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        found = listing.list_notices(
            actor=self.actor,
            limit=limit(given),
            before=optional_uuid(given, "cursor"),
            unread=flag(given, "unread"),
        )
        return Response({"results": found.results, "next": found.next})


class UnreadNotifications(Endpoint):
    operations: ClassVar = {
        "get": reading("countUnreadNotifications", "How many are unread", _TAG, _COUNT)
    }

    def get(self, request: Request) -> Response:
        return Response({"unread": listing.count_unread(actor=self.actor)})


class ReadNotifications(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "readNotifications",
            "Mark notifications as read",
            _TAG,
            Answer(_COUNT, description="How many are unread now."),
            body=_READ,
        )
    }

    def post(self, request: Request) -> Response:
        wanted = self.body()
        ids = [UUID(one) for one in wanted["ids"]] if "ids" in wanted else None
        mark_read(ids, actor=self.actor, read=wanted.get("read", True))
        return Response({"unread": listing.count_unread(actor=self.actor)})


class NotificationSettings(Endpoint):
    operations: ClassVar = {
        "get": reading("getNotificationSettings", "How you are told", _TAG, _SETTINGS),
        "patch": writing(
            "updateNotificationSettings",
            "Choose how you are told",
            _TAG,
            Answer(_SETTINGS, description="What holds now."),
            body=_CHOICE,
        ),
    }

    def get(self, request: Request) -> Response:
        user = user_by_id(self.actor.user_id) if self.actor.user_id else None
        if user is None:
            raise NotSignedIn()
        return Response(_settings(user))

    def patch(self, request: Request) -> Response:
        return Response(_settings(choose(self.body(), actor=self.actor)))


def _settings(user: User) -> dict[str, object]:
    return {"kinds": channels_of(user.preferences), "digest": wants_digest(user.preferences)}
