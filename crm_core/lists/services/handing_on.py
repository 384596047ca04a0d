"""Shared views go along when their owner leaves: others work with them, and somebody keeps them."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from crm_core.lists.choices import Shared
from crm_core.lists.models import SavedView
from freehold.audit import services as audit
from freehold.identity.actor import Actor
from freehold.identity.models import User

_LONGEST = 80


def shared_views_of(user_id: UUID) -> list[dict[str, str]]:
    """{"id", "name"} of each that others see; private views are nobody else's affair."""
    return [{"id": str(one.id), "name": one.name} for one in _shared(user_id)]


def hand_on_views(former: UUID, to: UUID, actor: Actor) -> list[dict[str, Any]]:
    """Make `to` the owner. A name that they use already is told apart by the former owner's."""
    views = list(_shared(former).select_for_update(of=("self",)))
    if not views:
        return []
    names = dict(User.objects.filter(id__in=(former, to)).values_list("id", "name"))
    kept = []
    for view in views:
        before = view.name
        view.name = _free(view, to, names[former])
        _give(view, to, names, actor)
        kept.append({"id": str(view.id), "name": before, "became": view.name})
    return kept


def give_back_views(kept: list[dict[str, Any]], former: UUID, to: UUID, actor: Actor) -> None:
    """Those that `to` still owns, under the names that they had unless somebody renamed them."""
    told = {UUID(one["id"]): one for one in kept}
    views = SavedView.objects.select_for_update(of=("self",)).filter(id__in=told, owner=to)
    names = dict(User.objects.filter(id__in=(former, to)).values_list("id", "name"))
    for view in views:
        one = told[view.id]
        if view.name == one["became"]:
            view.name = one["name"]
        view.name = _free(view, former, names[to])
        _give(view, former, names, actor)


def _shared(user_id: UUID) -> "QuerySet[SavedView]":
    seen = Q(shared=Shared.EVERYONE) | Q(shared=Shared.TEAM, team__isnull=False)
    rows = SavedView.objects.filter(seen, owner=user_id, deleted_at=None)
    return rows.order_by("object", "position", "name", "id")


def _free(view: SavedView, owner: UUID, whose: str) -> str:
    """The view's name, or the first like it that no view of the owner has."""
    used = {
        name.casefold()
        for name in SavedView.objects.filter(owner=owner, object=view.object, deleted_at=None)
        .exclude(id=view.id)
        .values_list("name", flat=True)
    }
    name, number = view.name, 1
    while name.casefold() in used:
        told = f" ({whose})" if number == 1 else f" ({whose} {number})"
        name = f"{view.name[: max(1, _LONGEST - len(told))]}{told}"[:_LONGEST]
        number += 1
    return name


def _give(view: SavedView, to: UUID, names: dict[UUID, str], actor: Actor) -> None:
    former, view.owner_id = view.owner_id, to
    view.save(update_fields=["owner", "name", "updated_at"])
    audit.record(
        actor=actor,
        action="lists.view.changed",
        object="view",
        record_id=view.id,
        record_name=view.name,
        changes={
            "owner": [names.get(former), names.get(to)],
            "object": [view.object, view.object],
        },
    )
