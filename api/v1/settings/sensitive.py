"""Sensitive fields: whoever is shown one stands in the audit trail."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, reading, writing
from crm_core.records.services import sensitive

_TAG = "Audit"
_LIST = shapes.listing(
    "SensitiveFieldList",
    shapes.answer(
        "SensitiveField",
        {
            "object": shapes.text(),
            "object_label": shapes.text(),
            "field": shapes.text("Its path: `birthday`, or `custom.passport`."),
            "label": shapes.text(),
        },
    ),
)


class SensitiveFields(Endpoint):
    operations: ClassVar = {
        "get": reading("listSensitiveFields", "The sensitive fields", _TAG, _LIST),
        "post": writing(
            "markSensitiveField",
            "Mark a field as sensitive, or take the mark away",
            _TAG,
            Answer(_LIST, description="All sensitive fields."),
            body=shapes.body(
                "SensitiveFieldMark",
                {
                    "object": shapes.text(max_length=40),
                    "field": shapes.text(max_length=50),
                    "sensitive": shapes.boolean(),
                },
                required=["object", "field", "sensitive"],
                example={"object": "contacts", "field": "birthday", "sensitive": True},
            ),
        ),
    }

    def get(self, request: Request) -> Response:
        found = sensitive.sensitive_fields(actor=self.actor)
        return Response({"results": found, "next": None})

    def post(self, request: Request) -> Response:
        values = self.body()
        found = sensitive.set_sensitive(
            values["object"], values["field"], values["sensitive"], actor=self.actor
        )
        return Response({"results": found, "next": None})
