"""What the web app is told about whoever is signed in, and about the other users."""

import pytest
from django.core.mail import EmailMessage
from pytest_django.fixtures import DjangoAssertNumQueries
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks as CaptureOnCommit

from crm_core.access import selectors
from crm_core.access.services import people, roles
from freehold.errors import Conflict, NotFound, NotSignedIn
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.services import users
from freehold.ids import new_id
from tests.crm_core.access.people import PASSWORD, actor, administrator, person, role, team

pytestmark = pytest.mark.usefixtures("empty_workspace")


def test_me_tells_roles_teams_rights_and_what_each_object_allows() -> None:
    values = {
        "name": "Rep",
        "grants": {"accounts": {"create": True, "read": "team", "update": "own"}},
        "rights": ["export"],
    }
    held = roles.create_role(actor=SYSTEM, values=values)
    bob = person("Bob", held)
    west = team("West", bob)
    told = selectors.me(actor(bob))
    assert told["user"]["email"] == "bob@people.test"
    assert told["roles"] == [{"id": str(held.id), "name": "Rep"}]
    assert told["teams"] == [{"id": str(west.id), "name": "West"}]
    assert told["tenant"]["slug"] == "acme"
    assert told["rights"] == ["export"]
    granted = {"create": True, "read": "team", "update": "own", "delete": "none"}
    assert told["objects"]["accounts"] == granted
    assert told["objects"]["contacts"]["read"] == "none"


def test_me_costs_no_statement_once_it_is_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bob = person("Bob", role("Own", read="own"))
    selectors.me(actor(bob))
    with django_assert_num_queries(0):
        selectors.me(actor(bob))


def test_nobody_is_told_nothing() -> None:
    nobody = Actor(None, "", "web")
    for ask in (selectors.me, selectors.users, selectors.teams):
        with pytest.raises(NotSignedIn):
            ask(nobody)


def test_everyone_sees_names_and_only_settings_sees_roles() -> None:
    ada, bob = administrator(), person("Bob", role("Own", read="own"))
    seen_by_bob, _ = selectors.users(actor(bob), search="ADA@people")
    assert seen_by_bob == [
        {"id": str(ada.id), "name": "Ada", "email": "ada@people.test", "active": True}
    ]
    seen_by_ada, _ = selectors.users(actor(ada), search="bob@")
    assert seen_by_ada[0]["roles"] == [{"id": str(bob.roles.get().id), "name": "Own"}]


def test_one_changes_oneself_but_not_ones_roles_or_address() -> None:
    bob = person("Bob", role("Own", read="own"))
    values = {
        "name": "Robert",
        "time_zone": "Europe/Berlin",
        "email": "ada@people.test",
        "roles": [],
        "is_superuser": True,
        "is_active": False,
    }
    people.update_oneself(actor=actor(bob), values=values)
    bob.refresh_from_db()
    assert (bob.name, bob.time_zone, bob.email) == ("Robert", "Europe/Berlin", "bob@people.test")
    assert bob.is_active
    assert not bob.is_superuser
    assert bob.roles.count() == 1


def test_someone_is_invited_by_mail_and_again_until_they_came_in(
    mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: CaptureOnCommit
) -> None:
    ada, held = administrator(), role("Own", read="own")
    with django_capture_on_commit_callbacks(execute=True):
        eve = people.invite_user(
            actor=actor(ada),
            email="eve@people.test",
            name="Eve",
            role_ids=[held.id],
            origin="http://acme.localhost",
        )
        people.invite_again(actor=actor(ada), user_id=eve.id, origin="http://acme.localhost/")
    assert [mail.to for mail in mailoutbox] == [["eve@people.test"], ["eve@people.test"]]
    assert "http://acme.localhost/sign-in#password=" in str(mailoutbox[1].body)
    users.set_password(actor=SYSTEM, user_id=eve.id, password=PASSWORD)
    with pytest.raises(Conflict, match="has a password"):
        people.invite_again(actor=actor(ada), user_id=eve.id, origin="http://acme.localhost")
    with pytest.raises(NotFound):
        people.invite_again(actor=actor(ada), user_id=new_id(), origin="http://acme.localhost")
