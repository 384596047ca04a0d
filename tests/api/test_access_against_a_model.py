"""Random roles, teams, shares and owners: what the API shows equals a plain model, always."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.utils import timezone
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

from crm_core.sales.models import AccountTeamShare, AccountUserShare
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller

PEOPLE, RECORDS, TEAMS, ROLES = 3, 3, 3, 2
SCOPES = ("none", "own", "team", "team_and_below", "all")
LEVELS = ("hidden", "read", "write")
VERBS = ("read", "update")
#: The field that roles hide or close.
FIELD = "phone"

Holder = tuple[str, int]


@dataclass
class Rules:
    """The rules of access once more, in plain Python: people, records and so on are numbers."""

    scopes: dict[int, dict[str, str]] = field(default_factory=dict)
    levels: dict[int, str] = field(default_factory=dict)
    holds: dict[int, set[int]] = field(default_factory=dict)
    members: dict[int, set[int]] = field(default_factory=dict)
    managers: dict[int, int | None] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    #: (record, user or team) → (read or write, has its time come to an end).
    shares: dict[tuple[int, Holder], tuple[str, bool]] = field(default_factory=dict)

    def scope(self, person: int, verb: str) -> str:
        granted = [self.scopes[role][verb] for role in self.holds[person]]
        return max(granted, key=SCOPES.index, default="none")

    def allows(self, person: int, verb: str, record: int) -> bool:
        scope = self.scope(person, verb)
        if scope in ("none", "all"):
            return scope == "all"
        return self.owners[record] in self._reach(person, scope) or self._shared(
            person, verb, record
        )

    def level(self, person: int) -> str:
        """What the person may do with `FIELD`: the most generous of the roles that read."""
        if self.scope(person, "read") == "none":
            return "hidden"
        found = [self._level_by(role) for role in self.holds[person]]
        return max(found, key=LEVELS.index, default="hidden")

    def _level_by(self, role: int) -> str:
        if self.scopes[role]["read"] == "none":
            return "hidden"
        if self.levels[role] != "write":
            return self.levels[role]
        return "read" if self.scopes[role]["update"] == "none" else "write"

    def above(self, team: int) -> list[int]:
        path = [team]
        while (parent := self.parents[path[-1]]) is not None:
            path.append(parent)
        return path

    def teams_of(self, person: int) -> set[int]:
        return {
            team
            for team in range(TEAMS)
            if person in self.members[team] or self.managers[team] == person
        }

    def _reach(self, person: int, scope: str) -> set[int]:
        own = self.teams_of(person)
        if scope == "own":
            reached: set[int] = set()
        elif scope == "team":
            reached = own
        else:
            reached = {team for team in range(TEAMS) if own & set(self.above(team))}
        return {person}.union(*(self.members[team] for team in reached))

    def _shared(self, person: int, verb: str, record: int) -> bool:
        holders: set[Holder] = {("user", person)}
        holders |= {("team", team) for team in self.teams_of(person)}
        return any(
            not ended and (verb == "read" or access == "write")
            for (shared, holder), (access, ended) in self.shares.items()
            if shared == record and holder in holders
        )


class Workspace(RuleBasedStateMachine):
    """Every step is a request of the administrator; after each, everybody looks and tries."""

    tenant: Tenant
    admin: Caller

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.model = Rules()
        self.undo: tuple[str, int, int, set[int]] | None = None
        made = self.admin.made
        self.roles = [made("/roles/", {"name": f"R{one}"})["id"] for one in range(ROLES)]
        self.teams = [made("/teams/", {"name": f"T{one}"})["id"] for one in range(TEAMS)]
        self.people: list[User] = [callers.person(self.tenant, f"P{one}") for one in range(PEOPLE)]
        self.keys = [callers.with_key(self.tenant, one) for one in self.people]
        values = {FIELD: "+49 30 123456"}
        self.records = [
            made("/accounts/", {"name": f"A{one}", "owner": self._id(0), **values})["id"]
            for one in range(RECORDS)
        ]
        self.model.owners = dict.fromkeys(range(RECORDS), 0)
        self.model.parents = dict.fromkeys(range(TEAMS))

    def _id(self, person: int | None) -> str | None:
        return None if person is None else str(self.people[person].id)

    def _patch(self, path: str, body: Any) -> None:
        answer = self.admin.patch(path, body)
        assert answer.status_code == 200, answer.content

    @initialize(chosen=st.randoms(use_true_random=False))
    def begin_in_the_middle_of_things(self, chosen: Random) -> None:
        """Everyone holds a role, teams have people, records have owners: each rule matters."""
        for which in range(ROLES):
            wide = chosen.choice(SCOPES[2:4])
            self.change_a_role(which, (wide, chosen.choice(SCOPES[1:4])), chosen.choice(LEVELS))
        for who in range(PEOPLE):
            self.assign_roles(who, {chosen.randrange(ROLES)})
        for which in range(TEAMS):
            members = {who for who in range(PEOPLE) if chosen.random() < 0.4}
            self.staff_a_team(which, members, chosen.choice([None, *range(PEOPLE)]))
        self.move_a_team(2, chosen.choice([0, 1]))
        for which in range(RECORDS):
            self.give_a_record(which, chosen.randrange(PEOPLE))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(
        which=st.integers(0, ROLES - 1),
        scopes=st.tuples(st.sampled_from(SCOPES), st.sampled_from(SCOPES)),
        level=st.sampled_from(LEVELS),
    )
    def change_a_role(self, which: int, scopes: tuple[str, str], level: str) -> None:
        read, update = scopes[0], min(scopes, key=SCOPES.index)
        self.model.scopes[which] = {"read": read, "update": update}
        self.model.levels[which] = level
        fields = {} if level == "write" else {"accounts": {FIELD: level}}
        grants = {"accounts": {"read": read, "update": update}}
        self._patch(f"/roles/{self.roles[which]}/", {"grants": grants, "fields": fields})

    @rule(who=st.integers(0, PEOPLE - 1), held=st.sets(st.integers(0, ROLES - 1)))
    def assign_roles(self, who: int, held: set[int]) -> None:
        self.model.holds[who] = held
        self._patch(f"/users/{self._id(who)}/", {"roles": [self.roles[one] for one in held]})

    @rule(
        which=st.integers(0, TEAMS - 1),
        members=st.sets(st.integers(0, PEOPLE - 1)),
        manager=st.none() | st.integers(0, PEOPLE - 1),
    )
    def staff_a_team(self, which: int, members: set[int], manager: int | None) -> None:
        self.model.members[which], self.model.managers[which] = members, manager
        staff = {"members": [self._id(who) for who in members], "manager": self._id(manager)}
        self._patch(f"/teams/{self.teams[which]}/", staff)

    @rule(which=st.integers(0, TEAMS - 1), parent=st.none() | st.integers(0, TEAMS - 1))
    def move_a_team(self, which: int, parent: int | None) -> None:
        above = None if parent is None else self.teams[parent]
        if parent is not None and which in self.model.above(parent):
            refused = self.admin.patch(f"/teams/{self.teams[which]}/", {"parent": above})
            assert refused.status_code == 422
            return
        self.model.parents[which] = parent
        self._patch(f"/teams/{self.teams[which]}/", {"parent": above})

    @rule(which=st.integers(0, RECORDS - 1), owner=st.integers(0, PEOPLE - 1))
    def give_a_record(self, which: int, owner: int) -> None:
        self.model.owners[which] = owner
        self.undo = None
        self._patch(f"/accounts/{self.records[which]}/", {"owner": self._id(owner)})

    @rule(who=st.integers(0, PEOPLE - 1), to=st.integers(0, PEOPLE - 1))
    def hand_over(self, who: int, to: int) -> None:
        answer = self.admin.post(f"/users/{self._id(who)}/hand-over/", {"to": self._id(to)})
        if who == to:
            assert answer.status_code == 422
            return
        moved = {record for record, owner in self.model.owners.items() if owner == who}
        assert answer.json()["total"] == len(moved)
        self.model.owners |= dict.fromkeys(moved, to)
        self.undo = (answer.json()["undo"], who, to, moved) if moved else None

    @precondition(lambda self: self.undo is not None)
    @rule()
    def take_the_hand_over_back(self) -> None:
        assert self.undo is not None
        token, former, _, moved = self.undo
        assert self.admin.post(f"/undo/{token}/").status_code == 200
        self.model.owners |= dict.fromkeys(moved, former)
        self.undo = None

    @rule(
        which=st.integers(0, RECORDS - 1),
        kind=st.sampled_from(["user", "team"]),
        number=st.integers(0, min(PEOPLE, TEAMS) - 1),
        access=st.sampled_from(["read", "write"]),
        ends=st.booleans(),
    )
    def share(self, which: int, kind: str, number: int, access: str, ends: bool) -> None:
        self.model.shares[which, (kind, number)] = (access, False)
        end = timezone.now() + timedelta(days=1) if ends else None
        holder = {kind: self._holder(kind, number), "access": access}
        wanted = {**holder, "expires_at": end.isoformat() if end else None}
        answer = self.admin.post(f"/accounts/{self.records[which]}/shares/", wanted)
        assert answer.status_code == 201, answer.content

    @precondition(lambda self: self.model.shares)
    @rule(pick=st.randoms(use_true_random=False), early=st.booleans())
    def end_a_share(self, pick: Random, early: bool) -> None:
        """By somebody's hand, or as its time has come."""
        which, (kind, number) = pick.choice(sorted(self.model.shares))
        held = self._holder(kind, number)
        if early:
            del self.model.shares[which, (kind, number)]
            self.admin.delete(f"/accounts/{self.records[which]}/shares/?{kind}={held}")
            return
        access, _ = self.model.shares[which, (kind, number)]
        self.model.shares[which, (kind, number)] = (access, True)
        past = timezone.now() - timedelta(days=1)
        shares: Any = AccountUserShare if kind == "user" else AccountTeamShare
        holder = {"user_id": held} if kind == "user" else {"group__team__id": held}
        with in_tenant(self.tenant):
            chosen = shares.objects.filter(content_object_id=self.records[which], **holder)
            assert shares.objects.filter(id__in=chosen.values("id")).update(expires_at=past) == 1

    def _holder(self, kind: str, number: int) -> str | None:
        return self._id(number) if kind == "user" else self.teams[number]

    @invariant()
    def lists_and_records_show_what_the_model_allows(self) -> None:
        for who, caller in enumerate(self.keys):
            reads = self.model.scope(who, "read") != "none"
            told = caller.get("/accounts/")
            assert told.status_code == (200 if reads else 403)
            seen = {record for record in range(RECORDS) if self.model.allows(who, "read", record)}
            rows = told.json()["results"] if reads else []
            assert {one["name"] for one in rows} == {f"A{record}" for record in seen}
            shown = {FIELD in one for one in rows}
            assert shown <= {self.model.level(who) != "hidden"}
            probed = caller.get(f"/accounts/?{FIELD}__startswith=%2B49")
            assert (probed.status_code == 200) is (self.model.level(who) != "hidden")
            for record in range(RECORDS):
                expected = 200 if record in seen else 404 if reads else 403
                place = f"/accounts/{self.records[record]}/"
                assert caller.get(place).status_code == expected, (who, record)

    @invariant()
    def only_what_the_model_allows_is_changed(self) -> None:
        for who, caller in enumerate(self.keys):
            reads, level = self.model.scope(who, "read") != "none", self.model.level(who)
            for record in range(RECORDS):
                place = f"/accounts/{self.records[record]}/"
                writes = self.model.allows(who, "update", record)
                sees = self.model.allows(who, "read", record)
                may = 200 if writes else 403 if sees else 404
                name = caller.patch(place, {"name": f"A{record}"})
                assert name.status_code == (may if reads else 400), (who, record)
                closed = {"hidden": 400, "read": 422, "write": 200}[level]
                phone = caller.patch(place, {FIELD: "+49 30 123456"})
                assert phone.status_code == (
                    400 if closed == 400 else may if may != 200 else closed
                )

    @invariant()
    def the_reasons_agree_with_what_is_decided(self) -> None:
        told = self.admin.get(f"/accounts/{self.records[0]}/viewers/").json()["results"]
        by_name = {one["user"]["name"]: one["verbs"] for one in told}
        for who in range(PEOPLE):
            verbs = by_name.get(f"P{who}")
            assert (verbs is not None) is self.model.allows(who, "read", 0)
            for verb in VERBS if verbs else ():
                allowed = self.model.allows(who, verb, 0)
                assert verbs[verb]["allowed"] is allowed  # type: ignore[index]
                reasons: list[dict[str, Any]] = verbs[verb]["reasons"]  # type: ignore[index]
                assert all(one["allows"] is allowed for one in reasons)


def machine(tenant_: Tenant, admin_: Caller) -> type[Workspace]:
    class OfThisTenant(Workspace):
        tenant = tenant_
        admin = admin_

    return OfThisTenant


@pytest.fixture
def unhurried(settings: LazySettings) -> None:
    """More is asked in this minute than one caller may ask."""
    settings.API_RATE_LIMIT_USER = settings.API_RATE_LIMIT_TENANT = "1000000/min"


def test_the_api_shows_what_the_model_allows(acme: Tenant, admin: Caller, unhurried: None) -> None:
    run_state_machine_as_test(
        machine(acme, admin),
        settings=settings(
            max_examples=8,
            stateful_step_count=8,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
