"""The tenant that is measured: a fixed seed, an ordinary user with a role, some hidden fields."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_core.access.services.roles import assign_roles, create_role
from crm_core.access.services.teams import create_team
from crm_core.records.services import create_many
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.identity.services.keys import create_api_key
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.provisioning.provision import provision_tenant

SLUG = "bench"
USERS = 40
CHUNK = 1000
_HIDDEN = {"contacts": {"birthday": "hidden", "department": "hidden", "description": "hidden"}}
_GRANTS = {"create": True, "read": "team", "update": "team", "delete": "own"}


@dataclass(frozen=True)
class Company:
    """What the measurements need to know."""

    key: str
    user_id: UUID


def prepare(contacts: int, show: Callable[[str], None]) -> Company:
    """Make the tenant where it is missing; its size is that of its first making."""
    if not Tenant.objects.filter(slug=SLUG).exists():
        show(f"Making the tenant with {contacts:,} contacts …")
        provision_tenant(SLUG, "Bench", "admin@bench.test", admin_password="measured-only")
    with in_tenant(SLUG):
        if not User.objects.filter(email="user0@bench.test").exists():
            _fill(contacts, show)
        user = User.objects.get(email="user0@bench.test")
        _, key = _key(user)
        return Company(key, user.id)


def _key(user: User) -> tuple[Any, str]:
    return create_api_key(actor=SYSTEM, user_id=user.id, name="bench")


def _fill(contacts: int, show: Callable[[str], None]) -> None:
    chance = random.Random(20260101)
    users = [
        User.objects.create_user(f"user{index}@bench.test", None, name=f"User {index}")
        for index in range(USERS)
    ]
    role = create_role(
        actor=SYSTEM,
        values={"name": "Measured", "grants": {"*": _GRANTS}, "fields": _HIDDEN, "rights": []},
    )
    for user in users:
        assign_roles(actor=SYSTEM, user_id=user.id, role_ids=[role.id])
    _gather_team(users[:5])
    accounts = _make("accounts", contacts // 5, lambda n: _account(chance, users, n))
    show("  accounts done")
    _make("contacts", contacts, lambda n: _contact(chance, users, accounts, n))
    show("  contacts done")
    _make("opportunities", contacts // 20, lambda n: _opportunity(chance, users, accounts, n))
    show("  opportunities done")


def _gather_team(members: list[User]) -> None:
    create_team(actor=SYSTEM, name="Measured", member_ids=[one.id for one in members])


def _make(name: str, count: int, row: Callable[[int], dict[str, Any]]) -> list[UUID]:
    found: list[UUID] = []
    for start in range(0, count, CHUNK):
        rows = [row(number) for number in range(start, min(start + CHUNK, count))]
        found += [one.id for one in create_many(name, rows, actor=SYSTEM) if one.id]
    return found


def _account(chance: random.Random, users: list[User], n: int) -> dict[str, Any]:
    return {
        "name": f"{_word(chance).title()} {_word(chance).title()} {n}",
        "industry": chance.choice(("software", "retail", "finance", "energy")),
        "owner": str(chance.choice(users).id),
    }


def _contact(
    chance: random.Random, users: list[User], accounts: list[UUID], n: int
) -> dict[str, Any]:
    first, last = _word(chance).title(), _word(chance).title()
    return {
        "first_name": first,
        "last_name": f"{last} {n}",
        "email": f"{first}.{n}@example.test".lower(),
        "phone": f"+49 30 {n:07d}",
        "title": chance.choice(("CEO", "Buyer", "Engineer", "Assistant")),
        "account": str(chance.choice(accounts)),
        "owner": str(chance.choice(users).id),
    }


def _opportunity(
    chance: random.Random, users: list[User], accounts: list[UUID], n: int
) -> dict[str, Any]:
    return {
        "name": f"Deal {n}",
        "account": str(chance.choice(accounts)),
        "amount": {"amount": chance.randrange(100, 900) * 10_000, "currency": "EUR"},
        "owner": str(chance.choice(users).id),
    }


def _word(chance: random.Random) -> str:
    syllables = ("ba", "ko", "li", "ren", "to", "mi", "sa", "vel", "du", "nor", "ka", "wen")
    return "".join(chance.choice(syllables) for _ in range(3))
