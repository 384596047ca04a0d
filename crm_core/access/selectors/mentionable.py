"""People to name in a text about a record, and whether they would see it."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, Value, When

from crm_core.access.explain import Case, whole_of
from crm_core.access.policy import policies_of
from crm_core.access.selectors.viewers import owner_is_hidden, readable
from freehold.identity.actor import Actor
from freehold.identity.models import User

MOST = 8


def mentionable(
    actor: Actor, object_name: str, record_id: UUID, *, search: str = ""
) -> list[dict[str, Any]]:
    """The first active users whose name or e-mail holds the text; 404 without the record.

    Whose name begins with it comes first, then whose last name does: Enter takes the first.
    `sees` is None for a reader from whom the owner is hidden: it would tell who that is. `reads`
    says whether they would see a note of the actor's: whoever does not is told of no mention.
    """
    object_type, _ = readable(actor, object_name, record_id)
    rows = User.objects.filter(is_active=True).order_by("name", "id")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search))
        rows = rows.order_by(_nearness(search), "name", "id")
    people = list(rows[:MOST])
    sees: dict[UUID, bool] = {}
    policies = policies_of([one.id for one in people])
    if people and not owner_is_hidden(actor, object_type, record_id):
        case = Case(*whole_of(object_type, record_id))
        decided = case.decisions([policies[one.id] for one in people])
        sees = {one.id: verbs["read"] for one, verbs in zip(people, decided, strict=True)}
    return [
        {
            "id": one.id,
            "name": str(one),
            "sees": sees.get(one.id),
            "reads": policies[one.id].reaches_owner("activities", "read", actor.user_id),
        }
        for one in people
    ]


def _nearness(search: str) -> models.Case:
    return models.Case(
        When(name__istartswith=search, then=Value(0)),
        When(name__icontains=f" {search}", then=Value(1)),
        default=Value(2),
    )
