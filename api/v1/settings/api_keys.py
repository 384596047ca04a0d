"""API keys: shown once when made, revoked for good."""

from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, reading, writing
from api.v1.settings.requests import moment
from crm_core.access.selectors import keys as selectors
from crm_core.access.services import people
from freehold.errors import NotFound

_TAG = "API keys"
_KEY_FIELDS = {
    "id": shapes.uuid(),
    "name": shapes.text(),
    "prefix": shapes.text("The beginning of the key, to tell it from others."),
    "user": shapes.REFERENCE,
    "scopes": shapes.array(shapes.text()),
    "created_at": shapes.moment(),
    "expires_at": shapes.nullable(shapes.moment()),
    "last_used_at": shapes.nullable(shapes.moment()),
    "revoked_at": shapes.nullable(shapes.moment()),
}
KEY = shapes.answer("ApiKey", _KEY_FIELDS)
_MADE = shapes.answer(
    "NewlyMadeApiKey", {**_KEY_FIELDS, "key": shapes.text("The key itself: shown this once.")}
)
_NEW_KEY = shapes.body(
    "NewApiKey",
    {
        "name": shapes.text(max_length=100),
        "scopes": shapes.array(
            shapes.text(), "`all`, `read`, `<object>.read`, `<object>.write`", max_items=100
        ),
        "expires_at": shapes.nullable(shapes.moment()),
    },
    required=["name"],
    example={"name": "Reporting", "scopes": ["read"]},
)


class ApiKeyCollection(Endpoint):
    shows_secret = True
    operations: ClassVar = {
        "get": reading(
            "listApiKeys", "The keys that you may manage", _TAG, shapes.listing("ApiKeyList", KEY)
        ),
        "post": creating(
            "createApiKey",
            "Make a key of your own",
            _TAG,
            _MADE,
            _NEW_KEY,
            description="The answer isn't kept: with an Idempotency-Key, a repetition gives 409.",
        ),
    }

    def get(self, request: Request) -> Response:
        return Response({"results": selectors.api_keys(self.actor), "next": None})

    def post(self, request: Request) -> Response:
        wanted = self.body()
        key, text = people.create_api_key(
            actor=self.actor,
            name=wanted["name"],
            scopes=wanted.get("scopes", ["all"]),
            expires_at=moment(wanted, "expires_at"),
        )
        shown = {**selectors.shown(key), "key": text}
        return Response(shown, status=201, headers={"Location": f"/api/v1/api-keys/{key.id}/"})


class ApiKeyDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getApiKey", "One key", _TAG, KEY),
        "delete": writing(
            "revokeApiKey", "Revoke a key", _TAG, Answer(KEY, description="It is revoked.")
        ),
    }

    def get(self, request: Request, key_id: UUID) -> Response:
        for key in selectors.api_keys(self.actor):
            if key["id"] == str(key_id):
                return Response(key)
        raise NotFound(_("There is no such API key."))

    def delete(self, request: Request, key_id: UUID) -> Response:
        key = people.revoke_api_key(actor=self.actor, key_id=key_id)
        return Response(selectors.shown(key))
