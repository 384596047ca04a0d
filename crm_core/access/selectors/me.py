"""What the web app needs to know of whoever is signed in."""

from typing import Any

from crm_core.access.policy import policy_for
from crm_core.records import catalogue
from freehold.context import current_tenant
from freehold.errors import NotSignedIn
from freehold.identity.actor import Actor
from freehold.identity.lookups import user_by_id


def me(actor: Actor) -> dict[str, Any]:
    """User, roles, teams, tenant, rights, objects; costs no statement when warm."""
    user = user_by_id(actor.user_id) if actor.user_id else None
    if user is None:
        raise NotSignedIn()
    policy = policy_for(actor)
    tenant = current_tenant()
    return {
        "user": {
            "id": str(user.id),
            "name": user.name,
            "email": user.email,
            "locale": user.locale or tenant.locale,
            "time_zone": user.time_zone or tenant.time_zone,
        },
        "roles": [{"id": str(role.id), "name": role.name} for role in policy.roles],
        "teams": [{"id": str(team.id), "name": team.name} for team in policy.teams],
        "tenant": {
            "id": str(tenant.id),
            "slug": tenant.slug,
            "name": tenant.name,
            "currency": tenant.currency,
            "locale": tenant.locale,
            "time_zone": tenant.time_zone,
            "state": tenant.state,
            "is_operators": tenant.is_operators,
        },
        "rights": policy.rights,
        "objects": {name: policy.grants(name) for name in catalogue.current().objects},
        "entitlements": {},
    }
