"""Custom objects: what a workspace works with besides the built-in ones."""

from collections.abc import Container
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, reading, writing
from crm_core.records.models import ObjectDefinition
from crm_core.records.services import deleting_objects, objects, subject_fields

_OBJECTS = "Custom objects"
OBJECT = shapes.record(
    "CustomObject",
    {
        "id": shapes.uuid(),
        "name": shapes.text("Its name in addresses."),
        "label": shapes.text(),
        "label_plural": shapes.text(),
        "title_label": shapes.text(),
        "icon": shapes.text(),
        "description": shapes.text(),
        "navigation": shapes.boolean("In the main menu."),
        "activities": shapes.boolean("Calls, meetings, tasks and notes can be about its records."),
        "default_columns": shapes.array(shapes.text()),
        "created_at": shapes.moment(),
        "retired_at": shapes.nullable(shapes.moment()),
        "records": shapes.integer("How many there are, those in the Trash too; of one object."),
    },
    required=["id", "name", "label", "label_plural", "activities", "retired_at"],
)
_LABELS = {
    "label": shapes.text("One of them: Project.", max_length=80),
    "label_plural": shapes.text("Many: Projects.", max_length=80),
    "title_label": shapes.text("What its name field is called.", max_length=80),
    "icon": shapes.text(max_length=40),
    "description": shapes.text("What it is for.", max_length=300),
    "navigation": shapes.boolean("In the main menu."),
    "activities": shapes.boolean("Calls, meetings, tasks and notes can be about its records."),
    "default_columns": shapes.array(
        shapes.text(), "Columns of its list until someone chooses others.", max_items=30
    ),
}
_NEW_OBJECT = shapes.body(
    "NewCustomObject",
    {
        "name": shapes.text("Made from the plural when left out.", max_length=40),
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


_PURGE = shapes.body(
    "CustomObjectPurge",
    {"name": shapes.text("Its plural, typed as it stands, so that it is meant.", max_length=80)},
    required=["name"],
    example={"name": "Projects"},
)
_PURGED = shapes.answer("CustomObjectPurging", {"job": shapes.uuid()})


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
        subjects = subject_fields.subjects()
        return Response({"results": [_object(one, subjects) for one in found], "next": None})

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
        found = objects.found_object(object_id, actor=self.actor)
        return Response({**_object(found), "records": deleting_objects.records_of(found)})

    def patch(self, request: Request, object_id: UUID) -> Response:
        return Response(_object(objects.update_object(object_id, self.body(), actor=self.actor)))

    def delete(self, request: Request, object_id: UUID) -> Response:
        retired = objects.update_object(object_id, {"retired": True}, actor=self.actor)
        return Response(_object(retired))


class ObjectPurge(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "purgeCustomObject",
            "Delete a retired object for ever, with its records",
            _OBJECTS,
            Answer(None, 204, "It is gone."),
            Answer(_PURGED, 202, "There are many records: `job` deletes them."),
            body=_PURGE,
            refusals=(409,),
            description="Needs the right `purge`, too. Refused while fields of other objects lead "
            "to it. Nothing brings it back; the audit trail keeps what was written.",
        )
    }

    def post(self, request: Request, object_id: UUID) -> Response:
        typed = self.body()["name"]
        job = deleting_objects.delete_object(object_id, typed, actor=self.actor)
        return Response({"job": job.id}, status=202) if job else Response(status=204)


def _object(one: ObjectDefinition, subjects: Container[str] | None = None) -> dict[str, Any]:
    about = subject_fields.subjects() if subjects is None else subjects
    return {
        "id": one.id,
        "name": one.name,
        "label": one.label,
        "label_plural": one.label_plural,
        "title_label": one.title_label,
        "icon": one.icon,
        "description": one.description,
        "navigation": one.navigation,
        "activities": one.name in about,
        "default_columns": one.default_columns,
        "created_at": one.created_at,
        "retired_at": one.retired_at,
    }
