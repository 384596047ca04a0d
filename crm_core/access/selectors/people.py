"""The people of the tenant: names for everyone, the rest for those who manage settings."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from crm_core.access.policy import policy_for
from freehold.errors import NotFound, NotSignedIn
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.identity.services.invitations import refused_mail, waits_for_mail, with_waiting

PAGE = 200


def users(
    actor: Actor, *, search: str = "", active: bool | None = None, after: UUID | None = None
) -> tuple[list[dict[str, Any]], UUID | None]:
    """Up to 200 users by id, and the id to continue `after`; three statements."""
    rows = _rows(actor)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if active is not None:
        rows = rows.filter(is_active=active)
    if after is not None:
        rows = rows.filter(id__gt=after)
    found = list(rows.order_by("id")[: PAGE + 1])
    full = policy_for(actor).has_right("settings")
    following = found[PAGE - 1].id if len(found) > PAGE else None
    return [shown(one, full=full) for one in found[:PAGE]], following


def user(actor: Actor, user_id: UUID) -> dict[str, Any]:
    found = _rows(actor).filter(id=user_id).first()
    if found is None:
        raise NotFound(_("There is no such user."))
    full = policy_for(actor).has_right("settings") or user_id == actor.user_id
    return shown(found, full=full)


def _rows(actor: Actor) -> QuerySet[User]:
    if actor.user_id is None and not actor.is_system:
        raise NotSignedIn()
    return users_to_show()


def users_to_show() -> QuerySet[User]:
    """All users with what `shown` tells of each."""
    app_code = Authenticator.objects.filter(user=OuterRef("id"), type=Authenticator.Type.TOTP)
    rows = User.objects.prefetch_related("roles", "groups__team")
    return with_waiting(rows.annotate(two_step=Exists(app_code)))


def shown(one: Any, *, full: bool) -> dict[str, Any]:
    """One of `users_to_show`; `full` adds what only Settings (and the user) may know."""
    brief = {"id": str(one.id), "name": one.name, "email": one.email, "active": one.is_active}
    if not full:
        return brief
    return {
        **brief,
        "roles": [{"id": str(role.id), "name": role.name} for role in one.roles.all()],
        "teams": [
            {"id": str(group.team.id), "name": group.name}
            for group in one.groups.all()
            if hasattr(group, "team")
        ],
        "locale": one.locale,
        "time_zone": one.time_zone,
        "last_seen_at": one.last_seen_at,
        "invited": not one.has_usable_password(),
        "invitation_waits": waits_for_mail(one),
        "invitation_refused": refused_mail(one),
        "two_step": one.two_step,
    }
