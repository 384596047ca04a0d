"""The people of a measured tenant and what they set up: roles, teams, fields, pipelines."""

import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission

from crm_core.access.services.roles import assign_roles, create_role
from crm_core.access.services.teams import create_team
from crm_core.records.models import FieldDefinition
from crm_core.records.services import field_indexes
from crm_core.records.services.fields import create_field
from crm_core.sales.models import (
    ContactTeamShare,
    ContactUserShare,
    OpportunityTeamShare,
    OpportunityUserShare,
    Stage,
)
from crm_core.sales.services.pipelines import create_pipeline
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tests.load.sizes import SHARES, TEAMS, USERS, USERS_SMALL

#: Signed in by the bench: reaches their team's records, theirs and those below, and all.
MEASURED, LEADER, ADMIN = "user0@bench.test", "user1@bench.test", "user2@bench.test"
_RIGHTS = ["export", "import", "bulk", "share"]
_HIDDEN = {"contacts": {"birthday": "hidden", "department": "hidden", "description": "hidden"}}
_PICKS = {
    "tier": ("gold", "silver", "bronze"),
    "region": ("north", "south", "east", "west"),
    "segment": ("small", "middle", "large"),
    "channel": ("shop", "fair", "partner", "web"),
}
_TYPES = {
    "loyalty": "integer",
    "visits": "integer",
    "employees_known": "integer",
    "score": "number",
    "discount": "number",
    "first_order": "date",
    "last_visit": "date",
    "newsletter": "boolean",
    "vip": "boolean",
    "budget": "money",
    "profile": "url",
    "nickname": "text",
    "assistant": "text",
    "hobby": "text",
    "badge": "text",
    "greeting": "text",
}


@dataclass(frozen=True)
class People:
    """The users in the order of their numbers, and the teams' groups."""

    users: list[UUID]
    groups: list[int]


def settle(stages: bool) -> People:
    """Users, teams, roles; with `stages` more people, three pipelines, the twenty custom fields."""
    users = [
        User.objects.create_user(f"user{number}@bench.test", None, name=f"User {number}")
        for number in range(USERS if stages else USERS_SMALL)
    ]
    _give_roles(users)
    groups = _gather_teams([one.id for one in users])
    if stages:
        for name in ("Renewals", "Partners"):
            create_pipeline({"name": name}, actor=SYSTEM)
        _add_fields()
    return People([one.id for one in users], groups)


def _give_roles(users: list[User]) -> None:
    roles = {}
    for name, scope in (("Measured", "team"), ("Leader", "team_and_below"), ("Everything", "all")):
        grants = {"create": True, "read": scope, "update": scope, "delete": "own"}
        values: dict[str, Any] = {"name": name, "grants": {"*": grants}, "rights": _RIGHTS}
        values["fields"] = {} if scope == "all" else _HIDDEN
        roles[name] = create_role(actor=SYSTEM, values=values).id
    named = {LEADER: "Leader", ADMIN: "Everything"}
    for user in users:
        assign_roles(
            actor=SYSTEM, user_id=user.id, role_ids=[roles[named.get(user.email, "Measured")]]
        )


def _gather_teams(users: list[UUID]) -> list[int]:
    """Eight teams as a binary tree: the first has all the others below it but two."""
    teams: list[Any] = []
    size = len(users) // TEAMS
    for number in range(TEAMS):
        parent = teams[(number - 1) // 2].id if 0 < number < TEAMS - 2 else None
        members = users[number * size : (number + 1) * size]
        teams.append(
            create_team(actor=SYSTEM, name=f"Team {number}", parent_id=parent, member_ids=members)
        )
    return [one.group_id for one in teams]


def _add_fields() -> None:
    wanted: list[dict[str, Any]] = [
        {"name": name, "type": "picklist", "choices": [{"value": one, "label": one} for one in of]}
        for name, of in _PICKS.items()
    ]
    wanted += [{"name": name, "type": kind} for name, kind in _TYPES.items()]
    for position, values in enumerate(wanted):
        label = values["name"].replace("_", " ").title()
        create_field(
            {"object": "contacts", "label": label, "position": position, **values}, actor=SYSTEM
        )


def build_field_indexes() -> None:
    """What a worker does after a field was added."""
    for definition in FieldDefinition.objects.exclude(index_state="none").order_by("position"):
        field_indexes.build_index(definition)


def custom_values(chance: random.Random) -> dict[str, Any]:
    """About half of the twenty fields filled in, in stored form."""
    found: dict[str, Any] = {name: chance.choice(of) for name, of in _PICKS.items()}
    found |= {
        "loyalty": chance.randrange(1000),
        "score": round(chance.random() * 100, 2),
        "first_order": f"20{chance.randrange(15, 26)}-{chance.randrange(1, 13):02}-11",
        "newsletter": chance.random() < 0.5,
        "vip": chance.random() < 0.02,
        "budget": {"amount": chance.randrange(1, 500) * 10_000, "currency": "EUR"},
        "nickname": chance.choice(("Bo", "Kit", "Alex", "Sam", "Max")),
    }
    return found


def open_stages() -> list[Stage]:
    return list(Stage.objects.filter(category="open").order_by("pipeline__position", "position"))


def closed_stages() -> list[Stage]:
    return list(Stage.objects.exclude(category="open").order_by("pipeline__position", "position"))


def share(people: People, contacts: list[UUID], deals: list[UUID]) -> None:
    """A thousand shares with each of the measured ones: half directly, half through their team."""
    for users, teams, name, ids in (
        (ContactUserShare, ContactTeamShare, "view_contact", contacts),
        (OpportunityUserShare, OpportunityTeamShare, "view_opportunity", deals),
    ):
        permission = Permission.objects.get(codename=name)
        half = min(SHARES, len(ids)) // 2
        users.objects.bulk_create(
            users(content_object_id=one, permission=permission, user_id=user)
            for user in people.users[:2]
            for one in ids[:half]
        )
        teams.objects.bulk_create(
            teams(content_object_id=one, permission=permission, group_id=people.groups[0])
            for one in ids[half : 2 * half]
        )
