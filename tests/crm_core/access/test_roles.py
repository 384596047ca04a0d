"""Roles: what may be written into one, who may write it, and the last administrator."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from crm_core.access import seeding, selectors
from crm_core.access.models import Role
from crm_core.access.services import people, roles
from freehold import epoch
from freehold.audit.models import AuditEntry
from freehold.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from freehold.identity.actor import SYSTEM
from freehold.identity.services import users
from freehold.ids import new_id
from tests.crm_core.access.people import actor, administrator, person, policy

pytestmark = pytest.mark.usefixtures("empty_workspace")


def created(**values: Any) -> Role:
    return roles.create_role(actor=SYSTEM, values={"name": "Any", **values})


def test_a_role_is_completed_and_written_into_the_trail() -> None:
    ada = administrator()
    values = {"name": " Reader ", "grants": {"accounts": {"read": "own"}}, "rights": ["export"]}
    role = roles.create_role(actor=actor(ada), values=values)
    assert role.name == "Reader"
    assert role.grants == {
        "accounts": {"create": False, "read": "own", "update": "none", "delete": "none"}
    }
    told = AuditEntry.objects.get(action="access.role.created", record_id=role.id)
    assert told.actor_id == ada.id
    assert told.changes["rights"] == [None, ["export"]]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": 7}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"description": "x" * 501}, "description"),
        ({"is_admin": "yes"}, "is_admin"),
        ({"grants": []}, "grants"),
        ({"grants": {"ships": {"read": "all"}}}, "grants.ships"),
        ({"grants": {"line-items": {"read": "all"}}}, "grants.line-items"),
        ({"grants": {"accounts": {"fly": "all"}}}, "grants.accounts"),
        ({"grants": {"accounts": {"read": "some"}}}, "grants.accounts.read"),
        ({"grants": {"accounts": {"read": ["all"]}}}, "grants.accounts.read"),
        ({"grants": {"accounts": {"read": "own", "update": "all"}}}, "grants.accounts.update"),
        ({"grants": {"accounts": {"delete": "own"}}}, "grants.accounts.delete"),
        ({"grants": {"accounts": {"create": True}}}, "grants.accounts.create"),
        ({"grants": {"accounts": {"create": "yes"}}}, "grants.accounts.create"),
        ({"fields": []}, "fields"),
        ({"fields": {"ships": {}}}, "fields.ships"),
        ({"fields": {"accounts": []}}, "fields.accounts"),
        ({"fields": {"accounts": {"wings": "hidden"}}}, "fields.accounts.wings"),
        ({"fields": {"accounts": {"id": "hidden"}}}, "fields.accounts.id"),
        ({"fields": {"accounts": {"name": "write"}}}, "fields.accounts.name"),
        ({"rights": "export"}, "rights"),
        ({"rights": ["fly"]}, "rights"),
    ],
)
def test_it_names_what_is_wrong(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        created(**values)
    assert field in [error.field for error in refused.value.errors]
    assert not Role.objects.filter(name="Any").exists()


def test_names_are_taken_once_whatever_their_case() -> None:
    created(name="Reader")
    with pytest.raises(Conflict, match="already a role"):
        created(name="READER")


def test_an_update_changes_what_is_given_and_counts_the_version() -> None:
    role = created(grants={"accounts": {"read": "all"}}, rights=["export"])
    changed = roles.update_role(
        actor=SYSTEM, role_id=role.id, values={"rights": []}, version=role.version
    )
    assert (changed.version, changed.rights) == (2, [])
    assert changed.grants == role.grants
    with pytest.raises(Stale):
        roles.update_role(actor=SYSTEM, role_id=role.id, values={"rights": []}, version=1)


def test_an_update_without_a_change_leaves_no_trace() -> None:
    role = created(rights=["export"])
    before = AuditEntry.objects.count()
    roles.update_role(actor=SYSTEM, role_id=role.id, values={"rights": ["export"], "version": 9})
    assert AuditEntry.objects.count() == before


def test_a_clone_has_the_rules_and_no_holders() -> None:
    role = created(grants={"accounts": {"read": "all"}}, fields={"accounts": {"phone": "hidden"}})
    person("Bob", role)
    copy = roles.clone_role(actor=SYSTEM, role_id=role.id, name="Copy")
    assert (copy.grants, copy.fields) == (role.grants, role.fields)
    assert not copy.users.exists()


def test_roles_that_do_not_exist_are_named_as_such() -> None:
    bob = person("Bob")
    with pytest.raises(NotFound):
        roles.delete_role(actor=SYSTEM, role_id=new_id())
    with pytest.raises(Invalid):
        roles.assign_roles(actor=SYSTEM, user_id=bob.id, role_ids=[new_id()])
    with pytest.raises(NotFound):
        roles.assign_roles(actor=SYSTEM, user_id=new_id(), role_ids=[])


def test_the_last_administrator_stays() -> None:
    ada = administrator()
    admin = ada.roles.get()
    attempts: list[Callable[[], object]] = [
        lambda: roles.assign_roles(actor=SYSTEM, user_id=ada.id, role_ids=[]),
        lambda: roles.delete_role(actor=SYSTEM, role_id=admin.id),
        lambda: roles.update_role(actor=SYSTEM, role_id=admin.id, values={"is_admin": False}),
        lambda: users.deactivate_user(actor=SYSTEM, user_id=ada.id),
    ]
    for attempt in attempts:
        with pytest.raises(Conflict, match="without an administrator"):
            attempt()
    ada.refresh_from_db()
    assert ada.is_active
    assert policy(ada).is_admin


def test_the_last_but_one_administrator_may_go() -> None:
    ada, bea = administrator("Ada"), administrator("Bea")
    users.deactivate_user(actor=actor(ada), user_id=bea.id)
    with pytest.raises(Conflict):
        roles.assign_roles(actor=SYSTEM, user_id=ada.id, role_ids=[])


def test_settings_need_the_right() -> None:
    user = person("Bob", created(rights=["export"]))
    bob = actor(user)
    attempts: list[Callable[[], object]] = [
        lambda: roles.create_role(actor=bob, values={"name": "Mine"}),
        lambda: roles.assign_roles(actor=bob, user_id=user.id, role_ids=[]),
        lambda: people.invite_user(actor=bob, email="eve@people.test", name="Eve"),
        lambda: selectors.roles(bob),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()


def test_nobody_gives_away_more_than_they_have() -> None:
    admin = administrator().roles.get()
    manager = created(grants={"accounts": {"read": "team"}}, rights=["settings"])
    bob = person("Bob", manager)
    wider = created(name="Wider", grants={"accounts": {"read": "all"}})
    for values in (
        {"is_admin": True},
        {"rights": ["purge"]},
        {"grants": {"accounts": {"read": "all"}}},
        {"grants": {"contacts": {"read": "own"}}},
        {"grants": {"*": {"read": "own"}}},
    ):
        with pytest.raises(Forbidden):
            roles.create_role(actor=actor(bob), values={"name": "Mine", **values})
    for role in (admin, wider):
        with pytest.raises(Forbidden):
            roles.assign_roles(actor=actor(bob), user_id=bob.id, role_ids=[manager.id, role.id])
    with pytest.raises(Forbidden):
        roles.update_role(actor=actor(bob), role_id=admin.id, values={"name": "Less"})
    narrower = {"name": "Narrower", "grants": {"accounts": {"read": "own"}}}
    assert roles.create_role(actor=actor(bob), values=narrower).name == "Narrower"


def test_nobody_opens_a_field_that_is_hidden_from_them() -> None:
    manager = created(
        grants={"accounts": {"read": "all"}},
        fields={"accounts": {"annual_revenue": "hidden"}},
        rights=["settings"],
    )
    bob = actor(person("Bob", manager))
    grants = {"accounts": {"read": "all"}}
    with pytest.raises(Forbidden):
        roles.create_role(actor=bob, values={"name": "Open", "grants": grants})
    fields = {"accounts": {"annual_revenue": "hidden"}}
    roles.create_role(actor=bob, values={"name": "Shut", "grants": grants, "fields": fields})


def test_nobody_takes_over_a_stronger_user() -> None:
    ada = administrator()
    bob = actor(person("Bob", created(rights=["settings"])))
    attempts: list[Callable[[], object]] = [
        lambda: people.update_user(actor=bob, user_id=ada.id, values={"email": "bob@people.test"}),
        lambda: people.deactivate_user(actor=bob, user_id=ada.id),
        lambda: people.create_api_key(actor=bob, name="k", user_id=ada.id),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    ada.refresh_from_db()
    assert ada.email == "ada@people.test"


def test_a_new_workspace_has_its_roles_and_seeding_again_changes_nothing() -> None:
    Role.objects.all().delete()
    seeding.seed_roles()
    expected = [values["name"] for values in seeding.DEFAULT_ROLES]
    Role.objects.filter(name="Read only").update(description="Ours")
    seeding.seed_roles()
    assert sorted(Role.objects.values_list("name", flat=True)) == sorted(expected)
    assert Role.objects.get(name="Read only").description == "Ours"


def test_the_roles_of_a_new_workspace_pass_their_own_check() -> None:
    for values in seeding.DEFAULT_ROLES:
        roles.create_role(actor=SYSTEM, values={**values, "name": f"Again {values['name']}"})


def test_the_first_user_becomes_administrator_once() -> None:
    ada = person("Ada")
    for _ in range(2):
        seeding.make_administrator(ada.id)
    assert policy(ada).is_admin
    assert ada.roles.count() == 1


def test_what_was_rolled_back_is_not_remembered() -> None:
    role = created(grants={"accounts": {"read": "own"}})
    bob = person("Bob", role)
    before = policy(bob).scope("accounts", "read")
    with transaction.atomic():
        grants = {"accounts": {"read": "all"}}
        roles.update_role(actor=SYSTEM, role_id=role.id, values={"grants": grants})
        assert policy(bob).scope("accounts", "read") == "all"
        transaction.set_rollback(True)
    epoch.forget()
    assert policy(bob).scope("accounts", "read") == before
