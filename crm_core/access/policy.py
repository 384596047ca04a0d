"""What one actor may do: the union of their roles, bounded by the scopes of their API key."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from uuid import UUID

from crm_core.access import conditions
from crm_core.access.choices import (
    FIELD_LEVELS,
    SUPPORT_READS,
    SUPPORT_WRITES,
    VERBS,
    WRITING_RIGHTS,
    Scope,
    offered_rights,
)
from crm_core.access.layouts import layout_for
from crm_core.access.models import Role, RoleAssignment
from crm_core.access.rules import RoleRules
from crm_core.access.team_tree import TeamNode, TeamTree, team_tree
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.layout import LaidOut
from crm_core.records.policy import FieldAccess, Seeking
from freehold.context import current_tenant
from freehold.epoch import TenantMemo
from freehold.identity import support
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.choices import SHUT

_UNBOUND = frozenset({"all"})


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """The rights of one actor. Equal only to itself, so that it may key a cache."""

    user_id: UUID | None
    roles: tuple[RoleRules, ...] = ()
    teams: tuple[TeamNode, ...] = ()
    team_user_ids: frozenset[UUID] = frozenset()
    below_user_ids: frozenset[UUID] = frozenset()
    key_scopes: frozenset[str] = _UNBOUND
    is_trusted: bool = False
    #: The workspace is suspended, locked or closing: what is there may be read and taken along.
    is_shut: bool = False
    #: Answers given: asked for every field of every row, they hold as long as the policy does.
    _scopes: dict[tuple[str, str], Scope] = field(default_factory=dict, repr=False)
    _levels: dict[tuple[str, str], FieldAccess] = field(default_factory=dict, repr=False)

    @property
    def is_admin(self) -> bool:
        return self.is_trusted or any(role.is_admin for role in self.roles)

    @property
    def via_support(self) -> bool:
        """An operator looks at the workspace as this user."""
        return support.SCOPE in self.key_scopes

    @property
    def private_user_id(self) -> UUID | None:
        """Whose private records are seen: one's own, and through support nobody's."""
        return UUID(int=0) if self.via_support else self.user_id

    @property
    def group_ids(self) -> tuple[int, ...]:
        """The teams whose shares reach the actor."""
        return tuple(team.group_id for team in self.teams)

    def can(self, object_name: str, verb: str) -> bool:
        """Whether `verb` is possible at all: on some record of the object."""
        return self.scope(object_name, verb) is not Scope.NONE

    def reaches_owner(self, object_name: str, verb: str, owner: UUID | None) -> bool:
        """Whether the roles alone reach what this user owns."""
        scope = self.scope(object_name, verb)
        if scope in (Scope.NONE, Scope.ALL):
            return scope is Scope.ALL
        users = {Scope.OWN: frozenset({self.user_id}), Scope.TEAM: self.team_user_ids}
        return owner in users.get(scope, self.below_user_ids)

    @property
    def is_bound_key(self) -> bool:
        """The actor came by an API key that is bound to reading or to some objects."""
        return "all" not in self.key_scopes and not self.via_support

    def lacking_scope(self, object_name: str, verb: str) -> str:
        """The scope without which the API key forbids `verb`; empty where it does not."""
        whole = conditions.parent_of(object_name)
        if whole is not None:
            return self.lacking_scope(whole, "read" if verb == "read" else "update")
        if not self.is_bound_key or self._key_allows(object_name, verb):
            return ""
        return f"{object_name}.{'read' if verb == 'read' else 'write'}"

    def scope(self, object_name: str, verb: str) -> Scope:
        place = (object_name, verb)
        if place not in self._scopes:
            self._scopes[place] = self._decide_scope(object_name, verb)
        return self._scopes[place]

    def _decide_scope(self, object_name: str, verb: str) -> Scope:
        """How far `verb` reaches. A part follows its whole: a line item its deal."""
        whole = conditions.parent_of(object_name)
        if whole is not None:
            return self.scope(whole, "read" if verb == "read" else "update")
        if not self._key_allows(object_name, verb) or (self.is_shut and verb != "read"):
            return Scope.NONE
        if self.is_trusted:
            return Scope.ALL
        return widest(role.scope(object_name, verb) for role in self.roles)

    def field_access(self, object_name: str, field: str) -> FieldAccess:
        place = (object_name, field)
        if place not in self._levels:
            self._levels[place] = self._decide_level(object_name, field)
        return self._levels[place]

    def _decide_level(self, object_name: str, field: str) -> FieldAccess:
        """The most generous of the roles that let the object be read.

        A formula or roll-up is hidden from whoever may not read all that it reads, however far.
        """
        if not self.can(object_name, "read"):
            return "hidden"
        if any(self.field_access(*read) == "hidden" for read in _read_by(object_name, field)):
            return "hidden"
        if self.is_trusted:
            return "write"
        whole = conditions.parent_of(object_name)
        levels = (role.field_access(object_name, field, whole) for role in self.roles)
        return max(levels, key=FIELD_LEVELS.index, default="hidden")

    def has_right(self, right: str) -> bool:
        """Named rights need a whole key: one bound to objects or to reading has none.

        Support sees settings and the trail; it never exports, and makes no keys. Where the
        workspace is shut, those that only serve writing are nobody's.
        """
        if self.via_support:
            if right not in (SUPPORT_WRITES if "all" in self.key_scopes else SUPPORT_READS):
                return False
        elif "all" not in self.key_scopes:
            return False
        if self.is_shut and right in WRITING_RIGHTS:
            return False
        return self.is_trusted or any(role.has_right(right) for role in self.roles)

    @property
    def rights(self) -> list[str]:
        return [right for right in offered_rights() if self.has_right(right)]

    def grants(self, object_name: str) -> dict[str, bool | str]:
        """The object's verbs as the web app shows them: create yes or no, the others a scope."""
        scopes = {verb: self.scope(object_name, verb) for verb in VERBS}
        create = scopes.pop("create") is not Scope.NONE
        return {
            "create": create,
            **{verb: scope.value for verb, scope in scopes.items()},
        }

    def condition(
        self, object_type: ObjectType, verb: str, alias: str, *, seeking: Seeking = "page"
    ) -> Fragment:
        return conditions.condition(self, object_type, verb, alias, seeking=seeking)

    def disjoint(self, object_type: ObjectType, verb: str, alias: str) -> list[Fragment]:
        return conditions.disjoint(self, object_type, verb, alias)

    def layout(self, object_name: str) -> LaidOut | None:
        """How the actor's record pages of the object are laid out; None: as it was declared."""
        return layout_for(object_name, (role.id for role in self.roles))

    def _key_allows(self, object_name: str, verb: str) -> bool:
        if "all" in self.key_scopes or f"{object_name}.write" in self.key_scopes:
            return True
        return verb == "read" and bool(self.key_scopes & {"read", f"{object_name}.read"})


def _read_by(object_name: str, field: str) -> tuple[tuple[str, str], ...]:
    """What a field is computed or made of; the catalogue holds no circles."""
    found = catalogue.current().objects.get(object_name)
    known = found.fields.get(field) if found is not None else None
    if known is None:
        return ()
    parts = tuple((object_name, one) for one in known.made_of)
    return (*parts, *known.computed.reads) if known.computed else parts


def widest(scopes: Iterable[Scope]) -> Scope:
    return max(scopes, key=lambda scope: scope.rank, default=Scope.NONE)


_policies: TenantMemo[Policy] = TenantMemo(size=4096)


def policy_for(actor: Actor) -> Policy:
    """The actor's rights, kept in this process until the tenant's epoch moves.

    The system and the command line may do all; nobody (no user) may do nothing.
    """
    if actor.user_id is None:
        return Policy(user_id=None, is_trusted=actor.source in ("system", "cli"))
    user_id, is_shut = actor.user_id, current_tenant().state in SHUT
    key = (user_id, actor.scopes, is_shut)
    return _policies.get(key, lambda: replace(_read(user_id, actor.scopes), is_shut=is_shut))


def _read(user_id: UUID, key_scopes: frozenset[str]) -> Policy:
    roles = Role.objects.filter(users=user_id, users__is_active=True).order_by("name")
    return with_roles(user_id, tuple(rules_of(role) for role in roles), key_scopes=key_scopes)


def with_roles(
    user_id: UUID, roles: Iterable[RoleRules], *, key_scopes: frozenset[str] = _UNBOUND
) -> Policy:
    """The policy of a user who holds these roles, stored or not, in the teams of today."""
    memberships = User.groups.through.objects.filter(user_id=user_id)
    groups = set(memberships.values_list("group_id", flat=True))
    return _assembled(user_id, roles, groups, _members, key_scopes)


def policies_of(user_ids: Collection[UUID]) -> dict[UUID, Policy]:
    """The policies of many active users; three statements however many they are."""
    held: dict[UUID, list[RoleRules]] = {user_id: [] for user_id in user_ids}
    assignments = RoleAssignment.objects.filter(user_id__in=user_ids, user__is_active=True)
    for one in assignments.select_related("role").order_by("role__name"):
        held[one.user_id].append(rules_of(one.role))
    pairs = list(User.groups.through.objects.values_list("group_id", "user_id"))
    groups: dict[UUID, set[int]] = {}
    members: dict[int, list[UUID]] = {}
    for group, user in pairs:
        groups.setdefault(user, set()).add(group)
        members.setdefault(group, []).append(user)

    def members_of(asked: Collection[int]) -> Iterator[tuple[int, UUID]]:
        return ((group, user) for group in asked for user in members.get(group, ()))

    return {
        user_id: _assembled(user_id, roles, groups.get(user_id, set()), members_of, _UNBOUND)
        for user_id, roles in held.items()
    }


def _assembled(
    user_id: UUID,
    roles: Iterable[RoleRules],
    groups: set[int],
    members_of: "MembersOf",
    key_scopes: frozenset[str],
) -> Policy:
    tree = team_tree()
    teams = tree.of(user_id, groups)
    team_users, below_users = _reached(tree, teams, members_of)
    return Policy(
        user_id=user_id,
        roles=tuple(roles),
        teams=tuple(teams),
        team_user_ids=team_users | {user_id},
        below_user_ids=below_users | {user_id},
        key_scopes=key_scopes,
    )


def rules_of(role: Role) -> RoleRules:
    return RoleRules(
        id=role.id,
        name=role.name,
        is_admin=role.is_admin,
        grants=role.grants,
        fields=role.fields,
        rights=frozenset(role.rights),
    )


#: (group, user) of every member of the groups asked about.
MembersOf = Callable[[Collection[int]], Iterable[tuple[int, UUID]]]


def _members(groups: Collection[int]) -> Iterable[tuple[int, UUID]]:
    found = User.groups.through.objects.filter(group_id__in=groups)
    return list(found.values_list("group_id", "user_id"))


def _reached(
    tree: TeamTree, teams: Iterable[TeamNode], members_of: MembersOf
) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Members of the teams, and of the teams with everything below them."""
    own = {team.group_id for team in teams}
    below = {team.group_id for team in tree.with_below(teams)}
    if not below:
        return frozenset(), frozenset()
    members = list(members_of(below))
    return (
        frozenset(user for group, user in members if group in own),
        frozenset(user for _, user in members),
    )
