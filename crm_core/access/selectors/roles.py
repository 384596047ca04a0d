"""Roles as Settings shows them."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from crm_core.access.models import Role
from crm_core.access.services.ceilings import require_settings
from freehold.errors import NotFound
from freehold.identity.actor import Actor


def roles(actor: Actor) -> list[dict[str, Any]]:
    """All roles, by name; needs the right `settings`."""
    require_settings(actor)
    return [shown(one) for one in _rows().order_by("name")]


def role(actor: Actor, role_id: UUID) -> dict[str, Any]:
    require_settings(actor)
    found = _rows().filter(id=role_id).first()
    if found is None:
        raise NotFound(_("There is no such role."))
    return shown(found)


def _rows() -> QuerySet[Any]:
    return Role.objects.annotate(holders=Count("users", filter=Q(users__is_active=True)))


def shown(one: Any) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": one.name,
        "description": one.description,
        "is_admin": one.is_admin,
        "grants": one.grants,
        "fields": one.fields,
        "rights": one.rights,
        "holders": one.holders,
        "version": one.version,
    }
