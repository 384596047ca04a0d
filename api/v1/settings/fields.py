"""Custom fields: what a workspace adds to the fields of its objects."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, query, reading, writing
from api.paging import single
from api.v1.settings import field_schemas as schemas
from crm_core.records import catalogue
from crm_core.records.catalogue.types import Catalogue
from crm_core.records.models import FieldDefinition
from crm_core.records.services import computed_fields, field_types, fields
from crm_core.records.services.computed_fields import CheckedField

_FIELDS = "Custom fields"


class FieldCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listCustomFields",
            "All custom fields, retired ones too",
            _FIELDS,
            shapes.listing("CustomFieldList", schemas.FIELD),
            parameters=(query("object", shapes.text(), "Only of this object."),),
        ),
        "post": creating(
            "createCustomField", "Add a field", _FIELDS, schemas.FIELD, schemas.NEW_FIELD
        ),
    }

    def get(self, request: Request) -> Response:
        wanted = single(request.query_params).get("object") or None
        found = fields.list_fields(actor=self.actor, object_name=wanted)
        known = catalogue.current()
        return Response({"results": [_field(one, known) for one in found], "next": None})

    def post(self, request: Request) -> Response:
        made = fields.create_field(self.body(), actor=self.actor)
        place = f"/api/v1/fields/{made.id}/"
        return Response(_field(made, catalogue.current()), status=201, headers={"Location": place})


class FieldDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getCustomField", "One field", _FIELDS, schemas.FIELD),
        "patch": writing(
            "updateCustomField",
            "Change a field; its object, name and type stay",
            _FIELDS,
            Answer(schemas.FIELD),
            body=schemas.FIELD_CHANGE,
        ),
        "delete": writing(
            "retireCustomField",
            "Take a field out of use; its values are kept",
            _FIELDS,
            Answer(schemas.FIELD, description="It is out of use."),
        ),
    }

    def get(self, request: Request, field_id: UUID) -> Response:
        return Response(_field(fields.read_field(field_id, actor=self.actor), catalogue.current()))

    def patch(self, request: Request, field_id: UUID) -> Response:
        wanted = self.body()
        retired = wanted.pop("retired", None)
        with transaction.atomic():
            changed = fields.update_field(field_id, wanted, actor=self.actor)
            if retired is not None:
                switch = fields.retire_field if retired else fields.restore_field
                changed = switch(field_id, actor=self.actor)
        return Response(_field(changed, catalogue.current()))

    def delete(self, request: Request, field_id: UUID) -> Response:
        retired = fields.retire_field(field_id, actor=self.actor)
        return Response(_field(retired, catalogue.current()))


class FieldCheck(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "checkCustomField",
            "Try a formula or roll-up, without keeping it",
            _FIELDS,
            Answer(schemas.CHECKED, description="What it comes to, or what is wrong with it."),
            body=schemas.CHECK,
        ),
    }

    def post(self, request: Request) -> Response:
        wanted = self.body()
        held = wanted.pop("id", None)
        found = computed_fields.check_field(
            wanted, actor=self.actor, field_id=UUID(held) if held else None
        )
        return Response(_checked(found))


class FormulaFunctions(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "listFormulaFunctions",
            "What formulas can call",
            _FIELDS,
            shapes.listing("FormulaFunctionList", schemas.FUNCTION),
        ),
    }

    def get(self, request: Request) -> Response:
        found = computed_fields.functions(actor=self.actor)
        told = [
            {
                "name": one.name,
                "group": one.group,
                "signature": one.signature,
                "help": str(one.help),
                "example": one.example,
            }
            for one in found
        ]
        return Response({"results": told, "next": None})


class FieldTypeChange(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "changeCustomFieldType",
            "Change a field's type with all its values, or try it",
            _FIELDS,
            Answer(schemas.TYPE_CHANGED, description="Done, or tried (`dry_run`)."),
            Answer(schemas.TYPE_CHANGED, 202, "There are many values: `job` changes them."),
            body=schemas.TYPE_CHANGE,
            description="Values that don't convert, or not exactly, are kept beside the record and"
            " come back when the field is changed back.",
        ),
    }

    def post(self, request: Request, field_id: UUID) -> Response:
        wanted = self.body()
        if wanted.pop("dry_run", True):
            found = field_types.try_change(field_id, wanted, actor=self.actor)
            return Response({**found, "job": None})
        found, job = field_types.change_type(field_id, wanted, actor=self.actor)
        return Response({**found, "job": job.id if job else None}, status=202 if job else 200)


def _checked(found: CheckedField) -> dict[str, Any]:
    error, derived = found.error, found.derived
    errors = []
    if error is not None:
        errors = [
            {
                "part": error.part,
                "message": error.message,
                "start": error.start,
                "end": error.end,
            }
        ]
    return {
        "ok": error is None,
        "errors": errors,
        "result_type": derived.type if derived else None,
        "reads": [
            {"object": name, "field": field}
            for name, field in (derived.computed.reads if derived else ())
        ],
        "preview": found.preview,
    }


def _field(one: FieldDefinition, known: Catalogue) -> dict[str, Any]:
    computed = one.computed or {}
    broken = known.broken.get((one.object, f"custom.{one.name}"))
    rollup = {name: value for name, value in computed.items() if name != "result"}
    return {
        "id": one.id,
        "object": one.object,
        "name": one.name,
        "type": one.type,
        "result_type": computed.get("result", one.type),
        "expression": computed.get("expression"),
        "rollup": rollup if one.type == "rollup" else None,
        "broken": _(broken) if broken else None,
        "reference": one.reference or None,
        "label": one.label,
        "help": one.help,
        "choices": one.choices,
        "required": one.required,
        "unique": one.unique,
        "default": one.default,
        **{name: one.rules.get(name) for name in schemas.RULES},
        "section": one.section,
        "position": one.position,
        "index": {"state": one.index_state, "error": one.index_error},
        "retired_at": one.retired_at,
    }
