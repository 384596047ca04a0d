"""That something changed: as a stream of events, or when one asks."""

import hashlib
from typing import ClassVar

import orjson
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import USUAL, Answer, Operation
from crm_core.records import catalogue
from crm_core.records.policy import policy_for
from freehold.context import current_tenant
from freehold.identity.actor import Actor
from freehold.live import handover, signals
from freehold.live.endings import session_mark
from freehold.live.streams import Ticket
from tenants import flags
from tenants.choices import WORKING

_TAG = "Live"
_TOKENS = shapes.answer(
    "Changes",
    {
        "changes": shapes.mapping(
            shapes.text(), "Object → a token that differs after each change of its records."
        ),
        "workspace": shapes.text("Its state: `active`, `trial`, `past_due`, `suspended`, …"),
    },
)
_EVENTS = (
    "`state` comes first, then one `changed` for each change: both give objects and tokens, as "
    "/api/v1/changes/ does, never records or values: fetch what you show anew. `presence` names a "
    "record that you have open and where people came or went. `end` says why the stream ends."
)


class Changes(Endpoint):
    operations: ClassVar = {
        "get": Operation(
            "getChanges",
            "Which objects changed since you asked last",
            _TAG,
            (
                Answer(_TOKENS, headers=("ETag",)),
                Answer(None, 304, "Nothing changed since the answer whose ETag you sent."),
            ),
            description="Cheap to ask every few seconds with `If-None-Match`.",
        )
    }

    def get(self, request: Request) -> Response:
        seen = readable_objects(self.actor)
        found = {name: one for name, one in sorted(signals.tokens().items()) if name in seen}
        answer = {"changes": found, "workspace": str(current_tenant().state)}
        tag = f'"{hashlib.sha256(orjson.dumps(answer)).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        return Response(answer, headers={"ETag": tag})


class Live(Endpoint):
    operations: ClassVar = {
        "get": Operation(
            "getLive",
            "Be told of changes as they happen",
            _TAG,
            (
                Answer(
                    shapes.text(_EVENTS),
                    description="Server-sent events, until one side ends it.",
                    media_type="text/event-stream",
                ),
                Answer(None, 204, "There is no stream here or now: ask /api/v1/changes/."),
            ),
            description="With 503 all places are taken: ask /api/v1/changes/ and come again later.",
            refusals=USUAL,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        possible = flags.is_on("live_streams") and handover.is_possible(request.META)
        if not possible or current_tenant().state not in WORKING:
            return HttpResponse(status=204)
        handover.ask_for_stream(request.META, _ticket(request, self.actor))
        headers = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
        return HttpResponse(content_type="text/event-stream", headers=headers)


def _ticket(request: Request, actor: Actor) -> Ticket:
    key = request.session.session_key if request.auth is None else None
    return Ticket(
        channel=signals.channel(),
        tokens=signals.tokens_key(),
        user=str(actor.user_id),
        session=session_mark(key) if key else "",
        objects=readable_objects(actor),
        workspace=str(current_tenant().state),
    )


def readable_objects(actor: Actor) -> frozenset[str]:
    policy = policy_for(actor)
    return frozenset(name for name in catalogue.current().objects if policy.can(name, "read"))
