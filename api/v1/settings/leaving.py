"""Users who come in late, can't come in or leave: invited again, let in, handed over."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, query, reading, writing
from api.paging import single
from api.v1.records.views import optional_uuid
from api.v1.settings.people import USER
from api.v1.settings.requests import with_ids
from crm_core.access import selectors
from crm_core.access.services import people
from crm_core.access.services.handover import hand_over

_USERS = "Users"
_TEAMS = {
    "teams": shapes.array(shapes.REFERENCE, "Teams that they belong to: nothing is changed here."),
    "managed_teams": shapes.array(shapes.REFERENCE, "Teams that they lead: name somebody else."),
}
_BELONGINGS = shapes.answer(
    "UserRecords",
    {
        "results": shapes.array(
            shapes.answer(
                "UserRecordsOfObject",
                {
                    "object": shapes.text(),
                    "label": shapes.text(),
                    "count": shapes.nullable(
                        shapes.integer("Null for those who don't see all of them.")
                    ),
                    "movable": shapes.boolean("Whether you may hand them over."),
                    "reaches": shapes.boolean("Whether `to` could see them as their owner."),
                },
            )
        ),
        "total": shapes.integer(),
        "shared_views": shapes.array(shapes.REFERENCE, "Their views that others see."),
        "webhooks": shapes.array(
            shapes.REFERENCE, "They live by this person's rights: deactivating switches them off."
        ),
        **_TEAMS,
    },
)
_MOVED = shapes.answer(
    "MovedRecords",
    {"object": shapes.text(), "label": shapes.text(), "count": shapes.integer()},
)
_HANDED_OVER = shapes.answer(
    "HandedOver",
    {
        "user": USER,
        "moved": shapes.array(_MOVED),
        "total": shapes.integer(),
        "undo": shapes.nullable(shapes.text("Gives all of them back.")),
        "job": shapes.nullable(shapes.uuid("The job that moves them, when they are many.")),
        "shared_views": shapes.array(shapes.REFERENCE, "Those that went along."),
        **_TEAMS,
    },
)
_HAND_OVER = shapes.body(
    "HandOver",
    {
        "to": shapes.uuid("Who owns the records from now on."),
        "objects": shapes.array(
            shapes.text(), "Only records of these objects; of all when left out.", max_items=500
        ),
        "deactivate": shapes.boolean("Deactivate the user in the same step."),
        "shared_views": shapes.boolean(
            "Their views that others see, too; when left out, if `objects` is left out."
        ),
    },
    required=["to"],
    example={"to": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c", "deactivate": True},
)


class UserInvitation(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "inviteUserAgain",
            "Send the invitation once more",
            _USERS,
            Answer(USER, description="The mail is on its way."),
            refusals=(409,),
        )
    }

    def post(self, request: Request, user_id: UUID) -> Response:
        people.invite_again(
            actor=self.actor, user_id=user_id, origin=request.build_absolute_uri("/")
        )
        return Response(selectors.user(self.actor, user_id))


class UserSecondFactor(Endpoint):
    operations: ClassVar = {
        "delete": writing(
            "removeUserSecondFactor",
            "Switch somebody's two-step sign-in off",
            _USERS,
            Answer(None, 204, "Their password alone signs them in."),
            refusals=(409,),
            description="For who lost the phone and the recovery codes. Their sessions end.",
        )
    }

    def delete(self, request: Request, user_id: UUID) -> Response:
        people.remove_second_factor(actor=self.actor, user_id=user_id)
        return Response(status=204)


class UserRecords(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "countUserRecords",
            "What a hand-over of this user's records would move",
            _USERS,
            _BELONGINGS,
            parameters=(query("to", shapes.uuid(), "Who would take them."),),
        )
    }

    def get(self, request: Request, user_id: UUID) -> Response:
        to = optional_uuid(single(request.query_params), "to")
        return Response(selectors.belongings(self.actor, user_id, to))


class UserHandOver(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "handOverUserRecords",
            "Make somebody else the owner of all that this user owns",
            _USERS,
            Answer(_HANDED_OVER, description="Everything is moved."),
            Answer(_HANDED_OVER, 202, "A job moves them; `GET /jobs/{id}/` tells how far it is."),
            body=_HAND_OVER,
            refusals=(409,),
            description="Records of every object, those in the Trash too, and shared views; one "
            "whose name the new owner uses already is told apart by the former owner's. Private "
            "activities and views stay with their author. `undo` gives all of it back; it lets "
            "nobody in again.",
        )
    }

    def post(self, request: Request, user_id: UUID) -> Response:
        wanted = with_ids(self.body(), one=("to",))
        done = hand_over(
            actor=self.actor,
            user_id=user_id,
            to=wanted["to"],
            objects=wanted.get("objects"),
            deactivate=wanted.get("deactivate", False),
            shared_views=wanted.get("shared_views"),
        )
        shown = {
            "user": selectors.user(self.actor, user_id),
            "moved": done.moved,
            "total": done.total,
            "undo": done.undo,
            "job": done.job,
            "shared_views": [
                {"id": one["id"], "name": one["became"]}
                for one in done.belongings.get("shared_views", ())
            ],
            **done.teams,
        }
        return Response(shown, status=202 if done.job else 200)
