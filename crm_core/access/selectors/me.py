"""What the web app needs to know of whoever is signed in."""

from typing import Any

from django.conf import settings

from crm_core.access.policy import policy_for
from crm_core.access.selectors.company import shown_company
from crm_core.records import catalogue
from freehold.company.selectors import company
from freehold.context import current_tenant
from freehold.errors import NotSignedIn
from freehold.identity import preferences
from freehold.identity.actor import Actor
from freehold.identity.lookups import user_by_id
from tenants.entitlements import entitled
from tenants.shut import told_reason


def me(actor: Actor) -> dict[str, Any]:
    """User, roles, teams, tenant, rights, objects; costs no statement when warm."""
    user = user_by_id(actor.user_id) if actor.user_id else None
    if user is None:
        raise NotSignedIn()
    policy = policy_for(actor)
    tenant, firm = current_tenant(), company()
    return {
        "user": {
            "id": str(user.id),
            "name": user.name,
            "email": user.email,
            "locale": user.locale or firm.locale,
            "time_zone": user.time_zone or firm.time_zone,
            "chosen": {"locale": user.locale, "time_zone": user.time_zone},
            "preferences": preferences.of(user),
        },
        "roles": [{"id": str(role.id), "name": role.name} for role in policy.roles],
        "teams": [{"id": str(team.id), "name": team.name} for team in policy.teams],
        "tenant": {
            "id": str(tenant.id),
            "slug": tenant.slug,
            "name": firm.name,
            "currency": firm.currency,
            "currencies": list(firm.currencies),
            "locale": firm.locale,
            "time_zone": firm.time_zone,
            "first_weekday": firm.first_weekday,
            "fiscal_month": firm.fiscal_month,
            "accent": firm.accent,
            "logo": shown_company()["logo"],
            "state": tenant.state,
            "state_reason": told_reason(tenant.state_reason),
            "erase_at": tenant.erase_at.isoformat() if tenant.erase_at else None,
            "is_sandbox": tenant.is_sandbox,
            "support_email": str(settings.SUPPORT_EMAIL),
            "is_operators": tenant.is_operators,
        },
        "rights": policy.rights,
        "objects": {name: policy.grants(name) for name in catalogue.current().objects},
        "entitlements": entitled().as_json(),
    }
