"""The team tree as Settings and the owners' pickers show it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.access.models import Team
from freehold.errors import NotFound, NotSignedIn
from freehold.identity.actor import Actor


def teams(actor: Actor) -> list[dict[str, Any]]:
    """All teams with their members, by name, for anyone who is signed in; three statements."""
    if actor.user_id is None and not actor.is_system:
        raise NotSignedIn()
    return [shown(one) for one in _rows().order_by("group__name")]


def team(actor: Actor, team_id: UUID) -> dict[str, Any]:
    if actor.user_id is None and not actor.is_system:
        raise NotSignedIn()
    found = _rows().filter(id=team_id).first()
    if found is None:
        raise NotFound(_("There is no such team."))
    return shown(found)


def _rows() -> Any:
    related = Team.objects.select_related("group", "manager", "parent__group")
    return related.prefetch_related("group__user_set")


def shown(one: Team) -> dict[str, Any]:
    members = sorted(one.group.user_set.all(), key=str)
    return {
        "id": str(one.id),
        "name": one.name,
        "parent": {"id": str(one.parent.id), "name": one.parent.name} if one.parent else None,
        "manager": {"id": str(one.manager.id), "name": str(one.manager)} if one.manager else None,
        "members": [{"id": str(user.id), "name": str(user)} for user in members],
    }
