"""API keys: one's own, or the whole workspace's for those who manage settings."""

from typing import Any

from crm_core.access.policy import policy_for
from crm_core.records.policy import lacks_right
from freehold.identity.actor import Actor
from freehold.identity.models import ApiKey


def api_keys(actor: Actor) -> list[dict[str, Any]]:
    """Newest first, revoked ones included; the secret is nowhere."""
    policy = policy_for(actor)
    keys = ApiKey.objects.select_related("user").order_by("-created_at", "-id")
    if policy.has_right("settings"):
        return [shown(key) for key in keys]
    if actor.user_id is None or not policy.has_right("api_keys"):
        raise lacks_right(policy, "api_keys")
    return [shown(key) for key in keys.filter(user_id=actor.user_id)]


def shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": str(key.id),
        "name": key.name,
        "prefix": key.prefix,
        "user": {"id": str(key.user_id), "name": str(key.user)},
        "scopes": key.scopes,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "revoked_at": key.revoked_at,
    }
