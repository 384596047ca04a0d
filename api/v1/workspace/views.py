"""Oneself, the catalogue, search."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, query, reading, writing
from api.paging import limit, single
from api.v1.workspace import schemas
from crm_core.access.selectors import me
from crm_core.access.services.people import update_oneself
from crm_core.records import selectors
from crm_core.records.policy import policy_for
from freehold.errors import Malformed
from freehold.identity import support
from tenants import flags
from tenants.console.announced import announcements_for, dismiss
from tenants.console.support import active_here

_TAG = "Workspace"
#: Settings that everyone may read, and those that a right opens.
_OPEN = (
    "company",
    "exchange-rates",
    "users",
    "teams",
    "pipelines",
    "stages",
    "jobs",
    "notifications",
)
_BY_RIGHT = {
    "settings": ("roles", "fields", "custom-objects", "sensitive-fields"),
    "import": ("imports",),
    "audit": ("audit",),
    "api_keys": ("api-keys",),
    "billing": ("billing",),
}


class Index(Endpoint):
    operations: ClassVar = {
        "get": reading("getIndex", "The resources that you may use", _TAG, schemas.INDEX)
    }

    def get(self, request: Request) -> Response:
        policy = policy_for(self.actor)
        objects = [one["name"] for one in selectors.describe_objects(actor=self.actor)]
        opened = [
            name for right, names in _BY_RIGHT.items() if policy.has_right(right) for name in names
        ]
        names = [
            "me",
            "objects",
            "search",
            "dashboard",
            "history",
            "openapi.json",
            *objects,
            *_OPEN,
            *opened,
        ]
        return Response({name: f"/api/v1/{name}{'' if '.' in name else '/'}" for name in names})


class Me(Endpoint):
    operations: ClassVar = {
        "get": reading("getMe", "Who you are and what you may do", _TAG, schemas.ME),
        "patch": writing(
            "updateMe",
            "Change your name, language or time zone",
            _TAG,
            Answer(schemas.ME, description="Yourself as you are now."),
            body=schemas.CHANGE_ME,
        ),
    }

    def get(self, request: Request) -> Response:
        return Response(self._oneself())

    def patch(self, request: Request) -> Response:
        update_oneself(actor=self.actor, values=self.body())
        return Response(self._oneself())

    def _oneself(self) -> dict[str, Any]:
        """With the support session that this is, and those that one may end."""
        told = me(self.actor)
        held = support.support_of(self.request.session)
        seen = "settings" in told["rights"] and held is None
        return {
            **told,
            "support": held.as_json() if held else None,
            "supported": active_here() if seen else [],
            "announcements": announcements_for(self.actor.user_id),
            "flags": flags.which_are_on(at_once=True),
        }


class AnnouncementDismissal(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "dismissAnnouncement",
            "Have an announcement shown no more, on any device of yours",
            _TAG,
            Answer(status=204, description="You are not shown it again."),
        )
    }

    def post(self, request: Request, announcement_id: UUID) -> Response:
        dismiss(announcement_id, actor=self.actor)
        return Response(status=204)


class Objects(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listObjects", "The objects and fields that you may see", _TAG, schemas.OBJECTS
        )
    }

    def get(self, request: Request) -> Response:
        return Response({"results": selectors.describe_objects(actor=self.actor)})


class ObjectDetail(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "getObject",
            "One object with its fields",
            _TAG,
            schemas.OBJECT,
            path_texts={"object_name": "Such as `contacts`."},
        )
    }

    def get(self, request: Request, object_name: str) -> Response:
        return Response(selectors.describe_object(object_name, actor=self.actor))


class Search(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "search",
            "Find records of every object",
            _TAG,
            schemas.SEARCH,
            parameters=(
                query("q", shapes.text(max_length=200), "What to look for.", required=True),
                query("object", shapes.text(), "Only in these objects: `contacts,accounts`."),
                query("limit", shapes.integer(minimum=1, maximum=50), "Results per object."),
            ),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        text = given.get("q", "")
        if len(text) > 200:
            raise Malformed(_("Search for at most 200 characters."))
        objects = [name for name in given.get("object", "").split(",") if name]
        groups = selectors.search_everything(
            text,
            actor=self.actor,
            objects=objects or None,
            limit=limit(given, default=5, most=50),
        )
        return Response({"groups": groups})
