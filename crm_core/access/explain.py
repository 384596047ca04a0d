"""Why someone may or may not see and change a record: the rules that decide, told in sentences."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from crm_core.access import conditions
from crm_core.access.choices import SCOPED_VERBS, Scope
from crm_core.access.conditions import rows_of, share_permissions
from crm_core.access.policy import Policy, policy_for
from crm_core.access.rules import RoleRules
from crm_core.access.shares import share_models
from crm_core.access.team_tree import TeamNode, team_tree
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
    whole, whole_id = whole_of(object_type, record_id)
    policy = policy_for(Actor(user_id=user.id, name=str(user), source="web"))
    case = Case(whole, whole_id)
    (decided,) = case.decisions([policy])
    told = {
        "user": {"id": str(user.id), "name": str(user)},
        "object": whole.name,
        "id": str(whole_id),
        "verbs": {verb: case.verb(policy, verb, decided[verb]) for verb in SCOPED_VERBS},
    }
    if whole is not object_type:
        told["follows"] = {"object": whole.name, "id": str(whole_id)}
    return told


def whole_of(object_type: ObjectType, record_id: UUID) -> tuple[ObjectType, UUID]:
    """The record itself, or for a part the whole whose rights it follows."""
    while object_type.parent is not None:
        field, name = object_type.parent
        record_id = getattr(_record(object_type, record_id), f"{field}_id")
        object_type = catalogue.current().object(name)
    return object_type, record_id


def _record(object_type: ObjectType, record_id: UUID) -> Record:
    found: Record | None = rows_of(object_type).filter(id=record_id).first()
    if found is None:
        raise NotFound()
    return found


class Case:
    """One record with what decides about it, read once, whoever and however many are asked for."""

    def __init__(self, object_type: ObjectType, record_id: UUID) -> None:
        self.object_type = object_type
        self.record = _record(object_type, record_id)
        self.tree = team_tree()
        memberships = User.groups.through.objects.filter(user=self.record.owner_id)
        self.owner_groups = set(memberships.values_list("group_id", flat=True))
        self.user_shares, self.team_shares = self._shares()

    def _shares(self) -> tuple[list[Any], list[Any]]:
        tables = share_models(self.object_type.model)
        if tables is None:
            return [], []
        held = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        held &= Q(content_object=self.record.id)
        users = tables.user._default_manager.filter(held).select_related("permission")
        teams = tables.team._default_manager.filter(held).select_related("permission")
        return list(users), list(teams)

    def decisions(self, policies: Sequence[Policy]) -> list[dict[str, bool]]:
        """Which verbs each policy allows: one statement of the conditions that bound lists."""
        found = [
            conditions.condition(policy, self.object_type, verb, "r")
            for policy in policies
            for verb in SCOPED_VERBS
        ]
        columns = ", ".join(f"coalesce(({one.sql}), false)" for one in found)
        with connection.cursor() as run:
            run.execute(
                f'SELECT {columns} FROM {self.object_type.table} "r" WHERE "r".id = %s',
                [*(value for one in found for value in one.params), self.record.id],
            )
            answers = iter(run.fetchone() or [False] * len(found))
        return [{verb: next(answers) for verb in SCOPED_VERBS} for _ in policies]

    def verb(self, policy: Policy, verb: str, allowed: bool) -> dict[str, Any]:
        """The reasons for what was decided: those that allow it, else those that don't."""
        reasons = [*self._by_role(policy, verb), *self._by_share(policy, verb)]
        helpful = [reason for reason in reasons if reason["allows"]]
        if helpful and not allowed:
            private = "The record is private: only its owner sees it."
            return {"allowed": False, "reasons": [_reason("private", False, private)]}
        return {"allowed": allowed, "reasons": helpful or reasons or [_without_role()]}

    def _by_role(self, policy: Policy, verb: str) -> Iterator[Reason]:
        for role in policy.roles:
            scope = role.scope(self.object_type.name, verb)
            named = {"role": {"id": str(role.id), "name": role.name}, "scope": scope.value}
            if scope is Scope.NONE:
                plural = self.object_type.label_plural
                text = f"The role “{role.name}” doesn't let anyone {verb} {plural}."
                yield _reason("role", False, text, **named)
                continue
            way = self._way(policy, scope)
            text = _reach_text(role, scope, verb, way)
            yield _reason("role", way is not None, text, **named, way=_shown_way(way))

    def _way(self, policy: Policy, scope: Scope) -> "Way | None":
        """How the scope reaches the record's owner; None when it doesn't."""
        if scope is Scope.ALL:
            return Way("all")
        owner = self.record.owner_id
        if owner is None:
            return None
        if owner == policy.user_id:
            return Way("own")
        reached = policy.team_user_ids if scope is Scope.TEAM else policy.below_user_ids
        if scope is Scope.OWN or owner not in reached:
            return None
        return self._team_way(policy, scope, owner)

    def _team_way(self, policy: Policy, scope: Scope, owner: UUID) -> "Way":
        """The owner's team that the scope reaches, with the way up to the asked user's team."""
        own = {team.id for team in policy.teams}
        for team in self.tree.of(owner, self.owner_groups):
            if team.group_id not in self.owner_groups:
                continue
            path = self.tree.above(team.id)
            for steps, above in enumerate(path):
                if above.id in own and (steps == 0 or scope is Scope.TEAM_AND_BELOW):
                    return Way("team", path[: steps + 1], above.manager_id == policy.user_id)
        return Way("team")

    def _by_share(self, policy: Policy, verb: str) -> Iterator[Reason]:
        if verb not in ("read", "update"):
            return
        if policy.scope(self.object_type.name, verb) is Scope.NONE:
            return
        names = share_permissions(self.object_type.model, verb)
        for share in self.user_shares:
            if share.permission.codename in names and share.user_id == policy.user_id:
                text = "The record is shared with this user."
                yield _reason("share", True, text, expires_at=_time(share))
        teams = {team.group_id: team for team in policy.teams}
        for share in self.team_shares:
            team = teams.get(share.group_id)
            if share.permission.codename in names and team is not None:
                text = f"The record is shared with the team “{team.name}”."
                named = {"id": str(team.id), "name": team.name}
                yield _reason("share", True, text, team=named, expires_at=_time(share))


class Way:
    """How a scope reaches an owner: everybody's, one's own, or by the teams on `path`, upwards."""

    def __init__(
        self, kind: str, path: Sequence[TeamNode] = (), asked_manages: bool = False
    ) -> None:
        self.kind = kind
        self.path = path
        self.asked_manages = asked_manages

    @property
    def text(self) -> str:
        if self.kind == "all":
            return ""
        if self.kind == "own":
            return "; they own this one"
        if not self.path:
            return "; its owner belongs to one of their teams"
        way = " below ".join(f"“{one.name}”" for one in self.path)
        role = "managed by" if self.asked_manages else "the team of"
        return f"; its owner belongs to {way}, {role} this user"


def _shown_way(way: Way | None) -> dict[str, Any] | None:
    if way is None:
        return None
    teams = [{"id": str(one.id), "name": one.name} for one in way.path]
    return {"kind": way.kind, "teams": teams, "manages": way.asked_manages}


def _reach_text(role: RoleRules, scope: Scope, verb: str, way: Way | None) -> str:
    text = f"The role “{role.name}” lets its holders {verb} {_REACH[scope]}"
    if way is None:
        return f"{text}; this one belongs to someone else."
    return f"{text}{way.text}."


def _without_role() -> Reason:
    return _reason("inactive", False, "This user is not active or holds no role.")


def _time(share: Any) -> str | None:
    return share.expires_at.isoformat() if share.expires_at else None


def _reason(kind: str, allows: bool, text: str, **more: Any) -> Reason:
    return {"kind": kind, "allows": allows, "text": text, **more}
