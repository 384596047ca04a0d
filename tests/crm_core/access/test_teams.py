"""The team tree."""

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from crm_core.access import selectors
from crm_core.access.models import Team
from crm_core.access.services import roles, teams
from freehold.audit.models import AuditEntry
from freehold.errors import Conflict, Forbidden, Invalid, NotFound
from freehold.identity.actor import SYSTEM
from freehold.ids import new_id
from tests.crm_core.access.people import actor, administrator, person, team

pytestmark = pytest.mark.usefixtures("empty_workspace")


def test_a_team_has_a_name_a_parent_a_manager_and_members() -> None:
    boss, eve = person("Boss"), person("Eve")
    west = team("West")
    south = team("South West", eve, parent=west, manager=boss)
    assert selectors.team(SYSTEM, south.id) == {
        "id": str(south.id),
        "name": "South West",
        "parent": {"id": str(west.id), "name": "West"},
        "manager": {"id": str(boss.id), "name": "Boss"},
        "members": [{"id": str(eve.id), "name": "Eve"}],
    }


def test_changes_are_written_with_before_and_after() -> None:
    ada, eve = administrator(), person("Eve")
    west = team("West")
    values = {"name": "Far West", "members": [eve.id]}
    teams.update_team(actor=actor(ada), team_id=west.id, values=values)
    told = AuditEntry.objects.get(action="access.team.updated", record_id=west.id)
    assert told.changes == {"name": ["West", "Far West"], "members": [[], [str(eve.id)]]}


def test_a_team_never_stands_below_itself() -> None:
    west = team("West")
    south = team("South", parent=west)
    deep = team("Deep", parent=south)
    for parent in (west, south, deep):
        with pytest.raises(Invalid, match="below itself"):
            teams.update_team(actor=SYSTEM, team_id=west.id, values={"parent": parent.id})
    teams.update_team(actor=SYSTEM, team_id=deep.id, values={"parent": west.id})
    assert Team.objects.get(id=deep.id).parent_id == west.id


def test_a_team_with_others_below_is_not_deleted() -> None:
    west = team("West")
    south = team("South", parent=west)
    with pytest.raises(Conflict, match="below"):
        teams.delete_team(actor=SYSTEM, team_id=west.id)
    teams.delete_team(actor=SYSTEM, team_id=south.id)
    teams.delete_team(actor=SYSTEM, team_id=west.id)
    assert not Team.objects.exists()


def test_it_refuses_unknown_people_and_taken_names() -> None:
    west = team("West")
    for values in ({"members": [new_id()]}, {"manager": new_id()}, {"parent": new_id()}):
        with pytest.raises(Invalid):
            teams.update_team(actor=SYSTEM, team_id=west.id, values=values)
    with pytest.raises(Conflict):
        teams.create_team(actor=SYSTEM, name="WEST")
    with pytest.raises(Invalid):
        teams.create_team(actor=SYSTEM, name="  ")
    with pytest.raises(NotFound):
        teams.delete_team(actor=SYSTEM, team_id=new_id())


def test_it_needs_the_right_settings() -> None:
    held = roles.create_role(actor=SYSTEM, values={"name": "R", "rights": ["export"]})
    with pytest.raises(Forbidden):
        teams.create_team(actor=actor(person("Bob", held)), name="West")


def test_the_list_costs_the_same_for_two_teams_and_for_twenty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bob = person("Bob")
    for number in range(2):
        team(f"Team {number}", bob)
    with django_assert_num_queries(2):
        selectors.teams(actor(bob))
    for number in range(2, 20):
        team(f"Team {number}", bob, manager=bob)
    with django_assert_num_queries(2):
        assert len(selectors.teams(actor(bob))) == 20
