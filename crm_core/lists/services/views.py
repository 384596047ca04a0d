"""Saving, changing, sharing and deleting views."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from crm_core.access.models import Team
from crm_core.lists.choices import Shared
from crm_core.lists.meaning import Reading
from crm_core.lists.models import ListSetting, SavedView
from crm_core.lists.selectors.views import may_edit, teams_of, visible_views
from crm_core.records.policy import Policy, lacks_right, policy_for
from crm_core.records.selectors.reading import readable_object
from freehold.audit import services as audit
from freehold.errors import Forbidden, Invalid, NotFound
from freehold.identity.actor import Actor

MOST_VIEWS = 500
_SAID = ("kind", "name", "filter", "search", "sort", "columns", "pipeline", "position")
#: What is told of a shared view, beside its name and whom it is for.
_TOLD = ("filter", "search", "sort", "columns", "group_by")


def create_view(object_name: str, values: Mapping[str, Any], *, actor: Actor) -> UUID:
    """Save a view of one's own; sharing it with everyone needs the right `settings`."""
    policy, user_id = _writer(actor)
    object_type = readable_object(object_name, policy)
    Reading(policy, object_type).check(values)
    with transaction.atomic():
        if SavedView.objects.filter(owner=user_id, deleted_at=None).count() >= MOST_VIEWS:
            raise Invalid.at(
                "name",
                "too_many",
                gettext("Keep at most %(most_views)s views of your own.")
                % {"most_views": MOST_VIEWS},
            )
        view = SavedView(object=object_name, owner_id=user_id)
        _apply(view, values, policy, actor)
        _name_free(view)
        view.save(force_insert=True)
        _note(view, actor, "created", {})
        _choose_default(view, values, user_id)
    return view.id


def change_view(view_id: UUID, values: Mapping[str, Any], *, actor: Actor) -> None:
    """Change what is given. `is_default` is one's own choice, of any view that one may open."""
    policy, user_id = _writer(actor)
    with transaction.atomic():
        view = _locked(view_id, actor, policy)
        if set(values) - {"is_default"}:
            _refuse_others(view, actor, policy)
            object_type = readable_object(view.object, policy)
            Reading(policy, object_type).check(values)
            before = _told(view)
            _apply(view, values, policy, actor)
            _name_free(view)
            view.save()
            _note(view, actor, "changed", before)
            if "columns" in values:
                ListSetting.objects.filter(view=view, user=user_id).update(columns=None)
        _choose_default(view, values, user_id)


def delete_view(view_id: UUID, *, actor: Actor) -> None:
    """Out of everybody's sight; `restore_view` brings it back."""
    policy, _ = _writer(actor)
    with transaction.atomic():
        view = _locked(view_id, actor, policy)
        _refuse_others(view, actor, policy)
        view.deleted_at = timezone.now()
        view.save(update_fields=["deleted_at", "updated_at"])
        _note(view, actor, "deleted", _told(view))


def restore_view(view_id: UUID, *, actor: Actor) -> None:
    policy, _ = _writer(actor)
    with transaction.atomic():
        view = _locked(view_id, actor, policy, trash=True)
        _refuse_others(view, actor, policy)
        view.deleted_at = None
        _name_free(view)
        view.save(update_fields=["deleted_at", "updated_at"])
        _note(view, actor, "restored", {})


def keep_columns(
    object_name: str,
    columns: list[dict[str, Any]] | None,
    *,
    actor: Actor,
    view_id: UUID | None = None,
) -> None:
    """One's own columns for a view or for the plain list; None goes back to the usual ones."""
    policy, user_id = _writer(actor)
    object_type = readable_object(object_name, policy)
    Reading(policy, object_type).check({"columns": columns})
    if view_id is not None:
        view = visible_views(actor, policy).filter(id=view_id, object=object_name).first()
        if view is None:
            raise NotFound(gettext("There is no such view."))
    ListSetting.objects.update_or_create(
        user_id=user_id,
        object=object_name,
        view_id=view_id,
        defaults={"columns": columns},
    )


def _writer(actor: Actor) -> tuple[Policy, UUID]:
    """The rights and the id of the person whose views these are."""
    if actor.user_id is None or "all" not in actor.scopes:
        raise Forbidden(
            gettext("An API key bound to reading or to some objects may not save views.")
        )
    return policy_for(actor), actor.user_id


def _locked(view_id: UUID, actor: Actor, policy: Policy, *, trash: bool = False) -> SavedView:
    rows = visible_views(actor, policy, trash=trash).select_for_update(of=("self",))
    view = rows.filter(id=view_id).first()
    if view is None:
        raise NotFound(gettext("There is no such view."))
    return view


def _refuse_others(view: SavedView, actor: Actor, policy: Policy) -> None:
    if not may_edit(view, actor, policy):
        raise Forbidden(
            gettext("This view is somebody else's. Save your changes as a view of your own.")
        )


def _apply(view: SavedView, values: Mapping[str, Any], policy: Policy, actor: Actor) -> None:
    for name in _SAID:
        if name in values:
            setattr(view, name, values[name])
    if "group_by" in values:
        view.group_by = values["group_by"] or ""
    view.name = " ".join(view.name.split())
    if not view.name:
        raise Invalid.at("name", "required", gettext("Give the view a name."))
    if "shared" in values or "team" in values:
        _share(view, values.get("shared", view.shared), values.get("team"), policy, actor)


def _share(
    view: SavedView, shared: str, team_id: UUID | None, policy: Policy, actor: Actor
) -> None:
    """With a team by its members, with everyone by whoever manages settings."""
    manages = policy.has_right("settings")
    if shared == Shared.EVERYONE and view.shared != Shared.EVERYONE and not manages:
        raise lacks_right(policy, "settings")
    view.team_id = None
    view.shared = shared
    if shared != Shared.TEAM:
        return
    if team_id is None:
        raise Invalid.at("team", "required", gettext("Choose the team that may see the view."))
    assert actor.user_id is not None
    if not manages and team_id not in teams_of(actor.user_id):
        raise Invalid.at(
            "team", "not_yours", gettext("Share a view with a team that you belong to.")
        )
    if not Team.objects.filter(id=team_id).exists():
        raise Invalid.at("team", "unknown", gettext("There is no such team."))
    view.team_id = team_id


def _name_free(view: SavedView) -> None:
    """One's own views of an object have names of their own."""
    same = SavedView.objects.filter(
        owner=view.owner_id, object=view.object, name__iexact=view.name, deleted_at=None
    ).exclude(id=view.id)
    if same.exists():
        raise Invalid.at("name", "taken", gettext("You have a view of this name already."))


def _choose_default(view: SavedView, values: Mapping[str, Any], user_id: UUID) -> None:
    if "is_default" not in values:
        return
    mine = ListSetting.objects.filter(user=user_id, object=view.object)
    if values["is_default"]:
        mine.filter(is_default=True).update(is_default=False)
    ListSetting.objects.update_or_create(
        user_id=user_id,
        object=view.object,
        view=view,
        defaults={"is_default": values["is_default"]},
    )


def _told(view: SavedView) -> dict[str, Any]:
    shared = Shared.PRIVATE if view.is_private else view.shared
    team = str(view.team_id) if view.team_id and not view.is_private else None
    said = {name: getattr(view, name) for name in _TOLD}
    return {"name": view.name, "shared": str(shared), "team": team, **said}


def _note(view: SavedView, actor: Actor, happened: str, before: Mapping[str, Any]) -> None:
    """What others see is written down; one's private views are one's own affair."""
    if view.is_private and before.get("shared", Shared.PRIVATE) == Shared.PRIVATE:
        return
    after = _told(view)
    changes = {
        name: [before.get(name), value]
        for name, value in after.items()
        if (before.get(name) or None) != (value or None)
    }
    audit.record(
        actor=actor,
        action=f"lists.view.{happened}",
        object="view",
        record_id=view.id,
        record_name=view.name,
        changes={**changes, "object": [view.object, view.object]},
    )
