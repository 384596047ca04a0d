"""Users, roles, teams and accounts for the tests of access."""

from collections.abc import Iterable
from typing import Any

from crm_core.access.conditions import visible
from crm_core.access.models import Role, Team
from crm_core.access.policy import Policy, policy_for
from crm_core.access.services import roles, teams
from crm_core.records import catalogue
from crm_core.records.catalogue import ObjectType
from crm_core.sales.models import Account
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.models import User
from freehold.identity.services import users

PASSWORD = "correct horse battery"


def person(name: str, *held: Role) -> User:
    user = users.create_user(
        actor=SYSTEM, email=f"{name.lower()}@people.test", name=name, password=PASSWORD
    )
    roles.assign_roles(actor=SYSTEM, user_id=user.id, role_ids=[role.id for role in held])
    return user


def role(name: str, *, create: bool = False, **scopes: str) -> Role:
    """A role that grants these scopes on accounts and nothing else."""
    grants = {"accounts": {"create": create, **scopes}}
    return roles.create_role(actor=SYSTEM, values={"name": name, "grants": grants})


def administrator(name: str = "Ada") -> User:
    held = Role.objects.filter(is_admin=True).first() or roles.create_role(
        actor=SYSTEM, values={"name": "Everything", "is_admin": True}
    )
    return person(name, held)


def team(
    name: str, *members: User, parent: Team | None = None, manager: User | None = None
) -> Team:
    return teams.create_team(
        actor=SYSTEM,
        name=name,
        parent_id=parent.id if parent else None,
        manager_id=manager.id if manager else None,
        member_ids=[user.id for user in members],
    )


def account(name: str, owner: User | None = None) -> Account:
    return Account.objects.create(name=name, owner=owner)


def actor(user: User, *scopes: str) -> Actor:
    return Actor(user.id, str(user), "web", scopes=frozenset(scopes or {"all"}))


def policy(user: User, *scopes: str) -> Policy:
    return policy_for(actor(user, *scopes))


def object_type(name: str = "accounts") -> ObjectType:
    return catalogue.current().object(name)


def names(found: Iterable[Any]) -> set[str]:
    return {one.name for one in found}


def seen(user: User, verb: str = "read", *scopes: str) -> set[str]:
    """The names of the accounts on which the user may do `verb`."""
    return names(Account.objects.filter(visible(policy(user, *scopes), object_type(), verb)))
