"""Why someone may or may not see and change a record: the rules that decide, told in sentences."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from crm_core.access.choices import SCOPED_VERBS, Scope
from crm_core.access.conditions import rows_of, share_permissions, visible
from crm_core.access.policy import Policy, policy_for
from crm_core.access.rules import RoleRules
from crm_core.access.shares import share_models
from crm_core.access.team_tree import team_tree
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record
from freehold.errors import NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User

_REACH = {
    Scope.OWN: "their own records",
    Scope.TEAM: "the records of their teams",
    Scope.TEAM_AND_BELOW: "the records of their teams and the teams below",
    Scope.ALL: "every record",
}

Reason = dict[str, Any]


def explain(user: User, object_type: ObjectType, record_id: UUID) -> dict[str, Any]:
    """For read, update and delete: allowed or not, and each rule that lets or doesn't let it be.

    `allowed` comes from the condition that bounds lists; `reasons` from the same policy.
    """
    record = _record(object_type, record_id)
    if object_type.parent is not None:
        field, name = object_type.parent
        whole = catalogue.current().object(name)
        told = explain(user, whole, getattr(record, f"{field}_id"))
        return {**told, "follows": {"object": name, "id": str(getattr(record, f"{field}_id"))}}
    policy = policy_for(Actor(user_id=user.id, name=str(user), source="web"))
    return {
        "user": {"id": str(user.id), "name": str(user)},
        "object": object_type.name,
        "id": str(record_id),
        "verbs": {verb: _verb(policy, object_type, record, verb) for verb in SCOPED_VERBS},
    }


def _record(object_type: ObjectType, record_id: UUID) -> Record:
    found: Record | None = rows_of(object_type).filter(id=record_id).first()
    if found is None:
        raise NotFound()
    return found


def _verb(policy: Policy, object_type: ObjectType, record: Record, verb: str) -> dict[str, Any]:
    rows = rows_of(object_type).filter(id=record.id)
    allowed = rows.filter(visible(policy, object_type, verb)).exists()
    reasons = [*_by_role(policy, object_type, record, verb)]
    reasons += _by_share(policy, object_type, record, verb)
    helpful = [reason for reason in reasons if reason["allows"]]
    if helpful and not allowed:
        private = "The record is private: only its owner sees it."
        return {"allowed": False, "reasons": [_reason("private", False, private)]}
    return {"allowed": allowed, "reasons": helpful or reasons or [_without_role()]}


def _by_role(
    policy: Policy, object_type: ObjectType, record: Record, verb: str
) -> Iterator[Reason]:
    for role in policy.roles:
        scope = role.scope(object_type.name, verb)
        named = {"role": {"id": str(role.id), "name": role.name}, "scope": scope.value}
        if scope is Scope.NONE:
            text = f"The role “{role.name}” doesn't let anyone {verb} {object_type.label_plural}."
            yield _reason("role", False, text, **named)
            continue
        path = _path(policy, scope, record)
        allows = path is not None
        yield _reason("role", allows, _reach_text(role, scope, verb, path), **named)


def _reach_text(role: RoleRules, scope: Scope, verb: str, path: str | None) -> str:
    text = f"The role “{role.name}” lets its holders {verb} {_REACH[scope]}"
    if path is None:
        return f"{text}; this one belongs to someone else."
    return f"{text}{path}."


def _path(policy: Policy, scope: Scope, record: Record) -> str | None:
    """How the scope reaches the record's owner; None when it doesn't."""
    if scope is Scope.ALL:
        return ""
    if record.owner_id is None:
        return None
    if record.owner_id == policy.user_id:
        return "; they own this one"
    reached = policy.team_user_ids if scope is Scope.TEAM else policy.below_user_ids
    if scope is Scope.OWN or record.owner_id not in reached:
        return None
    return f"; its owner belongs to {_team_between(policy, scope, record.owner_id)}"


def _team_between(policy: Policy, scope: Scope, owner_id: UUID) -> str:
    """The owner's team that the scope reaches, with the way up to the asked user's team."""
    tree = team_tree()
    own = {team.id for team in policy.teams}
    groups = set(
        User.groups.through.objects.filter(user_id=owner_id).values_list("group_id", flat=True)
    )
    for team in tree.of(owner_id, groups):
        if team.group_id not in groups:
            continue
        path = tree.above(team.id)
        for steps, above in enumerate(path):
            if above.id in own and (steps == 0 or scope is Scope.TEAM_AND_BELOW):
                way = " below ".join(f"“{one.name}”" for one in path[: steps + 1])
                role = "managed by" if above.manager_id == policy.user_id else "the team of"
                return f"{way}, {role} this user"
    return "one of their teams"


def _by_share(policy: Policy, object_type: ObjectType, record: Record, verb: str) -> list[Reason]:
    tables = share_models(object_type.model)
    if tables is None or verb not in ("read", "update"):
        return []
    if policy.scope(object_type.name, verb) is Scope.NONE:
        return []
    held = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    held &= Q(content_object=record.id)
    held &= Q(permission__codename__in=share_permissions(object_type.model, verb))
    reasons = [
        _reason("share", True, "The record is shared with this user.", expires_at=_time(share))
        for share in tables.user._default_manager.filter(held, user_id=policy.user_id)
    ]
    teams = {team.group_id: team for team in policy.teams}
    for share in tables.team._default_manager.filter(held, group_id__in=teams):
        team = teams[share.group_id]
        reasons.append(
            _reason(
                "share",
                True,
                f"The record is shared with the team “{team.name}”.",
                team={"id": str(team.id), "name": team.name},
                expires_at=_time(share),
            )
        )
    return reasons


def _without_role() -> Reason:
    return _reason("role", False, "This user is not active or holds no role.")


def _time(share: Any) -> str | None:
    return share.expires_at.isoformat() if share.expires_at else None


def _reason(kind: str, allows: bool, text: str, **more: Any) -> Reason:
    return {"kind": kind, "allows": allows, "text": text, **more}
