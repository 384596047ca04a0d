"""What hangs on a user: their records, shared views and webhooks, and their teams."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.access.belonging import hanging_on
from crm_core.access.choices import Scope
from crm_core.access.models import Team
from crm_core.access.policy import Policy, policy_for
from crm_core.access.services.ceilings import require_settings
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.services.reassigning import owned
from freehold.errors import NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User


def belongings(actor: Actor, user_id: UUID, to: UUID | None = None) -> dict[str, Any]:
    """How many records of each object a hand-over would move, and what it would not.

    `movable`: the asker may hand them over. `reaches`: `to` could see them as their owner.
    """
    policy = require_settings(actor)
    if not User.objects.filter(id=user_id).exists():
        raise NotFound(_("There is no such user."))
    objects = list(catalogue.current().objects.values())
    taking = policy_for(Actor(to, "", "web")) if to is not None else None
    found = [
        {
            "object": one.name,
            "label": str(one.label_plural),
            "count": count if knows(policy, one.name) else None,
            "movable": may_hand_over(policy, one.name),
            "reaches": taking is None or taking.can(one.name, "read"),
        }
        for one, count in zip(objects, counts(objects, user_id), strict=True)
        if count
    ]
    return {
        "results": found,
        "total": sum(one["count"] or 0 for one in found),
        **hanging_on(user_id),
        **teams_of(user_id),
    }


def counts(objects: Sequence[ObjectType], user_id: UUID) -> list[int]:
    """The number of records of each object that the user could hand over; one statement."""
    if not objects:
        return []
    parts = [owned(one, user_id) for one in objects]
    columns = ", ".join(
        f'(SELECT count(*) FROM {one.table} "r" WHERE {part.sql})'
        for one, part in zip(objects, parts, strict=True)
    )
    with connection.cursor() as run:
        run.execute(f"SELECT {columns}", [value for part in parts for value in part.params])
        return list(run.fetchone() or ())


def may_hand_over(policy: Policy, object_name: str) -> bool:
    """Whoever could give each of them to somebody else one by one may give all at once."""
    may_write = policy.field_access(object_name, "owner") == "write"
    return may_write and policy.scope(object_name, "update") is Scope.ALL


def knows(policy: Policy, object_name: str) -> bool:
    """Numbers of records are told to those who see every one of them."""
    return policy.scope(object_name, "read") is Scope.ALL


def teams_of(user_id: UUID) -> dict[str, list[dict[str, str]]]:
    teams = Team.objects.select_related("group").order_by("group__name")
    return {
        "teams": _named(teams.filter(group__user=user_id)),
        "managed_teams": _named(teams.filter(manager_id=user_id)),
    }


def _named(teams: Iterable[Team]) -> list[dict[str, str]]:
    return [{"id": str(one.id), "name": one.name} for one in teams]
