"""The browsers that one is signed in with."""

from typing import ClassVar

from django.utils.translation import gettext
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, reading, writing
from freehold.errors import Forbidden
from freehold.identity import sessions
from freehold.identity.actor import Actor
from freehold.identity.models import ApiKey

_TAG = "Workspace"
SESSION = shapes.answer(
    "Session",
    {
        "id": shapes.integer(),
        "user_agent": shapes.text("What the browser says of itself."),
        "ip": shapes.text("From where it signed in."),
        "created_at": shapes.moment("When it signed in."),
        "last_seen_at": shapes.moment("To the minute."),
        "current": shapes.boolean("It is the one that asks."),
    },
)
_SESSIONS = shapes.listing("SessionList", SESSION)


class SessionEndpoint(Endpoint):
    """Browsers only: a key that got about must not end its owner's sessions."""

    def person(self) -> tuple[Actor, str]:
        """Who asks, and the key of their session."""
        if isinstance(self.request.auth, ApiKey):
            raise Forbidden(
                gettext("Only a person who is signed in can see their sessions, not a key.")
            )
        return self.actor, self.request.session.session_key or ""

    def listed(self) -> Response:
        actor, current = self.person()
        assert actor.user_id is not None
        found = sessions.sessions_of(actor.user_id, current=current)
        return Response({"results": found, "next": None})


class SessionCollection(SessionEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("listSessions", "Where you are signed in", _TAG, _SESSIONS),
        "delete": writing(
            "endOtherSessions",
            "Sign out everywhere but here",
            _TAG,
            Answer(_SESSIONS, description="What is left: this one."),
        ),
    }

    def get(self, request: Request) -> Response:
        return self.listed()

    def delete(self, request: Request) -> Response:
        actor, current = self.person()
        sessions.end_other_sessions(actor=actor, current=current)
        return self.listed()


class SessionDetail(SessionEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "delete": writing("endSession", "Sign out there", _TAG, Answer(None, 204, "It has ended.")),
    }

    def delete(self, request: Request, session_id: int) -> Response:
        actor, _ = self.person()
        sessions.end_session(session_id, actor=actor)
        return Response(status=204)
