"""Shared views go along when their owner leaves: others work with them, and somebody keeps them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from crm_core.lists.choices import Shared
from crm_core.lists.models import SavedView
from freehold.audit import services as audit
from freehold.audit.models import AuditEntry
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.row_batches import update_rows

_LONGEST = 80


def shared_views_of(user_id: UUID) -> list[dict[str, str]]:
    """{"id", "name"} of each that others see; private views are nobody else's affair."""
    return [{"id": str(one.id), "name": one.name} for one in _shared(user_id)]


def hand_on_views(former: UUID, to: UUID, actor: Actor) -> list[dict[str, Any]]:
    """Make `to` the owner. A name that they use already is told apart by the former owner's.

    As many statements for one view as for a hundred.
    """
    views = list(_shared(former).select_for_update(of=("self",)))
    before = [view.name for view in views]
    _give(views, former, to, actor)
    return [
        {"id": str(view.id), "name": name, "became": view.name}
        for view, name in zip(views, before, strict=True)
    ]


def give_back_views(kept: list[dict[str, Any]], former: UUID, to: UUID, actor: Actor) -> None:
    """Those that `to` still owns, under the names that they had unless somebody renamed them."""
    told = {UUID(one["id"]): one for one in kept}
    rows = SavedView.objects.select_for_update(of=("self",)).filter(id__in=told, owner=to)
    views = list(rows.order_by("object", "position", "name", "id"))
    for view in views:
        if view.name == told[view.id]["became"]:
            view.name = told[view.id]["name"]
    _give(views, to, former, actor)


def _shared(user_id: UUID) -> "QuerySet[SavedView]":
    seen = Q(shared=Shared.EVERYONE) | Q(shared=Shared.TEAM, team__isnull=False)
    rows = SavedView.objects.filter(seen, owner=user_id, deleted_at=None)
    return rows.order_by("object", "position", "name", "id")


def _give(views: Sequence[SavedView], by: UUID, to: UUID, actor: Actor) -> None:
    if not views:
        return
    names = dict(User.objects.filter(id__in=(by, to)).values_list("id", "name"))
    used = _used(views, to)
    now = timezone.now()
    for view in views:
        view.owner_id, view.updated_at = to, now
        view.name = _free(view.name, used[view.object], names[by])
        used[view.object].add(view.name.casefold())
    update_rows(views, ["owner_id", "name", "updated_at"])
    audit.record_all([_told(view, names.get(by), names.get(to), actor) for view in views])


def _used(views: Sequence[SavedView], owner: UUID) -> dict[str, set[str]]:
    """By object, the names that no other view of the owner may have."""
    rows = SavedView.objects.filter(owner=owner, deleted_at=None)
    theirs = rows.filter(object__in={view.object for view in views})
    found: dict[str, set[str]] = {view.object: set() for view in views}
    for name, used in theirs.values_list("object", "name"):
        found[name].add(used.casefold())
    return found


def _free(wanted: str, used: Collection[str], whose: str) -> str:
    """The name, or the first like it that is not used."""
    name, number = wanted, 1
    while name.casefold() in used:
        told = f" ({whose})" if number == 1 else f" ({whose} {number})"
        name = f"{wanted[: max(1, _LONGEST - len(told))]}{told}"[:_LONGEST]
        number += 1
    return name


def _told(view: SavedView, by: str | None, to: str | None, actor: Actor) -> AuditEntry:
    return audit.entry(
        actor=actor,
        action="lists.view.changed",
        object="view",
        record_id=view.id,
        record_name=view.name,
        changes={"owner": [by, to], "object": [view.object, view.object]},
    )
