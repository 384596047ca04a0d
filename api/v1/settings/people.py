"""Users and teams."""

from typing import ClassVar
from uuid import UUID

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, creating, query, reading, writing
from api.paging import flag, single
from api.v1.records.views import optional_uuid
from api.v1.settings.requests import with_ids
from crm_core.access import selectors
from crm_core.access.services import people, teams

_USERS, _TEAMS = "Users", "Teams"
USER = shapes.record(
    "User",
    {
        "id": shapes.uuid(),
        "name": shapes.text(),
        "email": shapes.text(),
        "active": shapes.boolean(),
        "roles": shapes.array(shapes.REFERENCE),
        "teams": shapes.array(shapes.REFERENCE),
        "locale": shapes.text(),
        "time_zone": shapes.text(),
        "last_seen_at": shapes.nullable(shapes.moment()),
        "invited": shapes.boolean("Has not set a password yet."),
        "invitation_waits": shapes.boolean(
            "The mail server is away: the invitation is mailed once it is back, within a day."
        ),
        "invitation_refused": shapes.text(
            "What the mail server said that did not take the invitation; mostly empty."
        ),
        "two_step": shapes.boolean("A code of an app is asked for after the password."),
    },
    required=["id", "name", "email", "active"],
    description="Roles, teams and the rest are shown to those who manage settings.",
)
_USER_FIELDS = {
    "name": shapes.text(max_length=200),
    "email": shapes.text(max_length=254),
    "roles": shapes.array(shapes.uuid(), "Ids of all roles that the user holds.", max_items=100),
    "locale": shapes.text(max_length=16),
    "time_zone": shapes.text("An IANA name, such as Europe/Berlin.", max_length=64),
}
_INVITATION = shapes.body(
    "UserInvitation",
    _USER_FIELDS,
    required=["name", "email"],
    example={"name": "Ada Lovelace", "email": "ada@acme.test", "roles": []},
)
_USER_CHANGE = shapes.body(
    "UserChange",
    {**_USER_FIELDS, "active": shapes.boolean("False ends sessions and keys.")},
    example={"active": False},
)
TEAM = shapes.answer(
    "Team",
    {
        "id": shapes.uuid(),
        "name": shapes.text(),
        "parent": shapes.nullable(shapes.REFERENCE),
        "manager": shapes.nullable(shapes.REFERENCE),
        "members": shapes.array(shapes.REFERENCE),
    },
)
_TEAM_FIELDS = {
    "name": shapes.text(max_length=150),
    "parent": shapes.nullable(shapes.uuid("The team above.")),
    "manager": shapes.nullable(shapes.uuid()),
    "members": shapes.array(shapes.uuid(), "Ids of all its members.", max_items=10_000),
}
_NEW_TEAM = shapes.body("NewTeam", _TEAM_FIELDS, required=["name"], example={"name": "Sales"})
_TEAM_CHANGE = shapes.body("TeamChange", _TEAM_FIELDS, example={"name": "Inside sales"})


class UserCollection(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listUsers",
            "The people of the workspace",
            _USERS,
            shapes.listing("UserList", USER, paged=True),
            parameters=(
                query("search", shapes.text(max_length=200), "Part of a name or address."),
                query("active", shapes.boolean(), "Only active (or inactive) ones."),
                said.CURSOR,
            ),
        ),
        "post": creating("inviteUser", "Invite someone", _USERS, USER, _INVITATION),
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        active = flag(given, "active") if given.get("active") else None
        found, following = selectors.users(
            self.actor,
            search=given.get("search", ""),
            active=active,
            after=optional_uuid(given, "cursor"),
        )
        return Response({"results": found, "next": str(following) if following else None})

    def post(self, request: Request) -> Response:
        wanted = with_ids(self.body(), one=(), many=("roles",))
        user = people.invite_user(
            actor=self.actor,
            email=wanted["email"],
            name=wanted["name"],
            role_ids=wanted.get("roles", ()),
            origin=request.build_absolute_uri("/"),
            locale=wanted.get("locale", ""),
            time_zone=wanted.get("time_zone", ""),
        )
        shown = selectors.user(self.actor, user.id)
        return Response(shown, status=201, headers={"Location": f"/api/v1/users/{user.id}/"})


class UserDetail(Endpoint):
    operations: ClassVar = {
        "get": reading("getUser", "One person", _USERS, USER),
        "patch": writing(
            "updateUser",
            "Change a person, their roles, or whether they are active",
            _USERS,
            Answer(USER),
            body=_USER_CHANGE,
        ),
    }

    def get(self, request: Request, user_id: UUID) -> Response:
        return Response(selectors.user(self.actor, user_id))

    def patch(self, request: Request, user_id: UUID) -> Response:
        wanted = with_ids(self.body(), one=(), many=("roles",))
        with transaction.atomic():
            active = wanted.pop("active", None)
            if active is not None:
                switch = people.reactivate_user if active else people.deactivate_user
                switch(actor=self.actor, user_id=user_id)
            if wanted:
                people.update_user(actor=self.actor, user_id=user_id, values=wanted)
        return Response(selectors.user(self.actor, user_id))


class TeamCollection(Endpoint):
    operations: ClassVar = {
        "get": reading("listTeams", "All teams", _TEAMS, shapes.listing("TeamList", TEAM)),
        "post": creating("createTeam", "Make a team", _TEAMS, TEAM, _NEW_TEAM),
    }

    def get(self, request: Request) -> Response:
        return Response({"results": selectors.teams(self.actor), "next": None})

    def post(self, request: Request) -> Response:
        wanted = with_ids(self.body(), one=("parent", "manager"), many=("members",))
        team = teams.create_team(
            actor=self.actor,
            name=wanted["name"],
            parent_id=wanted.get("parent"),
            manager_id=wanted.get("manager"),
            member_ids=wanted.get("members", ()),
        )
        shown = selectors.team(self.actor, team.id)
        return Response(shown, status=201, headers={"Location": f"/api/v1/teams/{team.id}/"})


class TeamDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("getTeam", "One team", _TEAMS, TEAM),
        "patch": writing("updateTeam", "Change a team", _TEAMS, Answer(TEAM), body=_TEAM_CHANGE),
        "delete": writing("deleteTeam", "Delete a team", _TEAMS, Answer(None, 204, "It is gone.")),
    }

    def get(self, request: Request, team_id: UUID) -> Response:
        return Response(selectors.team(self.actor, team_id))

    def patch(self, request: Request, team_id: UUID) -> Response:
        wanted = with_ids(self.body(), one=("parent", "manager"), many=("members",))
        teams.update_team(actor=self.actor, team_id=team_id, values=wanted)
        return Response(selectors.team(self.actor, team_id))

    def delete(self, request: Request, team_id: UUID) -> Response:
        teams.delete_team(actor=self.actor, team_id=team_id)
        return Response(status=204)
