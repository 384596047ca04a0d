"""How far a role's scopes reach: own, team, team and below, all."""

import pytest
from django.db import connection
from pytest_django.fixtures import DjangoAssertNumQueries

from crm_core.access.conditions import visible
from crm_core.access.policy import policy_for
from crm_core.access.services import roles, teams
from crm_core.sales.models import Account
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.services import users
from tests.crm_core.access.people import (
    account,
    actor,
    administrator,
    names,
    object_type,
    person,
    policy,
    role,
    seen,
    team,
)

pytestmark = pytest.mark.usefixtures("empty_workspace")


def test_without_a_role_nothing_is_seen() -> None:
    bob = person("Bob")
    account("Mine", bob)
    assert seen(bob) == set()


def test_own_reaches_what_one_owns_and_nothing_without_an_owner() -> None:
    bob = person("Bob", role("Own", read="own"))
    account("Mine", bob)
    account("Nobody's")
    account("Eve's", person("Eve"))
    assert seen(bob) == {"Mine"}


def test_team_reaches_the_members_of_ones_teams_but_not_below() -> None:
    reader = role("Team", read="team")
    bob, eve, sub = person("Bob", reader), person("Eve"), person("Sub")
    west = team("West", bob, eve)
    team("South West", sub, parent=west)
    for user in (bob, eve, sub):
        account(user.name, user)
    assert seen(bob) == {"Bob", "Eve"}


def test_team_and_below_reaches_the_whole_branch() -> None:
    reader = role("Branch", read="team_and_below")
    bob, sub, deep, other = person("Bob", reader), person("Sub"), person("Deep"), person("Other")
    west = team("West", bob)
    south = team("South", sub, parent=west)
    team("Deep South", deep, parent=south)
    team("East", other)
    for user in (bob, sub, deep, other):
        account(user.name, user)
    assert seen(bob) == {"Bob", "Sub", "Deep"}


def test_a_manager_reaches_the_team_without_belonging_to_it() -> None:
    boss, eve = person("Boss", role("Team", read="team")), person("Eve")
    team("West", eve, manager=boss)
    account("Eve", eve)
    assert seen(boss) == {"Eve"}


def test_a_member_does_not_reach_the_manager() -> None:
    boss, eve = person("Boss"), person("Eve", role("Team", read="team"))
    team("West", eve, manager=boss)
    account("Boss", boss)
    assert seen(eve) == set()


def test_the_union_of_several_roles_counts() -> None:
    bob = person("Bob", role("All", read="all"), role("Own", read="own", update="own"))
    account("Mine", bob)
    account("Other", person("Eve"))
    assert seen(bob) == {"Mine", "Other"}
    assert seen(bob, "update") == {"Mine"}
    assert seen(bob, "delete") == set()


def test_an_administrator_and_the_system_reach_everything() -> None:
    ada = administrator()
    account("Nobody's")
    assert seen(ada) == seen(ada, "delete") == {"Nobody's"}
    trusted = visible(policy_for(SYSTEM), object_type(), "delete")
    assert names(Account.objects.filter(trusted)) == {"Nobody's"}


def test_nobody_reaches_nothing() -> None:
    account("Any")
    nobody = policy_for(Actor(None, "", "web"))
    assert not Account.objects.filter(visible(nobody, object_type())).exists()
    assert not nobody.can("accounts", "read")


def test_changes_hold_at_once() -> None:
    reader = role("Reader", read="own")
    bob, eve = person("Bob", reader), person("Eve")
    account("Eve", eve)
    assert seen(bob) == set()
    west = team("West", bob, eve)
    grants = {"accounts": {"read": "team"}}
    roles.update_role(actor=SYSTEM, role_id=reader.id, values={"grants": grants})
    assert seen(bob) == {"Eve"}
    teams.update_team(actor=SYSTEM, team_id=west.id, values={"members": [bob.id]})
    assert seen(bob) == set()


def test_a_deactivated_user_reaches_nothing() -> None:
    bob = person("Bob", role("All", read="all"))
    account("Any")
    users.deactivate_user(actor=SYSTEM, user_id=bob.id)
    assert seen(bob) == set()


def test_the_default_grant_holds_for_objects_not_named() -> None:
    grants = {"*": {"read": "all"}, "accounts": {"read": "none"}}
    held = roles.create_role(actor=SYSTEM, values={"name": "Star", "grants": grants})
    found = policy(person("Bob", held))
    assert found.can("contacts", "read")
    assert not found.can("accounts", "read")
    assert not found.can("contacts", "update")


@pytest.mark.parametrize(
    ("scopes", "read", "update", "export"),
    [
        (["all"], True, True, True),
        (["read"], True, False, False),
        (["accounts.read"], True, False, False),
        (["accounts.write"], True, True, False),
        (["contacts.write"], False, False, False),
    ],
)
def test_an_api_key_is_bounded_by_its_scopes(
    scopes: list[str], read: bool, update: bool, export: bool
) -> None:
    found = policy(administrator(), *scopes)
    assert found.can("accounts", "read") is read
    assert found.can("accounts", "update") is update
    assert found.has_right("export") is export


def test_the_condition_stands_in_sql_written_by_hand() -> None:
    bob = person("Bob", role("Own", read="own"))
    account("Mine", bob)
    account("Other")
    found = policy(bob).condition(object_type(), "read", "r")
    with connection.cursor() as cursor:
        table = object_type().table
        cursor.execute(f'SELECT r.name FROM {table} "r" WHERE {found.sql}', found.params)
        assert cursor.fetchall() == [("Mine",)]


def test_the_condition_follows_the_alias_of_a_subquery() -> None:
    bob = person("Bob", role("Own", read="own"))
    mine, other = account("Mine", bob), account("Other")
    for whole in (mine, other):
        Account.objects.create(name=f"Child of {whole.name}", parent=whole)
    wholes = Account.objects.filter(visible(policy(bob), object_type())).values("id")
    assert names(Account.objects.filter(parent__in=wholes)) == {"Child of Mine"}


def test_a_policy_costs_no_statement_once_it_is_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bob = person("Bob", role("Team", read="team"))
    team("West", bob)
    assert policy(bob).can("accounts", "read")
    with django_assert_num_queries(0):
        assert policy(bob).can("accounts", "read")
        assert actor(bob).user_id == bob.id
