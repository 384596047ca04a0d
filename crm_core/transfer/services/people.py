"""Users of the tenant from a file: sales teams with their managers and offices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.access import seeding
from crm_core.access.models import Role, Team
from crm_core.access.services.people import invite_user, update_user
from crm_core.access.services.teams import create_team, update_team
from crm_core.transfer.choices import Policy, RowState
from crm_core.transfer.drafts import RowDraft, read_row
from crm_core.transfer.models import ExternalId, Import, ImportRow
from crm_core.transfer.plans import Plan
from crm_core.transfer.services import ledger
from freehold.context import current_tenant
from freehold.errors import Problem
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.text import fold

_NOT_LOCAL = re.compile(r"[^a-z0-9]+")


@dataclass
class Directory:
    """Everybody the tenant knows, found by address, name or the id of another system."""

    actor: Actor
    users: dict[UUID, User] = field(default_factory=dict)
    by_email: dict[str, UUID] = field(default_factory=dict)
    by_name: dict[str, list[UUID]] = field(default_factory=dict)
    #: By name; the roles of a new workspace by their English name too, and left out where missing.
    roles: dict[str, UUID] = field(default_factory=dict)
    created: list[User] = field(default_factory=list)

    @classmethod
    def read(cls, actor: Actor) -> "Directory":
        directory = cls(actor)
        for user in User.objects.order_by("id"):
            directory.add(user)
        seeded = seeding.named_default_roles().items()
        directory.roles = {fold(name): role.id for name, role in seeded}
        directory.roles |= {fold(role.name): role.id for role in Role.objects.all()}
        return directory

    def add(self, user: User) -> None:
        self.users[user.id] = user
        self.by_email[user.email.lower()] = user.id
        self.by_name.setdefault(fold(user.name), []).append(user.id)

    def find(self, who: str) -> User | None:
        """By address or by a name that only one person has."""
        ident = self.by_email.get(who.lower())
        named = self.by_name.get(fold(who), [])
        if ident is None and len(named) == 1:
            ident = named[0]
        return self.users[ident] if ident is not None else None

    def create(self, name: str, email: str, roles: Sequence[str]) -> User:
        """Somebody who can't sign in yet; without an address they get one that leads nowhere."""
        wanted = [self.roles[fold(role)] for role in roles if fold(role) in self.roles]
        address = email or self._placeholder(name)
        user = invite_user(actor=self.actor, email=address, name=name, role_ids=wanted)
        self.add(user)
        self.created.append(user)
        return user

    def _placeholder(self, name: str) -> str:
        local = _NOT_LOCAL.sub(".", fold(name)).strip(".") or "user"
        domain = f"{current_tenant().slug}.invalid"
        address, number = f"{local[:60]}@{domain}", 1
        while address in self.by_email:
            number += 1
            address = f"{local[:60]}.{number}@{domain}"
        return address


def create_named(names: Sequence[str], *, actor: Actor) -> list[UUID | None]:
    """Users of these names (or addresses), for rows that name people who are not here yet."""
    directory = Directory.read(actor)
    ids: list[UUID | None] = []
    for name in names:
        known = directory.find(name)
        email = name if "@" in name else ""
        shown = name.partition("@")[0].replace(".", " ").title() if email else name
        ids.append((known or directory.create(shown, email, [seeding.SALES_REPRESENTATIVE])).id)
    return ids


def write_people(
    imported: Import, plan: Plan, rows: Sequence[ImportRow], *, actor: Actor
) -> list["PersonResult"]:
    """Create or change the users of these rows, their managers and their teams."""
    directory = Directory.read(actor)
    teams = _Teams(directory)
    results = [_write_person(plan, read_row(plan, row), directory, teams) for row in rows]
    ledger.keep(
        imported.object,
        [
            (plan.options.system, one.draft.external_id, one.user_id)
            for one in results
            if one.user_id is not None and one.draft.external_id
        ],
    )
    return results


@dataclass
class PersonResult:
    draft: RowDraft
    state: RowState
    user_id: UUID | None = None


def _write_person(
    plan: Plan, draft: RowDraft, directory: Directory, teams: "_Teams"
) -> PersonResult:
    name = _name(draft)
    if not name:
        draft.refuse(plan.column_of("name"), "", _("Every user needs a name."))
    role = draft.values.get("role", draft.defaults.get("role", ""))
    if role and fold(role) not in directory.roles:
        draft.refuse(
            plan.column_of("role"), role, _("There is no role “%(role)s”.") % {"role": role[:80]}
        )
    if draft.problems:
        return PersonResult(draft, RowState.FAILED)
    try:
        return _save_person(plan, draft, name, role, directory, teams)
    except Problem as problem:
        reason = problem.errors[0].message if problem.errors else problem.detail
        field_name = problem.errors[0].field if problem.errors else "name"
        draft.refuse(plan.column_of(field_name), name, reason)
        return PersonResult(draft, RowState.FAILED)


def _save_person(
    plan: Plan, draft: RowDraft, name: str, role: str, directory: Directory, teams: "_Teams"
) -> PersonResult:
    email = draft.values.get("email", "")
    user = _existing(plan, draft, email, name, directory)
    if user is not None and plan.options.policy == Policy.SKIP:
        return PersonResult(draft, RowState.SKIPPED, user.id)
    state = RowState.UNCHANGED
    if user is None:
        user = directory.create(name, email, [role or seeding.SALES_REPRESENTATIVE])
        state = RowState.CREATED
    elif _change(user, name, email, directory):
        state = RowState.UPDATED
    if teams.join(user, draft) and state == RowState.UNCHANGED:
        state = RowState.UPDATED
    return PersonResult(draft, state, user.id)


def _name(draft: RowDraft) -> str:
    given = {**draft.defaults, **draft.values}
    whole = given.get("name") or " ".join(
        part for part in (given.get("first_name"), given.get("last_name")) if part
    )
    if not whole and given.get("email"):
        whole = given["email"].partition("@")[0]
    return str(whole or "")[:200]


def _existing(
    plan: Plan, draft: RowDraft, email: str, name: str, directory: Directory
) -> User | None:
    if draft.external_id:
        known = ExternalId.objects.filter(
            object="users", system=plan.options.system, key=draft.external_id
        ).first()
        if known is not None and known.record_id in directory.users:
            return directory.users[known.record_id]
    if email:
        found = directory.by_email.get(email.lower())
        return directory.users[found] if found is not None else None
    return directory.find(name)


def _change(user: User, name: str, email: str, directory: Directory) -> bool:
    values = {"name": name} if name != user.name else {}
    if email and email.lower() != user.email.lower():
        values["email"] = email
    if values:
        changed = update_user(actor=directory.actor, user_id=user.id, values=values)
        directory.add(changed)
    return bool(values)


class _Teams:
    """Teams by name, made as rows name them: region above manager's team above members."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._teams = {
            fold(team.group.name): team for team in Team.objects.select_related("group", "manager")
        }
        self._members: dict[UUID, set[UUID]] = {
            team.id: set(team.group.user_set.values_list("id", flat=True))
            for team in self._teams.values()
        }

    def join(self, user: User, draft: RowDraft) -> bool:
        """Put the user into the team of the row; False where they are in it already."""
        given = {**draft.defaults, **draft.values}
        managed_by = next((use.text for use in draft.uses if use.plan.target.root == "manager"), "")
        region, name = given.get("region", ""), given.get("team", "")
        manager = self._manager(managed_by) if managed_by else None
        if manager is not None and manager.id == user.id:
            manager = None
        if not name and manager is not None:
            name = f"Team {manager.name}"
        parent = self._team(region, None, None) if region else None
        team = self._team(name, parent, manager) if name else parent
        return team is not None and self._add(team, user)

    def _manager(self, who: str) -> User:
        directory = self._directory
        email = who if "@" in who else ""
        return directory.find(who) or directory.create(who, email, [seeding.SALES_MANAGER])

    def _team(self, name: str, parent: Team | None, manager: User | None) -> Team:
        actor = self._directory.actor
        team = self._teams.get(fold(name))
        if team is None:
            team = create_team(
                actor=actor,
                name=name[:150],
                parent_id=parent.id if parent else None,
                manager_id=manager.id if manager else None,
            )
            self._teams[fold(name)] = team
            self._members[team.id] = set()
            return team
        changes = {}
        if parent is not None and team.parent_id is None and parent.id != team.id:
            changes["parent"] = parent.id
        if manager is not None and team.manager_id is None:
            changes["manager"] = manager.id
        if changes:
            team = update_team(actor=actor, team_id=team.id, values=changes)
            self._teams[fold(name)] = team
        return team

    def _add(self, team: Team, user: User) -> bool:
        members = self._members.setdefault(team.id, set())
        if user.id in members:
            return False
        members.add(user.id)
        update_team(actor=self._directory.actor, team_id=team.id, values={"members": members})
        return True
