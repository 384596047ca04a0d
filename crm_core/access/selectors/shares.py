"""With whom a record is shared."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_core.access.models import Team
from crm_core.access.selectors.viewers import readable
from crm_core.access.shares import share_models
from freehold.identity.actor import Actor


def shares(actor: Actor, object_name: str, record_id: UUID) -> list[dict[str, Any]]:
    """The record's shares, ended ones included, for those who may read it."""
    object_type, _ = readable(actor, object_name, record_id)
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


def _shown(share: Any) -> dict[str, Any]:
    by = share.granted_by
    return {
        "access": "write" if share.permission.codename.startswith("change_") else "read",
        "expires_at": share.expires_at,
        "ended": share.expires_at is not None and share.expires_at <= timezone.now(),
        "created_at": share.created_at,
        "granted_by": {"id": str(by.id), "name": str(by)} if by else None,
    }
