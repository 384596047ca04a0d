"""Random roles, teams and shares: what the database shows equals a plain Python model, always."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from crm_core.access.choices import Scope
from crm_core.access.explain import explain
from crm_core.access.models import Role, Team
from crm_core.access.services import roles, teams
from crm_core.access.services.shares import share_record, unshare_record
from crm_core.sales.models import Account
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tests.crm_core.access.people import account, object_type, person, role, seen, team

pytestmark = pytest.mark.usefixtures("empty_workspace")

PEOPLE = 4
RECORDS = 5
TEAMS = 3
ROLES = 2
VERBS = ("read", "update", "delete")


@dataclass
class Rules:
    """The rules of access once more, without a database: people, records and so on are numbers."""

    scopes: list[dict[str, Scope]] = field(
        default_factory=lambda: [dict.fromkeys(VERBS, Scope.NONE) for _ in range(ROLES)]
    )
    holds: set[tuple[int, int]] = field(default_factory=set)
    members: set[tuple[int, int]] = field(default_factory=set)
    managers: dict[int, int | None] = field(default_factory=lambda: dict.fromkeys(range(TEAMS)))
    parents: dict[int, int | None] = field(default_factory=lambda: dict.fromkeys(range(TEAMS)))
    owners: dict[int, int | None] = field(default_factory=lambda: dict.fromkeys(range(RECORDS)))
    user_shares: dict[tuple[int, int], str] = field(default_factory=dict)
    team_shares: dict[tuple[int, int], str] = field(default_factory=dict)

    def allows(self, person: int, verb: str, record: int) -> bool:
        scope = max(
            (self.scopes[role][verb] for holder, role in self.holds if holder == person),
            key=lambda one: one.rank,
            default=Scope.NONE,
        )
        if scope is Scope.NONE:
            return False
        return scope is Scope.ALL or (
            self.owners[record] in self._reach(person, scope) or self._shared(person, verb, record)
        )

    def above(self, team: int) -> list[int]:
        path = [team]
        while (parent := self.parents[path[-1]]) is not None:
            path.append(parent)
        return path

    def _own_teams(self, person: int) -> set[int]:
        managed = {team for team, manager in self.managers.items() if manager == person}
        return managed | {team for member, team in self.members if member == person}

    def _reach(self, person: int, scope: Scope) -> set[int]:
        own = self._own_teams(person)
        if scope is Scope.OWN:
            reached: set[int] = set()
        elif scope is Scope.TEAM:
            reached = own
        else:
            reached = {team for team in range(TEAMS) if own & set(self.above(team))}
        return {person} | {member for member, team in self.members if team in reached}

    def _shared(self, person: int, verb: str, record: int) -> bool:
        enough = {"read": {"read", "write"}, "update": {"write"}, "delete": set()}[verb]
        with_team = {self.team_shares.get((record, team)) for team in self._own_teams(person)}
        return bool(enough & (with_team | {self.user_shares.get((record, person))}))


class Workspace(RuleBasedStateMachine):
    """Every step changes the workspace through its services and the model by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.model = Rules()
        self.people: list[User] = [person(f"P{number}") for number in range(PEOPLE)]
        self.roles: list[Role] = [role(f"R{number}") for number in range(ROLES)]
        self.teams: list[Team] = [team(f"T{number}") for number in range(TEAMS)]
        self.records: list[Account] = [account(f"A{number}") for number in range(RECORDS)]

    @initialize(chosen=st.randoms(use_true_random=False))
    def begin_in_the_middle_of_things(self, chosen: Random) -> None:
        """Everyone holds a role, teams have people, records have owners: each rule then matters."""
        wide = [Scope.OWN, Scope.TEAM, Scope.TEAM_AND_BELOW]
        for which in range(ROLES):
            self.change_a_role(which, (chosen.choice(wide[1:]), *chosen.choices(wide, k=2)))
        for who in range(PEOPLE):
            self.assign_roles(who, {chosen.randrange(ROLES)})
        for which in range(TEAMS):
            members = {who for who in range(PEOPLE) if chosen.random() < 0.4}
            self.staff_a_team(which, members, chosen.choice([None, *range(PEOPLE)]))
        self.move_a_team(2, chosen.choice([0, 1]))
        for which in range(RECORDS):
            self.hand_over_a_record(which, chosen.randrange(PEOPLE))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(which=st.integers(0, ROLES - 1), scopes=st.tuples(*[st.sampled_from(list(Scope))] * 3))
    def change_a_role(self, which: int, scopes: tuple[Scope, ...]) -> None:
        read = scopes[0]
        bounded = [min(scope, read, key=lambda one: one.rank) for scope in scopes]
        granted = dict(zip(VERBS, bounded, strict=True))
        self.model.scopes[which] = granted
        values = {"grants": {"accounts": {verb: str(scope) for verb, scope in granted.items()}}}
        roles.update_role(actor=SYSTEM, role_id=self.roles[which].id, values=values)

    @rule(who=st.integers(0, PEOPLE - 1), held=st.sets(st.integers(0, ROLES - 1)))
    def assign_roles(self, who: int, held: set[int]) -> None:
        self.model.holds = {pair for pair in self.model.holds if pair[0] != who}
        self.model.holds |= {(who, one) for one in held}
        roles.assign_roles(
            actor=SYSTEM,
            user_id=self.people[who].id,
            role_ids=[self.roles[one].id for one in held],
        )

    @rule(
        which=st.integers(0, TEAMS - 1),
        members=st.sets(st.integers(0, PEOPLE - 1)),
        manager=st.none() | st.integers(0, PEOPLE - 1),
    )
    def staff_a_team(self, which: int, members: set[int], manager: int | None) -> None:
        self.model.members = {pair for pair in self.model.members if pair[1] != which}
        self.model.members |= {(who, which) for who in members}
        self.model.managers[which] = manager
        self._change_team(
            which,
            members=[self.people[who].id for who in members],
            manager=None if manager is None else self.people[manager].id,
        )

    @rule(which=st.integers(0, TEAMS - 1), parent=st.none() | st.integers(0, TEAMS - 1))
    def move_a_team(self, which: int, parent: int | None) -> None:
        if parent is not None and which in self.model.above(parent):
            return
        self.model.parents[which] = parent
        self._change_team(which, parent=None if parent is None else self.teams[parent].id)

    @rule(which=st.integers(0, RECORDS - 1), owner=st.none() | st.integers(0, PEOPLE - 1))
    def hand_over_a_record(self, which: int, owner: int | None) -> None:
        self.model.owners[which] = owner
        self.records[which].owner = None if owner is None else self.people[owner]
        self.records[which].save()

    @rule(
        which=st.integers(0, RECORDS - 1),
        holder=st.integers(0, PEOPLE - 1),
        access=st.sampled_from(["read", "write"]),
    )
    def share_with_a_user(self, which: int, holder: int, access: Any) -> None:
        self.model.user_shares[which, holder] = access
        self._share(which, access, user_id=self.people[holder].id)

    @rule(
        which=st.integers(0, RECORDS - 1),
        holder=st.integers(0, TEAMS - 1),
        access=st.sampled_from(["read", "write"]),
    )
    def share_with_a_team(self, which: int, holder: int, access: Any) -> None:
        self.model.team_shares[which, holder] = access
        self._share(which, access, team_id=self.teams[holder].id)

    @precondition(lambda self: self.model.user_shares)
    @rule(pick=st.randoms(use_true_random=False))
    def take_a_share_back(self, pick: Random) -> None:
        which, holder = pick.choice(sorted(self.model.user_shares))
        del self.model.user_shares[which, holder]
        unshare_record(
            actor=SYSTEM,
            object_name="accounts",
            record_id=self.records[which].id,
            user_id=self.people[holder].id,
        )

    @invariant()
    def the_database_shows_what_the_model_allows(self) -> None:
        for who, user in enumerate(self.people):
            for verb in VERBS:
                allowed = {
                    f"A{record}"
                    for record in range(RECORDS)
                    if self.model.allows(who, verb, record)
                }
                assert seen(user, verb) == allowed, (user.name, verb)

    @invariant()
    def the_reasons_agree_with_the_answer(self) -> None:
        for who, user in enumerate(self.people[:2]):
            told = explain(user, object_type(), self.records[0].id)["verbs"]
            for verb in VERBS:
                allowed = self.model.allows(who, verb, 0)
                assert told[verb]["allowed"] is allowed
                assert any(reason["allows"] for reason in told[verb]["reasons"]) is allowed

    def _change_team(self, which: int, **values: Any) -> None:
        teams.update_team(actor=SYSTEM, team_id=self.teams[which].id, values=values)

    def _share(self, which: int, access: Any, **holder: Any) -> None:
        share_record(
            actor=SYSTEM,
            object_name="accounts",
            record_id=self.records[which].id,
            access=access,
            **holder,
        )


def test_the_database_decides_like_the_model() -> None:
    run_state_machine_as_test(
        Workspace,
        settings=settings(
            max_examples=10,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
