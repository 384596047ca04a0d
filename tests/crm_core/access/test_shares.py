"""Sharing one record with a user or a team: read or write, for a time or for good."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from guardian.shortcuts import get_perms
from pytest_django.fixtures import DjangoAssertNumQueries

from crm_core.access import selectors
from crm_core.access.services.shares import share_record, unshare_record
from crm_core.sales.models import Account, AccountUserShare
from freehold import epoch
from freehold.audit.models import AuditEntry
from freehold.errors import Forbidden, Invalid, NotFound
from freehold.identity.models import User
from freehold.ids import new_id
from tests.crm_core.access.people import account, actor, administrator, person, role, seen, team

pytestmark = pytest.mark.usefixtures("empty_workspace")


@pytest.fixture
def ada(empty_workspace: None) -> User:
    return administrator()


@pytest.fixture
def bob(empty_workspace: None) -> User:
    return person("Bob", role("Own", read="own", update="own", delete="own"))


def test_a_read_share_lets_read_and_nothing_else(ada: User, bob: User) -> None:
    found = account("Shared", ada)
    share_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=bob.id)
    assert seen(bob) == {"Shared"}
    assert seen(bob, "update") == seen(bob, "delete") == set()


@pytest.mark.parametrize("to_a_team", [False, True])
def test_the_first_share_reaches_who_looked_before_it(
    ada: User, bob: User, to_a_team: bool
) -> None:
    """Who holds no share is remembered; giving the first one, and again the first, is noticed."""
    found = account("Shared", ada)
    holder: Any = {"team_id": team("West", bob).id} if to_a_team else {"user_id": bob.id}
    share: Any = {"actor": actor(ada), "object_name": "accounts", "record_id": found.id, **holder}
    for _ in range(2):
        epoch.bump()
        with CaptureQueriesContext(connection) as captured:
            assert seen(bob) == set()
            assert seen(bob) == set()
        assert "content_object_id" not in captured.captured_queries[-1]["sql"]
        share_record(**share)
        assert seen(bob) == {"Shared"}
        unshare_record(**share)
        assert seen(bob) == set()


def test_a_write_share_lets_read_and_change_but_not_delete(ada: User, bob: User) -> None:
    found = account("Shared", ada)
    share_record(
        actor=actor(ada),
        object_name="accounts",
        record_id=found.id,
        user_id=bob.id,
        access="write",
    )
    assert seen(bob) == seen(bob, "update") == {"Shared"}
    assert seen(bob, "delete") == set()


def test_a_team_share_reaches_members_and_the_manager(ada: User, bob: User) -> None:
    held = bob.roles.get()
    eve, boss = person("Eve", held), person("Boss", held)
    west = team("West", bob, manager=boss)
    found = account("Shared", ada)
    share_record(actor=actor(ada), object_name="accounts", record_id=found.id, team_id=west.id)
    assert seen(bob) == seen(boss) == {"Shared"}
    assert seen(eve) == set()


def test_a_share_gives_nothing_to_someone_whose_roles_do_not_grant_the_verb(ada: User) -> None:
    reader = person("Reader", role("Reader", read="own"))
    found = account("Shared", ada)
    share_record(
        actor=actor(ada),
        object_name="accounts",
        record_id=found.id,
        user_id=reader.id,
        access="write",
    )
    assert seen(reader) == {"Shared"}
    assert seen(reader, "update") == set()


def test_a_share_ends_by_itself(ada: User, bob: User) -> None:
    found = account("Shared", ada)
    share_record(
        actor=actor(ada),
        object_name="accounts",
        record_id=found.id,
        user_id=bob.id,
        expires_at=timezone.now() + timedelta(days=1),
    )
    assert seen(bob) == {"Shared"}
    AccountUserShare.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert seen(bob) == set()


def test_sharing_again_replaces_the_earlier_share(ada: User, bob: User) -> None:
    found = account("Shared", ada)
    for access in ("write", "read"):
        share_record(
            actor=actor(ada),
            object_name="accounts",
            record_id=found.id,
            user_id=bob.id,
            access=access,
        )
    assert seen(bob, "update") == set()
    assert [share["access"] for share in selectors.shares(actor(ada), "accounts", found.id)] == [
        "read"
    ]


def test_taking_a_share_back_ends_it_and_is_written_into_the_trail(ada: User, bob: User) -> None:
    found = account("Shared", ada)
    share_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=bob.id)
    unshare_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=bob.id)
    assert seen(bob) == set()
    told = AuditEntry.objects.filter(action__startswith="access.share.", record_id=found.id)
    assert list(told.order_by("id").values_list("action", "changes")) == [
        ("access.share.created", {"Bob": [None, "read"]}),
        ("access.share.deleted", {"Bob": ["read", None]}),
    ]
    with pytest.raises(NotFound):
        unshare_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=bob.id)


def test_guardian_knows_the_share_too(ada: User, bob: User) -> None:
    found = account("Shared", ada)
    share_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=bob.id)
    assert get_perms(bob, found) == ["view_account"]


def test_who_may_not_change_a_record_may_not_share_it(ada: User, bob: User) -> None:
    unseen = account("Unseen", ada)
    with pytest.raises(NotFound):
        share_record(actor=actor(bob), object_name="accounts", record_id=unseen.id, user_id=ada.id)
    share_record(actor=actor(ada), object_name="accounts", record_id=unseen.id, user_id=bob.id)
    with pytest.raises(Forbidden):
        share_record(actor=actor(bob), object_name="accounts", record_id=unseen.id, user_id=ada.id)
    assert AccountUserShare.objects.count() == 1


@pytest.mark.parametrize("holders", [{}, {"user_id": new_id(), "team_id": new_id()}])
def test_it_names_one_user_or_one_team(ada: User, holders: dict[str, Any]) -> None:
    found = account("Shared", ada)
    with pytest.raises(Invalid):
        share_record(actor=actor(ada), object_name="accounts", record_id=found.id, **holders)


def test_it_refuses_the_past_unknown_holders_and_parts(ada: User, bob: User) -> None:
    found = account("Shared", ada)
    record = {"object_name": "accounts", "record_id": found.id}
    with pytest.raises(Invalid, match="lies ahead"):
        share_record(
            actor=actor(ada),
            object_name="accounts",
            record_id=found.id,
            user_id=bob.id,
            expires_at=timezone.now() - timedelta(minutes=1),
        )
    with pytest.raises(Invalid, match="no such active user"):
        share_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=new_id())
    with pytest.raises(Invalid, match="can't be shared"):
        share_record(actor=actor(ada), object_name="line-items", record_id=new_id(), user_id=bob.id)
    assert not AccountUserShare.objects.filter(content_object=record["record_id"]).exists()


def test_a_share_table_has_three_indexes() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(
            cursor, AccountUserShare._meta.db_table
        ).values()
    indexed = sorted(one["columns"] for one in found if one["index"] or one["unique"])
    assert indexed == [["content_object_id", "user_id", "permission_id"], ["id"], ["user_id"]]


def test_shares_cost_one_statement_with_the_list(
    ada: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        found = account(f"A{number}", ada)
        share_record(actor=actor(ada), object_name="accounts", record_id=found.id, user_id=bob.id)
    seen(bob)
    with django_assert_num_queries(1):
        assert len(seen(bob)) == 20
    assert Account.objects.count() == 20
