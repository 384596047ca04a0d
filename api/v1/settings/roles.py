"""Roles: what their holders may do, object by object and field by field."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.etag import etag, expected_version
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, reading, writing
from crm_core.access import selectors
from crm_core.access.services import roles

_TAG = "Roles"
SCOPE = shapes.choice("none", "own", "team", "team_and_below", "all")
ROLE_FIELDS = {
    "name": shapes.text(max_length=100),
    "description": shapes.text(max_length=500),
    "is_admin": shapes.boolean("May do everything."),
    "grants": shapes.mapping(
        shapes.record(
            "RoleGrant",
            {"create": shapes.boolean(), "read": SCOPE, "update": SCOPE, "delete": SCOPE},
        ),
        "Object → what is allowed; `*` is every object that is not named.",
    ),
    "fields": shapes.mapping(
        shapes.mapping(shapes.choice("hidden", "read")), "Object → field → `hidden` or `read`."
    ),
    "rights": shapes.array(shapes.text(), "Named rights, such as `export`."),
}
ROLE = shapes.answer(
    "Role",
    {
        "id": shapes.uuid(),
        **ROLE_FIELDS,
        "holders": shapes.integer("How many users hold it."),
        "version": shapes.integer(),
    },
)
_NEW_ROLE = shapes.body(
    "NewRole",
    ROLE_FIELDS,
    required=["name"],
    example={"name": "Reader", "grants": {"contacts": {"read": "all"}}, "rights": []},
)
_CLONE = shapes.body(
    "RoleClone",
    {"name": shapes.text(max_length=100, min_length=1)},
    required=["name"],
    example={"name": "Reader of the west"},
)
_ROLE_CHANGE = shapes.body("RoleChange", ROLE_FIELDS, example={"description": "Reads only"})


class RoleCollection(Endpoint):
    operations: ClassVar = {
        "get": reading("listRoles", "All roles", _TAG, shapes.listing("RoleList", ROLE)),
        "post": creating("createRole", "Make a role", _TAG, ROLE, _NEW_ROLE),
    }

    def get(self, request: Request) -> Response:
        return Response({"results": selectors.roles(self.actor), "next": None})

    def post(self, request: Request) -> Response:
        role = roles.create_role(actor=self.actor, values=self.body())
        place = f"/api/v1/roles/{role.id}/"
        return Response(
            selectors.role(self.actor, role.id), status=201, headers={"Location": place}
        )


class RoleDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getRole", "One role", _TAG, ROLE),
        "patch": writing(
            "updateRole",
            "Change a role",
            _TAG,
            Answer(ROLE),
            body=_ROLE_CHANGE,
            parameters=(said.IF_MATCH,),
            refusals=(412,),
        ),
        "delete": writing("deleteRole", "Delete a role", _TAG, Answer(None, 204, "It is gone.")),
    }

    def get(self, request: Request, role_id: UUID) -> Response:
        role = selectors.role(self.actor, role_id)
        return Response(role, headers=etag(role))

    def patch(self, request: Request, role_id: UUID) -> Response:
        roles.update_role(
            actor=self.actor,
            role_id=role_id,
            values=self.body(),
            version=expected_version(request),
        )
        return self.get(request, role_id)

    def delete(self, request: Request, role_id: UUID) -> Response:
        roles.delete_role(actor=self.actor, role_id=role_id)
        return Response(status=204)


class RoleClone(Endpoint):
    operations: ClassVar = {
        "post": creating("cloneRole", "Make a role with the same rules", _TAG, ROLE, _CLONE)
    }

    def post(self, request: Request, role_id: UUID) -> Response:
        role = roles.clone_role(actor=self.actor, role_id=role_id, name=self.body()["name"])
        place = f"/api/v1/roles/{role.id}/"
        return Response(
            selectors.role(self.actor, role.id), status=201, headers={"Location": place}
        )
