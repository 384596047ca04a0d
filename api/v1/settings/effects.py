"""What somebody can see: today, and as a change of roles would make it."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, reading, writing
from api.v1.settings.requests import with_ids
from api.v1.settings.roles import ROLE_FIELDS, SCOPE
from crm_core.access import selectors

_EFFECT: dict[str, Any] = {
    "object": shapes.text(),
    "label": shapes.text(),
    "create": shapes.boolean(),
    "read": SCOPE,
    "update": SCOPE,
    "delete": SCOPE,
    "records": shapes.nullable(
        shapes.integer("How many they see; null for those who don't see all of them.")
    ),
    "more": shapes.boolean("There are more than `records`."),
    "hidden": shapes.array(shapes.text(), "Fields that they don't see."),
    "read_only": shapes.array(shapes.text(), "Fields that they see and can't change."),
}
_EFFECT_ON_OBJECT = shapes.answer("EffectOnObject", _EFFECT)
_GRANTED_BY = shapes.array(shapes.answer("GrantedBy", {"role": shapes.REFERENCE, "scope": SCOPE}))
_ABOUT: dict[str, Any] = {
    "user": shapes.REFERENCE,
    "active": shapes.boolean(),
    "is_admin": shapes.boolean(),
    "roles": shapes.array(shapes.REFERENCE),
    "rights": shapes.array(shapes.text()),
}
_ACCESS = shapes.answer(
    "UserAccess",
    {
        **_ABOUT,
        "teams": shapes.array(shapes.REFERENCE),
        "managed_teams": shapes.array(shapes.REFERENCE),
        "objects": shapes.array(
            shapes.answer(
                "UserAccessToObject",
                {
                    **_EFFECT,
                    "shared": shapes.nullable(
                        shapes.integer("How many of them only because they are shared.")
                    ),
                    "via": shapes.answer(
                        "GrantedByRoles",
                        dict.fromkeys(("read", "update", "delete"), _GRANTED_BY),
                        description="The roles that grant each verb.",
                    ),
                },
            )
        ),
    },
)
_PREVIEW = shapes.answer(
    "RolePreview",
    {
        **_ABOUT,
        "holds": shapes.boolean("Whether they hold the role that is changed."),
        "roles_then": shapes.array(shapes.REFERENCE),
        "rights_then": shapes.array(shapes.text()),
        "objects": shapes.array(
            shapes.answer(
                "EffectThenAndNow",
                {
                    "object": shapes.text(),
                    "label": shapes.text(),
                    "now": _EFFECT_ON_OBJECT,
                    "then": _EFFECT_ON_OBJECT,
                },
            )
        ),
    },
)
_DRAFT = shapes.body("RoleDraft", ROLE_FIELDS)
_QUESTION = shapes.body(
    "RolePreviewQuestion",
    {
        "user": shapes.uuid("Whose view."),
        "draft": {**_DRAFT, "description": "A role as it would be saved."},
        "role": shapes.uuid("The stored role that the draft would replace."),
        "roles": shapes.array(
            shapes.uuid(), "Roles that the user would hold instead of theirs.", max_items=100
        ),
    },
    required=["user"],
    example={
        "user": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c",
        "draft": {"name": "Reader", "grants": {"contacts": {"read": "all"}}},
    },
)


class UserAccess(Endpoint):
    operations: ClassVar = {
        "get": reading("getUserAccess", "What this user can see, and by what", "Users", _ACCESS)
    }

    def get(self, request: Request, user_id: UUID) -> Response:
        return Response(selectors.access_of(self.actor, user_id))


class RolePreview(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "previewRole",
            "What a user would see if a role were saved like this",
            "Roles",
            Answer(_PREVIEW, description="Nothing is written."),
            body=_QUESTION,
        )
    }

    def post(self, request: Request) -> Response:
        wanted = with_ids(self.body(), one=("user", "role"), many=("roles",))
        found = selectors.preview(
            self.actor,
            wanted["user"],
            draft=wanted.get("draft"),
            role_id=wanted.get("role"),
            role_ids=wanted.get("roles"),
        )
        return Response(found)
