"""Saved views of lists and boards, and one's own columns."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, creating, query, reading, writing
from api.paging import single
from api.v1.settings.requests import with_ids
from crm_core.lists.selectors.views import get_view, list_views
from crm_core.lists.services import views

_TAG = "Views"
_COLUMN = {
    "field": shapes.text("A field's name, such as `amount` or `custom.tier`.", max_length=100),
    "width": shapes.nullable(shapes.integer("Pixels.", minimum=40, maximum=2000)),
    "pinned": shapes.boolean("Stays in view when one scrolls sideways."),
}
_COLUMNS = shapes.array(shapes.record("ViewColumn", _COLUMN, required=["field"]))
_NEW_COLUMNS = shapes.array(
    shapes.body("NewViewColumn", _COLUMN, required=["field"]), max_items=200
)
_FILTER = shapes.nullable({"type": "object", "description": "In the filter language."})
VIEW = shapes.record(
    "View",
    {
        "id": shapes.uuid(),
        "object": shapes.text(),
        "kind": shapes.choice("list", "board"),
        "name": shapes.text(),
        "filter": _FILTER,
        "search": shapes.text(),
        "sort": shapes.array(shapes.text()),
        "columns": _COLUMNS,
        "my_columns": shapes.nullable(_COLUMNS),
        "group_by": shapes.nullable(shapes.text()),
        "pipeline": shapes.nullable(shapes.uuid("Of a board.")),
        "withheld": shapes.array(
            shapes.choice("filter", "sort", "group_by"),
            "Parts that name something you may not see, or that is gone. They are left out.",
        ),
        "shared": shapes.choice("private", "team", "everyone"),
        "team": shapes.nullable(shapes.REFERENCE),
        "owner": shapes.REFERENCE,
        "position": shapes.integer(),
        "is_default": shapes.boolean("Your list of this object opens with it."),
        "editable": shapes.boolean("You may change and delete it."),
        "updated_at": shapes.moment(),
    },
    required=["id", "object", "kind", "name", "filter", "search", "sort", "columns", "my_columns",
              "group_by", "pipeline", "withheld", "shared", "team", "owner", "position",
              "is_default", "editable"],
)  # fmt: skip
_WRITTEN = {
    "name": shapes.text(max_length=80, min_length=1),
    "kind": shapes.choice("list", "board"),
    "filter": _FILTER,
    "search": shapes.text(max_length=200),
    "sort": shapes.array(shapes.text(max_length=200), max_items=4),
    "columns": _NEW_COLUMNS,
    "group_by": shapes.nullable(shapes.text("As in `groups/`.", max_length=200)),
    "pipeline": shapes.nullable(shapes.uuid()),
    "shared": shapes.choice("private", "team", "everyone"),
    "team": shapes.nullable(shapes.uuid("With `team`: which.")),
    "position": shapes.integer(minimum=0, maximum=100_000),
    "is_default": shapes.boolean("Open the list with it, for yourself."),
}
_NEW = shapes.body(
    "NewView",
    {"object": shapes.text(max_length=40), **_WRITTEN},
    required=["object", "name"],
    example={"object": "accounts", "name": "Energy", "sort": ["name"]},
)
_CHANGE = shapes.body("ViewChange", _WRITTEN, example={"name": "Energy and water"})
_KEPT = shapes.body(
    "OwnColumns",
    {
        "object": shapes.text(max_length=40),
        "view": shapes.nullable(shapes.uuid("Null: of the plain list.")),
        "columns": shapes.nullable(_NEW_COLUMNS),
    },
    required=["object", "columns"],
    example={"object": "accounts", "columns": [{"field": "name", "width": 240}]},
)
_LIST = shapes.record(
    "ViewList",
    {
        "results": shapes.array(VIEW),
        "next": {"type": "null"},
        "columns": shapes.nullable(_COLUMNS),
    },
    required=["results", "columns"],
)


class ViewCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listViews",
            "Your views, your teams' and everybody's",
            _TAG,
            _LIST,
            parameters=(query("object", shapes.text(), "Only views of this object."),),
            description="`columns` are your own ones of the object's plain list.",
        ),
        "post": creating(
            "createView",
            "Save a view",
            _TAG,
            VIEW,
            _NEW,
            description="Sharing with everyone needs the right `settings`.",
        ),
    }

    def get(self, request: Request) -> Response:
        name = single(request.query_params).get("object") or None
        return Response({**list_views(actor=self.actor, object_name=name), "next": None})

    def post(self, request: Request) -> Response:
        wanted = _read(self.body())
        made = views.create_view(wanted.pop("object"), wanted, actor=self.actor)
        place = f"/api/v1/views/{made}/"
        return Response(get_view(made, actor=self.actor), status=201, headers={"Location": place})


class ViewDetail(Endpoint):
    operations: ClassVar = {
        "get": reading("getView", "One view", _TAG, VIEW),
        "patch": writing("updateView", "Change a view", _TAG, Answer(VIEW), body=_CHANGE),
        "delete": writing(
            "deleteView",
            "Delete a view",
            _TAG,
            Answer(None, 204, "It is gone; `restore/` brings it back."),
        ),
    }

    def get(self, request: Request, view_id: UUID) -> Response:
        return Response(get_view(view_id, actor=self.actor))

    def patch(self, request: Request, view_id: UUID) -> Response:
        views.change_view(view_id, _read(self.body()), actor=self.actor)
        return Response(get_view(view_id, actor=self.actor))

    def delete(self, request: Request, view_id: UUID) -> Response:
        views.delete_view(view_id, actor=self.actor)
        return Response(status=204)


class ViewRestore(Endpoint):
    operations: ClassVar = {
        "post": writing("restoreView", "Bring a deleted view back", _TAG, Answer(VIEW))
    }

    def post(self, request: Request, view_id: UUID) -> Response:
        views.restore_view(view_id, actor=self.actor)
        return Response(get_view(view_id, actor=self.actor))


class OwnColumns(Endpoint):
    operations: ClassVar = {
        "put": writing(
            "keepColumns",
            "Keep your own columns of a view or a list",
            _TAG,
            Answer(None, 204, "Kept, for you alone."),
            body=_KEPT,
        )
    }

    def put(self, request: Request) -> Response:
        wanted = with_ids(self.body(), one=("view",))
        views.keep_columns(
            wanted["object"], wanted["columns"], actor=self.actor, view_id=wanted.get("view")
        )
        return Response(status=204)


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return with_ids(values, one=("team", "pipeline"))
