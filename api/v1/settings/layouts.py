"""Layouts: sections and order of the fields on record pages, for a role or for everyone."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.etag import expected_version
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, query, reading, writing
from api.paging import single
from api.v1.settings.requests import with_ids
from crm_core.access.models import Layout
from crm_core.access.services import layouts

_TAG = "Layouts"
_SECTIONS = shapes.array(
    shapes.body(
        "LayoutSection",
        {
            "label": shapes.text(max_length=80),
            "columns": shapes.integer("1 or 2.", minimum=1, maximum=2),
            "fields": shapes.array(shapes.text(), "Names, such as `custom.tier`.", max_items=500),
        },
        required=["label", "fields"],
    ),
    max_items=layouts.MOST_SECTIONS,
)
LAYOUT = shapes.answer(
    "Layout",
    {
        "id": shapes.uuid(),
        "object": shapes.text(),
        "role": shapes.nullable(shapes.REFERENCE),
        "sections": _SECTIONS,
        "updated_at": shapes.moment(),
        "version": shapes.integer("Another one after each change, for `If-Match`."),
    },
)
_EXAMPLE = {"sections": [{"label": "General", "columns": 2, "fields": ["name", "owner"]}]}
_NEW_LAYOUT = shapes.body(
    "NewLayout",
    {
        "object": shapes.text("Such as `accounts`."),
        "role": shapes.nullable(shapes.uuid("Null: for everyone whose roles have none.")),
        "sections": _SECTIONS,
    },
    required=["object", "sections"],
    example={"object": "accounts", **_EXAMPLE},
)
_LAYOUT_CHANGE = shapes.body(
    "LayoutChange", {"sections": _SECTIONS}, required=["sections"], example=_EXAMPLE
)


class LayoutCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listLayouts",
            "All layouts",
            _TAG,
            shapes.listing("LayoutList", LAYOUT),
            parameters=(query("object", shapes.text(), "Only of this object."),),
        ),
        "post": creating("createLayout", "Lay an object out", _TAG, LAYOUT, _NEW_LAYOUT),
    }

    def get(self, request: Request) -> Response:
        wanted = single(request.query_params).get("object") or None
        found = layouts.list_layouts(actor=self.actor, object_name=wanted)
        return Response({"results": [_layout(one) for one in found], "next": None})

    def post(self, request: Request) -> Response:
        values = with_ids(self.body(), one=("role",))
        made = layouts.create_layout(values, actor=self.actor)
        place = f"/api/v1/layouts/{made.id}/"
        return Response(_layout(made), status=201, headers={"Location": place})


class LayoutDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getLayout", "One layout", _TAG, LAYOUT),
        "patch": writing(
            "updateLayout",
            "Change its sections",
            _TAG,
            Answer(LAYOUT),
            body=_LAYOUT_CHANGE,
            parameters=(said.IF_MATCH,),
            refusals=(412,),
        ),
        "delete": writing(
            "deleteLayout",
            "Go back to the layout for everyone, or the built-in one",
            _TAG,
            Answer(None, 204, "It is gone."),
        ),
    }

    def get(self, request: Request, layout_id: UUID) -> Response:
        return Response(_layout(layouts.found_layout(layout_id, actor=self.actor)))

    def patch(self, request: Request, layout_id: UUID) -> Response:
        changed = layouts.update_layout(
            layout_id, self.body(), actor=self.actor, version=expected_version(request)
        )
        return Response(_layout(changed))

    def delete(self, request: Request, layout_id: UUID) -> Response:
        layouts.delete_layout(layout_id, actor=self.actor)
        return Response(status=204)


def _layout(one: Layout) -> dict[str, Any]:
    return {
        "id": one.id,
        "object": one.object,
        "role": {"id": one.role.id, "name": one.role.name} if one.role else None,
        "sections": one.sections,
        "updated_at": one.updated_at,
        "version": layouts.version_of(one),
    }
