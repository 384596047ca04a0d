"""Operators switch features on for some tenants."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi import shapes
from api.openapi.operations import Answer, reading, writing
from api.operator.views import OperatorEndpoint
from tenants.console import flags

_TAG = "Feature flags"
_NAME = {"name": "Such as `live_streams`."}
_SLUGS = shapes.array(shapes.text(max_length=40), "Addresses of tenants.", max_items=500)
_SHOWN = shapes.answer(
    "FeatureFlag",
    {
        "name": shapes.text(),
        "description": shapes.text("What is different where it is on."),
        "used": shapes.boolean("Whether the code still asks for it."),
        "default": shapes.boolean("Whether it is on until somebody switches it."),
        "is_on": shapes.boolean("Off means off, for everybody."),
        "percent": shapes.integer("Of the tenants; ever the same ones, and more with more."),
        "included": _SLUGS | {"description": "On for them whatever the share."},
        "excluded": _SLUGS | {"description": "Off for them whatever the share."},
        "tenants_on": shapes.integer("For so many it is on now."),
        "tenants": shapes.integer("So many there are."),
        "changed_by": shapes.text(),
        "changed_at": shapes.nullable(shapes.moment()),
    },
)
_CHANGE = shapes.body(
    "FeatureFlagChange",
    {
        "is_on": shapes.boolean(),
        "percent": shapes.integer(minimum=0, maximum=100),
        "included": _SLUGS,
        "excluded": _SLUGS,
    },
    example={"is_on": True, "percent": 10, "included": ["acme"]},
)


class FeatureFlags(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "listFeatureFlags",
            "Every feature flag, and for whom it is on",
            _TAG,
            shapes.listing("FeatureFlags", _SHOWN),
        )
    }

    def get(self, request: Request) -> Response:
        return Response({"results": flags.list_flags()})


class FeatureFlagDetail(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getFeatureFlag", "One feature flag", _TAG, _SHOWN, path_texts=_NAME),
        "patch": writing(
            "changeFeatureFlag",
            "Switch a feature",
            _TAG,
            Answer(_SHOWN),
            body=_CHANGE,
            path_texts=_NAME,
        ),
        "delete": writing(
            "forgetFeatureFlag",
            "Let a feature be as the code says, or forget one that is used no longer",
            _TAG,
            Answer(status=204, description="Forgotten."),
            path_texts=_NAME,
        ),
    }

    def get(self, request: Request, name: str) -> Response:
        return Response(flags.show_flag(name))

    def patch(self, request: Request, name: str) -> Response:
        return Response(flags.change_flag(name, self.body(), actor=self.actor))

    def delete(self, request: Request, name: str) -> Response:
        flags.forget_flag(name, actor=self.actor)
        return Response(status=204)
