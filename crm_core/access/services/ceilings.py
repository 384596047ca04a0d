"""Nobody gives away more than they have: who manages roles can't make themselves more by it."""

from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.access.choices import ANY_OBJECT, SCOPED_VERBS, Scope
from crm_core.access.models import Role
from crm_core.access.policy import Policy, policy_for
from crm_core.access.services.drafts import RoleDraft
from crm_core.records import catalogue
from crm_core.records.policy import lacks_right
from freehold.errors import Forbidden
from freehold.identity.actor import Actor


def require_settings(actor: Actor) -> Policy:
    """The actor's policy, or Forbidden without the right to manage settings."""
    policy = policy_for(actor)
    if not policy.has_right("settings"):
        raise lacks_right(policy, "settings")
    return policy


def refuse_more_than_own(policy: Policy, role: Role | RoleDraft) -> None:
    """Forbidden if the role allows what `policy` doesn't; an administrator may give all."""
    if policy.is_admin:
        return
    beyond = role.is_admin or not set(role.rights) <= set(policy.rights)
    if beyond or any(_exceeds(policy, name, role) for name in _objects(role)):
        raise Forbidden(
            _(
                "The role “%(name)s” allows more than your own roles do. Ask an "
                "administrator to do this."
            )
            % {"name": role.name}
        )


def refuse_stronger(policy: Policy, user_id: UUID) -> None:
    """Whoever could change a stronger user's address could sign in as them."""
    for role in Role.objects.filter(users=user_id):
        refuse_more_than_own(policy, role)


def _objects(role: Role | RoleDraft) -> list[str]:
    named = set(role.grants) - {ANY_OBJECT}
    if ANY_OBJECT not in role.grants:
        return sorted(named)
    return sorted(name for name, one in catalogue.current().objects.items() if not one.parent)


def _exceeds(policy: Policy, name: str, role: Role | RoleDraft) -> bool:
    grant = role.grants.get(name) or role.grants.get(ANY_OBJECT) or {}
    if grant.get("create") and not policy.can(name, "create"):
        return True
    if any(
        Scope(grant.get(verb) or Scope.NONE).rank > policy.scope(name, verb).rank
        for verb in SCOPED_VERBS
    ):
        return True
    limits = role.fields.get(name, {})
    return any(
        _opens(policy.field_access(name, field), limits.get(field, "write"))
        for field in catalogue.current().object(name).fields
        if grant.get("read", "none") != "none"
    )


def _opens(own: str, given: str) -> bool:
    return own == "hidden" and given != "hidden"
