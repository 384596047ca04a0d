"""The views that somebody may open, as they may use them."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from crm_core.access.team_tree import TeamNode, team_tree
from crm_core.lists.choices import Shared
from crm_core.lists.meaning import Reading
from crm_core.lists.models import ListSetting, SavedView
from crm_core.records import catalogue
from crm_core.records.policy import Policy, policy_for
from crm_core.records.selectors.reading import readable_object
from freehold.errors import Forbidden, NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User


def list_views(*, actor: Actor, object_name: str | None = None) -> dict[str, Any]:
    """{"results": views, "columns": the reader's own columns of the plain list, or None}.

    Of one object, or of all that the reader may see; then without columns.
    """
    policy = policy_for(actor)
    rows = visible_views(actor, policy).select_related("owner", "team__group")
    if object_name is not None:
        readable_object(object_name, policy)
        rows = rows.filter(object=object_name)
    settings = settings_of(actor, object_name)
    shown = _shown_all(list(rows), settings, policy, actor)
    return {"results": shown, "columns": _plain_columns(settings, policy, object_name)}


def get_view(view_id: UUID, *, actor: Actor) -> dict[str, Any]:
    policy = policy_for(actor)
    rows = visible_views(actor, policy).select_related("owner", "team__group").filter(id=view_id)
    shown = _shown_all(list(rows), settings_of(actor, None), policy, actor)
    if not shown:
        raise NotFound(_("There is no such view."))
    return shown[0]


def visible_views(actor: Actor, policy: Policy, *, trash: bool = False) -> "QuerySet[SavedView]":
    """One's own, everybody's, those of one's teams and the teams above, of what one may read."""
    if actor.user_id is None:
        raise Forbidden(_("Views belong to people: sign in as one."))
    names = [name for name in catalogue.current().objects if policy.can(name, "read")]
    reached = Q(owner=actor.user_id) | Q(shared=Shared.EVERYONE)
    reached |= Q(shared=Shared.TEAM, team__in=_reaching(actor.user_id))
    if policy.has_right("settings"):
        reached |= Q(shared=Shared.TEAM, team__isnull=False)
    rows = SavedView.objects.filter(reached, object__in=names, deleted_at__isnull=not trash)
    return rows.order_by("object", "position", "name", "id")


def teams_of(user_id: UUID) -> list[UUID]:
    """The teams that somebody belongs to or manages."""
    return [one.id for one in _own_teams(user_id)]


def _own_teams(user_id: UUID) -> list[TeamNode]:
    groups = User.groups.through.objects.filter(user_id=user_id)
    return team_tree().of(user_id, set(groups.values_list("group_id", flat=True)))


def _reaching(user_id: UUID) -> set[UUID]:
    """The teams whose views reach somebody: who leads several teams shares with all of them."""
    tree = team_tree()
    return {above.id for own in _own_teams(user_id) for above in tree.above(own.id)}


def may_edit(view: SavedView, actor: Actor, policy: Policy) -> bool:
    """Its owner; of a shared one also whoever manages settings."""
    if view.owner_id == actor.user_id:
        return True
    return not view.is_private and policy.has_right("settings")


def settings_of(actor: Actor, object_name: str | None) -> dict[UUID | None, ListSetting]:
    """By view; under None that of the object's plain list."""
    rows = ListSetting.objects.filter(user=actor.user_id)
    if object_name is None:
        rows = rows.filter(view__isnull=False)
    else:
        rows = rows.filter(object=object_name)
    return {one.view_id: one for one in rows}


def _plain_columns(
    settings: dict[UUID | None, ListSetting], policy: Policy, object_name: str | None
) -> list[dict[str, Any]] | None:
    held = settings.get(None)
    if object_name is None or held is None or held.columns is None:
        return None
    return Reading(policy, catalogue.current().object(object_name)).columns(held.columns)


def _shown_all(
    rows: list[SavedView],
    settings: dict[UUID | None, ListSetting],
    policy: Policy,
    actor: Actor,
) -> list[dict[str, Any]]:
    return [_shown(one, settings.get(one.id), policy, actor) for one in rows]


def _shown(
    view: SavedView, setting: ListSetting | None, policy: Policy, actor: Actor
) -> dict[str, Any]:
    reading = Reading(policy, catalogue.current().object(view.object))
    filter, filter_cut = reading.filter(view.filter)
    sort, sort_cut = reading.sort(view.sort)
    group_by, group_cut = reading.group_by(view.group_by)
    withheld = {"filter": filter_cut, "sort": sort_cut, "group_by": group_cut}
    own = setting.columns if setting is not None else None
    return {
        "id": view.id,
        "object": view.object,
        "kind": view.kind,
        "name": view.name,
        "filter": filter,
        "search": view.search,
        "sort": sort,
        "columns": reading.columns(view.columns),
        "my_columns": reading.columns(own) if own is not None else None,
        "group_by": group_by,
        "pipeline": view.pipeline,
        "withheld": [part for part, cut in withheld.items() if cut],
        "shared": Shared.PRIVATE if view.is_private else view.shared,
        "team": {"id": view.team.id, "name": view.team.name} if view.team else None,
        "owner": {"id": view.owner_id, "name": view.owner.name},
        "position": view.position,
        "is_default": setting is not None and setting.is_default,
        "editable": may_edit(view, actor, policy),
        "updated_at": view.updated_at,
    }
