"""Who follows a record, and which records are somebody's favourites."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from crm_core.records import catalogue
from crm_core.records.models import Interest
from crm_core.records.policy import policy_for
from crm_core.records.selectors.reading import fetch_records, get_record
from freehold.identity.actor import Actor
from freehold.identity.models import User

_MOST_NAMED = 50


def follows(object_name: str, records: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """(record, user) of everyone who follows one of the records."""
    found = Interest.objects.filter(
        record_id__in=records, object=object_name, kind=Interest.Kind.FOLLOW
    )
    return list(found.order_by("record_id", "user_id").values_list("record_id", "user_id"))


def followers_of(object_name: str, record_id: UUID) -> list[UUID]:
    """Active users who follow the record. Whether they still see it, the caller asks access."""
    followed = Interest.objects.filter(
        record_id=record_id, object=object_name, kind=Interest.Kind.FOLLOW, user__is_active=True
    )
    return list(followed.order_by("id").values_list("user_id", flat=True))


def interest(object_name: str, record_id: UUID, *, actor: Actor) -> dict[str, Any]:
    """How the actor stands to the record, and who follows it; 404 when it is not visible."""
    get_record(object_name, record_id, actor=actor, fields=("id",))
    mine = _interests_of(actor).filter(record_id=record_id)
    kinds = set(mine.values_list("kind", flat=True))
    followers = User.objects.filter(id__in=followers_of(object_name, record_id)).order_by("name")
    return {
        "following": Interest.Kind.FOLLOW in kinds,
        "favourite": Interest.Kind.FAVOURITE in kinds,
        "followers": [{"id": one.id, "name": str(one)} for one in followers[:_MOST_NAMED]],
    }


def favourites(*, actor: Actor) -> list[dict[str, Any]]:
    """In the user's own order; what they no longer see is left out. One statement an object."""
    policy, known = policy_for(actor), catalogue.current().objects
    rows = list(
        _interests_of(actor)
        .filter(kind=Interest.Kind.FAVOURITE)
        .order_by("position", "id")
        .values_list("object", "record_id")
    )
    names: dict[UUID, str | None] = {}
    for name in sorted({name for name, _ in rows}):
        if name in known and policy.can(name, "read"):
            title = known[name].title
            shown = policy.field_access(name, title) != "hidden"
            ids = [record for of, record in rows if of == name]
            fields = ("id", title) if shown else ("id",)
            found = fetch_records(policy, known[name], ids, fields=fields)
            names |= {one["id"]: one.get(title) for one in found}
    return [
        {"object": name, "id": record, "name": names[record]}
        for name, record in rows
        if record in names
    ]


def _interests_of(actor: Actor) -> QuerySet[Interest]:
    """None for what is nobody: a command, a task of the system."""
    if actor.user_id is None:
        return Interest.objects.none()
    return Interest.objects.filter(user_id=actor.user_id)
