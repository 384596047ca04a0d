"""With whom a record is shared, and why someone may see it."""

from typing import Any
from uuid import UUID

from crm_core.access.conditions import rows_of, visible
from crm_core.access.explain import explain
from crm_core.access.models import Team
from crm_core.access.policy import policy_for
from crm_core.access.shares import share_models
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from freehold.errors import Forbidden, NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User


def shares(actor: Actor, object_name: str, record_id: UUID) -> list[dict[str, Any]]:
    """The record's shares, ended ones included, for those who may read it."""
    object_type = _readable(actor, object_name, record_id)
    tables = share_models(object_type.model)
    if tables is None:
        return []
    of_users = tables.user._default_manager.filter(content_object=record_id)
    found = [
        {**_shown(share), "user": {"id": str(share.user_id), "name": str(share.user)}, "team": None}
        for share in of_users.select_related("user", "permission", "granted_by")
    ]
    of_teams = tables.team._default_manager.filter(content_object=record_id)
    teams = {team.group_id: team for team in Team.objects.select_related("group")}
    for share in of_teams.select_related("permission", "granted_by"):
        team = teams[share.group_id]
        named = {"id": str(team.id), "name": team.name}
        found.append({**_shown(share), "user": None, "team": named})
    return found


def explanation(
    actor: Actor, object_name: str, record_id: UUID, user_id: UUID | None = None
) -> dict[str, Any]:
    """Why `user_id` (default: the actor) may or may not read, change and delete the record.

    Asking about someone else needs the right `settings`; the record itself must be readable.
    """
    object_type = _readable(actor, object_name, record_id)
    asked = user_id or actor.user_id
    if asked is None:
        raise NotFound("There is no such user.")
    if asked != actor.user_id and not policy_for(actor).has_right("settings"):
        raise Forbidden("Asking about someone else's access needs the right “settings”.")
    user = User.objects.filter(id=asked).first()
    if user is None:
        raise NotFound("There is no such user.")
    return explain(user, object_type, record_id)


def _readable(actor: Actor, object_name: str, record_id: UUID) -> ObjectType:
    object_type = catalogue.current().object(object_name)
    rows = rows_of(object_type).filter(id=record_id)
    if not rows.filter(visible(policy_for(actor), object_type)).exists():
        raise NotFound()
    return object_type


def _shown(share: Any) -> dict[str, Any]:
    by = share.granted_by
    return {
        "access": "write" if share.permission.codename.startswith("change_") else "read",
        "expires_at": share.expires_at,
        "created_at": share.created_at,
        "granted_by": {"id": str(by.id), "name": str(by)} if by else None,
    }
