"""Custom fields and custom objects: what a workspace adds to its catalogue."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, query, reading, writing
from api.paging import single
from crm_core.records.models import FieldDefinition, ObjectDefinition
from crm_core.records.services import fields, objects
from freehold.errors import NotFound

_FIELDS, _OBJECTS = "Custom fields", "Custom objects"
_CHOICE = shapes.body(
    "CustomChoice",
    {
        "value": shapes.text(max_length=100, min_length=1),
        "label": shapes.text(max_length=100),
        "color": shapes.text(max_length=20),
    },
    required=["value"],
)
_CHANGEABLE = {
    "label": shapes.text(max_length=80, min_length=1),
    "help": shapes.text(max_length=300),
    "choices": shapes.array(_CHOICE, "Of a pick list.", max_items=500),
    "required": shapes.boolean(),
    "unique": shapes.boolean(),
    "default": {"description": "What a new record has, in the form of the field's values."},
    "section": shapes.text(max_length=40),
    "position": shapes.integer(minimum=0, maximum=100_000),
}
FIELD = shapes.record(
    "CustomField",
    {
        "id": shapes.uuid(),
        "object": shapes.text(),
        "name": shapes.text("Its key under `custom`."),
        "type": shapes.text(),
        "reference": shapes.nullable(shapes.text()),
        "label": shapes.text(),
        "help": shapes.text(),
        "choices": shapes.array({"type": "object"}),
        "required": shapes.boolean(),
        "unique": shapes.boolean(),
        "default": {},
        "section": shapes.text(),
        "position": shapes.integer(),
        "retired_at": shapes.nullable(shapes.moment("Out of use since; its values are kept.")),
    },
    required=["id", "object", "name", "type", "label", "retired_at"],
)
_NEW_FIELD = shapes.body(
    "NewCustomField",
    {
        "object": shapes.text("Such as `contacts`."),
        "name": shapes.text("Made from the label when left out.", max_length=40),
        "type": shapes.text("A type of the catalogue, such as `picklist`."),
        "reference": shapes.nullable(shapes.text("The object that a reference leads to.")),
        **_CHANGEABLE,
    },
    required=["object", "label", "type"],
    example={
        "object": "contacts",
        "label": "Tier",
        "type": "picklist",
        "choices": [{"value": "gold", "label": "Gold"}],
    },
)
_FIELD_CHANGE = shapes.body(
    "CustomFieldChange",
    {**_CHANGEABLE, "retired": shapes.boolean("Out of use, or back in it.")},
    example={"label": "Customer tier"},
)
OBJECT = shapes.record(
    "CustomObject",
    {
        "id": shapes.uuid(),
        "name": shapes.text("Its name in addresses."),
        "label": shapes.text(),
        "label_plural": shapes.text(),
        "title_label": shapes.text(),
        "icon": shapes.text(),
        "created_at": shapes.moment(),
        "retired_at": shapes.nullable(shapes.moment()),
    },
    required=["id", "name", "label", "label_plural", "retired_at"],
)
_LABELS = {
    "label": shapes.text("One of them: Project.", max_length=80, min_length=1),
    "label_plural": shapes.text("Many: Projects.", max_length=80, min_length=1),
    "icon": shapes.text(max_length=40),
}
_NEW_OBJECT = shapes.body(
    "NewCustomObject",
    {
        "name": shapes.text("Made from the plural when left out.", max_length=40),
        "title_label": shapes.text("What its name field is called.", max_length=80),
        **_LABELS,
    },
    required=["label", "label_plural"],
    example={"label": "Project", "label_plural": "Projects"},
)
_OBJECT_CHANGE = shapes.body(
    "CustomObjectChange",
    {**_LABELS, "retired": shapes.boolean("Out of use, or back in it.")},
    example={"label": "Undertaking"},
)


class FieldCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listCustomFields",
            "All custom fields, retired ones too",
            _FIELDS,
            shapes.listing("CustomFieldList", FIELD),
            parameters=(query("object", shapes.text(), "Only of this object."),),
        ),
        "post": creating("createCustomField", "Add a field", _FIELDS, FIELD, _NEW_FIELD),
    }

    def get(self, request: Request) -> Response:
        wanted = single(request.query_params).get("object") or None
        found = fields.list_fields(actor=self.actor, object_name=wanted)
        return Response({"results": [_field(one) for one in found], "next": None})

    def post(self, request: Request) -> Response:
        made = fields.create_field(self.body(), actor=self.actor)
        place = f"/api/v1/fields/{made.id}/"
        return Response(_field(made), status=201, headers={"Location": place})


class FieldDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getCustomField", "One field", _FIELDS, FIELD),
        "patch": writing(
            "updateCustomField",
            "Change a field; its object, name and type stay",
            _FIELDS,
            Answer(FIELD),
            body=_FIELD_CHANGE,
        ),
        "delete": writing(
            "retireCustomField",
            "Take a field out of use; its values are kept",
            _FIELDS,
            Answer(FIELD, description="It is out of use."),
        ),
    }

    def get(self, request: Request, field_id: UUID) -> Response:
        return Response(_field(_found(fields.list_fields(actor=self.actor), field_id)))

    def patch(self, request: Request, field_id: UUID) -> Response:
        wanted = self.body()
        retired = wanted.pop("retired", None)
        with transaction.atomic():
            changed = fields.update_field(field_id, wanted, actor=self.actor)
            if retired is not None:
                switch = fields.retire_field if retired else fields.restore_field
                changed = switch(field_id, actor=self.actor)
        return Response(_field(changed))

    def delete(self, request: Request, field_id: UUID) -> Response:
        return Response(_field(fields.retire_field(field_id, actor=self.actor)))


class ObjectCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listCustomObjects",
            "All custom objects, retired ones too",
            _OBJECTS,
            shapes.listing("CustomObjectList", OBJECT),
        ),
        "post": creating("createCustomObject", "Add an object", _OBJECTS, OBJECT, _NEW_OBJECT),
    }

    def get(self, request: Request) -> Response:
        found = objects.list_objects(actor=self.actor)
        return Response({"results": [_object(one) for one in found], "next": None})

    def post(self, request: Request) -> Response:
        made = objects.create_object(self.body(), actor=self.actor)
        place = f"/api/v1/custom-objects/{made.id}/"
        return Response(_object(made), status=201, headers={"Location": place})


class ObjectDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getCustomObject", "One custom object", _OBJECTS, OBJECT),
        "patch": writing(
            "updateCustomObject",
            "Change labels or icon",
            _OBJECTS,
            Answer(OBJECT),
            body=_OBJECT_CHANGE,
        ),
        "delete": writing(
            "retireCustomObject",
            "Take an object out of use; its records are kept",
            _OBJECTS,
            Answer(OBJECT, description="It is out of use."),
        ),
    }

    def get(self, request: Request, object_id: UUID) -> Response:
        return Response(_object(_found(objects.list_objects(actor=self.actor), object_id)))

    def patch(self, request: Request, object_id: UUID) -> Response:
        return Response(_object(objects.update_object(object_id, self.body(), actor=self.actor)))

    def delete(self, request: Request, object_id: UUID) -> Response:
        retired = objects.update_object(object_id, {"retired": True}, actor=self.actor)
        return Response(_object(retired))


def _found(definitions: list[Any], wanted: UUID) -> Any:
    for one in definitions:
        if one.id == wanted:
            return one
    raise NotFound("There is nothing with this id.")


def _field(one: FieldDefinition) -> dict[str, Any]:
    return {
        "id": one.id,
        "object": one.object,
        "name": one.name,
        "type": one.type,
        "reference": one.reference or None,
        "label": one.label,
        "help": one.help,
        "choices": one.choices,
        "required": one.required,
        "unique": one.unique,
        "default": one.default,
        "section": one.section,
        "position": one.position,
        "retired_at": one.retired_at,
    }


def _object(one: ObjectDefinition) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "label": one.label,
        "label_plural": one.label_plural,
        "title_label": one.title_label,
        "icon": one.icon,
        "created_at": one.created_at,
        "retired_at": one.retired_at,
    }
