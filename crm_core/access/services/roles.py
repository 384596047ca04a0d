"""Roles and who holds them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from crm_core.access.models import Role, RoleAssignment
from crm_core.access.services import drafts
from crm_core.access.services.administrators import keeping_an_administrator
from crm_core.access.services.ceilings import refuse_more_than_own, require_settings
from freehold import epoch
from freehold.audit import services as audit
from freehold.errors import Conflict, Faults, Invalid, NotFound
from freehold.fingerprints import stale
from freehold.identity.actor import Actor
from freehold.identity.models import User

_TOLD = ("name", "description", "is_admin", "grants", "fields", "rights")


@transaction.atomic
def create_role(*, actor: Actor, values: Mapping[str, Any]) -> Role:
    policy = require_settings(actor)
    draft = _parsed(values)
    refuse_more_than_own(policy, draft)
    role = Role.objects.create(**{name: getattr(draft, name) for name in _TOLD})
    _tell(actor, "created", role, {name: [None, getattr(role, name)] for name in _TOLD})
    return role


def update_role(
    *, actor: Actor, role_id: UUID, values: Mapping[str, Any], version: int | None = None
) -> Role:
    """Change what is given. Stale when `version` isn't the stored one."""
    policy = require_settings(actor)
    with keeping_an_administrator():
        role = _locked(role_id)
        if version is not None and version != role.version:
            raise stale(current={"id": str(role.id), "version": role.version})
        draft = _parsed(values, role)
        refuse_more_than_own(policy, role)
        refuse_more_than_own(policy, draft)
        changes = {
            name: [getattr(role, name), getattr(draft, name)]
            for name in _TOLD
            if getattr(role, name) != getattr(draft, name)
        }
        if changes:
            for name, (_, new) in changes.items():
                setattr(role, name, new)
            role.version += 1
            role.save()
            _tell(actor, "updated", role, changes)
    return role


def delete_role(*, actor: Actor, role_id: UUID) -> None:
    """Its holders lose what only this role allowed them."""
    policy = require_settings(actor)
    with keeping_an_administrator():
        role = _locked(role_id)
        refuse_more_than_own(policy, role)
        _tell(actor, "deleted", role, {name: [getattr(role, name), None] for name in _TOLD})
        role.delete()


@transaction.atomic
def clone_role(*, actor: Actor, role_id: UUID, name: str) -> Role:
    """A role with the same rules and no holders."""
    source = _locked(role_id)
    values = {one: getattr(source, one) for one in _TOLD}
    return create_role(actor=actor, values={**values, "name": name})


def assign_roles(*, actor: Actor, user_id: UUID, role_ids: Collection[UUID]) -> list[Role]:
    """Let the user hold exactly these roles."""
    policy = require_settings(actor)
    with keeping_an_administrator():
        user = User.objects.select_for_update().filter(id=user_id).first()
        if user is None:
            raise NotFound(gettext("There is no such user."))
        wanted = {role.id: role for role in Role.objects.filter(id__in=role_ids)}
        if len(wanted) != len(set(role_ids)):
            raise Invalid.at("roles", "unknown", gettext("One of these roles doesn't exist."))
        held = {role.id: role for role in Role.objects.filter(users=user)}
        for changed in wanted.keys() ^ held.keys():
            refuse_more_than_own(policy, wanted.get(changed) or held[changed])
        RoleAssignment.objects.filter(user=user, role_id__in=held.keys() - wanted.keys()).delete()
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role_id=role_id) for role_id in wanted.keys() - held.keys()
        )
        if wanted.keys() != held.keys():
            _tell_assigned(actor, user, held.values(), wanted.values())
    return sorted(wanted.values(), key=lambda role: role.name)


def _locked(role_id: UUID) -> Role:
    role = Role.objects.select_for_update().filter(id=role_id).first()
    if role is None:
        raise NotFound(gettext("There is no such role."))
    return role


def _parsed(values: Mapping[str, Any], role: Role | None = None) -> drafts.RoleDraft:
    """All that is wrong with it is told at once, a name that is taken, too."""
    faults, draft = Faults(), None
    with faults:
        draft = drafts.parse(values, role=role)
    with faults:
        if isinstance(values.get("name"), str):
            _refuse_same_name(values["name"].strip(), but=role.id if role else None)
    faults.tell()
    assert draft is not None
    return draft


def _refuse_same_name(name: str, but: UUID | None = None) -> None:
    others = Role.objects.filter(name__iexact=name)
    if (others.exclude(id=but) if but else others).exists():
        raise Conflict.at(
            "name",
            "not_unique",
            gettext("There is already a role called “%(name)s”. Choose another name.")
            % {"name": name},
        )


def _tell(actor: Actor, happened: str, role: Role, changes: dict[str, list[Any]]) -> None:
    epoch.bump()
    audit.record(
        actor=actor,
        action=f"access.role.{happened}",
        object="roles",
        record_id=role.id,
        record_name=role.name,
        changes=changes,
    )


def _tell_assigned(
    actor: Actor, user: User, before: Collection[Role], after: Collection[Role]
) -> None:
    epoch.bump()
    audit.record(
        actor=actor,
        action="access.roles.assigned",
        object="users",
        record_id=user.id,
        record_name=str(user),
        changes={
            "roles": [sorted(role.name for role in before), sorted(role.name for role in after)]
        },
    )
