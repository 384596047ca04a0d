"""What somebody sees and may do, object by object: today, and as a change of roles would make it.

Nothing is written: a policy is made of roles that may not be stored, and the condition that bounds
every list counts with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.access.choices import SCOPED_VERBS
from crm_core.access.conditions import condition, not_private
from crm_core.access.models import Role
from crm_core.access.policy import Policy, policy_for, rules_of, with_roles
from crm_core.access.rules import RoleRules
from crm_core.access.selectors.belongings import knows, teams_of
from crm_core.access.services import drafts
from crm_core.access.services.ceilings import require_settings
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.query.source import rows_of_object
from freehold.errors import Invalid, NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.ids import new_id

#: Counting goes no further: more is told as "more than".
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One number: the rows of an object that a policy reaches, in words that `asker` may hear."""

    policy: Policy
    object_type: ObjectType
    by_share_only: bool = False


def access_of(actor: Actor, user_id: UUID) -> dict[str, Any]:
    """What the user sees of each object, by which role, and how many records that are.

    About oneself for everybody, about others with the right `settings`.
    """
    asker = policy_for(actor) if user_id == actor.user_id else require_settings(actor)
    user = _user(user_id)
    policy = with_roles(user_id, _roles_of(user))
    objects = _objects(asker)
    seen = _count(asker, [_Wanted(policy, one) for one in objects])
    shared = _count(asker, [_Wanted(policy, one, by_share_only=True) for one in objects])
    return {
        **_about(user, policy),
        **teams_of(user_id),
        "objects": [
            {
                **_effect(asker, policy, one, count),
                "shared": by_share,
                "via": _via(policy, one),
            }
            for one, count, by_share in zip(objects, seen, shared, strict=True)
        ],
    }


def preview(
    actor: Actor,
    user_id: UUID,
    *,
    draft: Mapping[str, Any] | None = None,
    role_id: UUID | None = None,
    role_ids: Sequence[UUID] | None = None,
) -> dict[str, Any]:
    """What the user sees now and would see then; `Invalid` names what is wrong with the draft.

    `role_ids`: with these roles instead of those that they hold. `draft`: with this role, in place
    of the stored one of `role_id` if they hold that, else beside their roles.
    """
    asker = require_settings(actor)
    user = _user(user_id)
    held = _roles_of(user)
    then = held if role_ids is None else _roles_named(role_ids)
    if draft is not None:
        then = _with_draft(then, draft, role_id)
    if not user.is_active:
        then = []
    now_policy, then_policy = with_roles(user_id, held), with_roles(user_id, then)
    objects = _objects(asker)
    now = _count(asker, [_Wanted(now_policy, one) for one in objects])
    later = _count(asker, [_Wanted(then_policy, one) for one in objects])
    return {
        **_about(user, now_policy),
        "holds": role_id is not None and role_id in {one.id for one in held},
        "roles_then": _named(then_policy.roles),
        "rights_then": then_policy.rights,
        "objects": [
            {
                "object": one.name,
                "label": str(one.label_plural),
                "now": _effect(asker, now_policy, one, before),
                "then": _effect(asker, then_policy, one, after),
            }
            for one, before, after in zip(objects, now, later, strict=True)
        ],
    }


def _user(user_id: UUID) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound(_("There is no such user."))
    return user


def _roles_of(user: User) -> list[RoleRules]:
    if not user.is_active:
        return []
    return [rules_of(one) for one in Role.objects.filter(users=user).order_by("name")]


def _roles_named(role_ids: Sequence[UUID]) -> list[RoleRules]:
    found = [rules_of(one) for one in Role.objects.filter(id__in=role_ids).order_by("name")]
    if len(found) != len(set(role_ids)):
        raise Invalid.at("roles", "unknown", _("One of these roles doesn't exist."))
    return found


def _with_draft(
    held: Iterable[RoleRules], draft: Mapping[str, Any], role_id: UUID | None
) -> list[RoleRules]:
    stored = Role.objects.filter(id=role_id).first() if role_id is not None else None
    if role_id is not None and stored is None:
        raise Invalid.at("role", "unknown", _("There is no such role."))
    wanted = drafts.parse(draft, role=stored)
    rules = RoleRules(
        id=role_id or new_id(),
        name=wanted.name,
        is_admin=wanted.is_admin,
        grants=wanted.grants,
        fields=wanted.fields,
        rights=frozenset(wanted.rights),
    )
    return [*(one for one in held if one.id != role_id), rules]


def _objects(asker: Policy) -> list[ObjectType]:
    """Parts follow their wholes; of what the asker can't see nothing is told."""
    known = catalogue.current().objects.values()
    return [one for one in known if one.parent is None and asker.can(one.name, "read")]


def _about(user: User, policy: Policy) -> dict[str, Any]:
    return {
        "user": {"id": str(user.id), "name": str(user)},
        "active": user.is_active,
        "is_admin": policy.is_admin,
        "roles": _named(policy.roles),
        "rights": policy.rights,
    }


def _named(roles: Iterable[RoleRules]) -> list[dict[str, str]]:
    return [{"id": str(one.id), "name": one.name} for one in roles]


def _effect(
    asker: Policy, policy: Policy, object_type: ObjectType, count: int | None
) -> dict[str, Any]:
    named = _limited(policy, object_type.name)
    known = [
        name
        for name in object_type.fields
        if asker.field_access(object_type.name, name) != "hidden"
    ]
    levels = {name: policy.field_access(object_type.name, name) for name in known}
    return {
        "object": object_type.name,
        "label": str(object_type.label_plural),
        **policy.grants(object_type.name),
        "records": None if count is None else min(count, MOST_COUNTED),
        "more": count is not None and count > MOST_COUNTED,
        "hidden": [name for name in known if name in named and levels[name] == "hidden"],
        "read_only": [name for name in known if name in named and levels[name] == "read"],
    }


def _limited(policy: Policy, object_name: str) -> set[str]:
    """Fields that a role names: what nobody may write anyhow isn't news."""
    return {name for role in policy.roles for name in role.fields.get(object_name, {})}


def _via(policy: Policy, object_type: ObjectType) -> dict[str, list[dict[str, Any]]]:
    """For each verb the roles that grant it, and how far each reaches."""
    return {
        verb: [
            {"role": {"id": str(role.id), "name": role.name}, "scope": scope.value}
            for role in policy.roles
            if (scope := role.scope(object_type.name, verb)).rank
        ]
        for verb in SCOPED_VERBS
    }


def _count(asker: Policy, wanted: Sequence[_Wanted]) -> list[int | None]:
    """How many records each reaches, one statement; None where the asker may not know."""
    told = [
        one.policy.user_id == asker.user_id or knows(asker, one.object_type.name) for one in wanted
    ]
    parts = [
        _number(one, asker) if may_know else Fragment("NULL")
        for one, may_know in zip(wanted, told, strict=True)
    ]
    if not parts:
        return []
    with connection.cursor() as run:
        run.execute(
            f"SELECT {', '.join(part.sql for part in parts)}",
            [value for part in parts for value in part.params],
        )
        return list(run.fetchone() or ())


def _number(one: _Wanted, asker: Policy) -> Fragment:
    """Live rows up to one more than are told; somebody else's private ones count for nobody."""
    kind = one.object_type
    where = Fragment('"r".deleted_at IS NULL') & rows_of_object(kind, "r")
    where = where & condition(one.policy, kind, "read", "r") & not_private(asker, kind, "r")
    if one.by_share_only:
        where = where & condition(one.policy, kind, "read", "r", shares=False).negated()
    return Fragment(
        f'(SELECT count(*) FROM (SELECT 1 FROM {kind.table} "r" WHERE {where.sql}'
        f" LIMIT {MOST_COUNTED + 1}) counted)",
        where.params,
    )
