"""Contacts with a field of every type, and the same rows as plain Python values."""

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm_core.records.services import create_many
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import custom_field, make_many

#: Near each other under folding, upper case, and what LIKE takes for a sign.
TEXTS = ("Alpha", "alpha", "Ålpha", "ÁLPHA beta", "Straße", "strasse", "100%", "a_b", "a\\b", None)
CHOICES = ("gold", "silver", "bronze")
NUMBERS = (-3, 0, 1, 2, 250, None)
FRACTIONS = (-1.5, 0, 0.25, 2, 1000.125, None)
AMOUNTS = (
    {"amount": 100, "currency": "EUR"},
    {"amount": 100, "currency": "USD"},
    {"amount": -5, "currency": "EUR"},
    {"amount": 0, "currency": "EUR"},
    {"amount": 99_999, "currency": "USD"},
    None,
)
BOOLEANS = (True, False, None)
LISTS: tuple[list[str] | None, ...] = (["gold"], ["silver", "gold"], ["bronze"], [], None)
ADDRESSES = ("a@example.com", "B@example.com", "b@example.com", "ab@beta.example", None)
FURTHER: tuple[list[dict[str, str]] | None, ...] = (
    [{"value": "x@Example.com", "label": "Home"}],
    [],
    None,
)

#: Path → type, as the tests filter and sort by it.
KINDS: dict[str, str] = {
    "title": "text",
    "description": "longtext",
    "email": "text",
    "emails": "entries",
    "lead_source": "picklist",
    "birthday": "date",
    "do_not_contact": "boolean",
    "created_at": "datetime",
    "version": "integer",
    "account": "reference",
    "owner": "reference",
    "account.name": "text",
    "account.industry": "picklist",
    "account.employees": "integer",
    "account.annual_revenue": "money",
    "custom.note": "text",
    "custom.score": "integer",
    "custom.share": "number",
    "custom.budget": "money",
    "custom.met": "date",
    "custom.seen": "datetime",
    "custom.vip": "boolean",
    "custom.tier": "picklist",
    "custom.tags": "multipicklist",
    "custom.partner": "reference",
    "custom.partner.name": "text",
}
_SOURCES = ("web", "event", "referral", None)


@dataclass
class People:
    """`rows`: id → path → value; money as a mapping, references as (id, name)."""

    rows: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    accounts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    now: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))

    def days(self) -> list[datetime.date]:
        """Days around the bounds of the periods that filters know."""
        shifts = (-800, -366, -93, -32, -31, -30, -8, -7, -6, -1, 0, 1, 2, 7, 31, 92, 366)
        return [self.now.date() + datetime.timedelta(days=shift) for shift in shifts]

    def moments(self) -> list[datetime.datetime]:
        return [
            datetime.datetime.combine(day, datetime.time(hour, 30), datetime.UTC)
            for day, hour in zip(self.days(), [0, 23, 12] * 9, strict=False)
        ]


def make_people(actor: Actor, count: int = 60) -> People:
    chance, people = random.Random(7), People()
    for name, kind in KINDS.items():
        if name.startswith("custom.") and name.count(".") == 1:
            more: dict[str, Any] = {"choices": list(CHOICES)} if "picklist" in kind else {}
            more |= {"reference": "accounts"} if kind == "reference" else {}
            custom_field(actor, "contacts", name.removeprefix("custom."), kind, **more)
    _make_accounts(actor, people, chance)
    rows = [_row(people, chance, actor) for _ in range(count)]
    outcomes = create_many(
        "contacts",
        [_values(row, number) for number, row in enumerate(rows)],
        actor=actor,
        pasts=[{"created_at": row["created_at"]} for row in rows],
    )
    assert [error for one in outcomes for error in one.errors] == []
    people.rows = {one.id: row for one, row in zip(outcomes, rows, strict=True) if one.id}
    return people


def _make_accounts(actor: Actor, people: People, chance: random.Random) -> None:
    rows = [
        {
            "name": name,
            "industry": chance.choice(("energy", "retail", None)),
            "employees": chance.choice(NUMBERS),
            "annual_revenue": chance.choice(AMOUNTS),
        }
        for name in ("Ärger AG", "arger ag", "Zeta", "Beta & Söhne")
    ]
    ids = make_many("accounts", actor, rows)
    people.accounts = dict(zip(ids, rows, strict=True))


def _row(people: People, chance: random.Random, actor: Actor) -> dict[str, Any]:
    account = chance.choice([*people.accounts, None])
    partner = chance.choice([*people.accounts, None])
    facts = people.accounts.get(account, {}) if account else {}
    return {
        "title": chance.choice(TEXTS),
        "description": chance.choice(TEXTS),
        "email": chance.choice(ADDRESSES),
        "emails": chance.choice(FURTHER),
        "lead_source": chance.choice(_SOURCES),
        "birthday": chance.choice([*people.days(), None]),
        "do_not_contact": chance.choice((True, False)),
        "created_at": chance.choice([one for one in people.moments() if one < people.now]),
        "version": 1,
        "account": (account, facts["name"]) if account else None,
        "owner": (actor.user_id, actor.name) if chance.random() < 0.7 else None,
        **{
            f"account.{name}": facts.get(name)
            for name in ("name", "industry", "employees", "annual_revenue")
        },
        "custom.note": chance.choice(TEXTS),
        "custom.score": chance.choice(NUMBERS),
        "custom.share": chance.choice(FRACTIONS),
        "custom.budget": chance.choice(AMOUNTS),
        "custom.met": chance.choice([*people.days(), None]),
        "custom.seen": chance.choice([*people.moments(), None]),
        "custom.vip": chance.choice(BOOLEANS),
        "custom.tier": chance.choice((*CHOICES, None)),
        "custom.tags": chance.choice(LISTS),
        "custom.partner": (partner, people.accounts[partner]["name"]) if partner else None,
        "custom.partner.name": people.accounts[partner]["name"] if partner else None,
    }


def _values(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The row in API form; what belongs to another record is left out."""
    values: dict[str, Any] = {"last_name": f"Person {number:03d}", "custom": {}}
    for path, value in row.items():
        if path.count(".") > path.startswith("custom.") or path in ("created_at", "version"):
            continue
        shown = _api(value)
        if path.startswith("custom."):
            values["custom"][path.removeprefix("custom.")] = shown
        else:
            values[path] = shown
    return values


def _api(value: Any) -> Any:
    if isinstance(value, tuple):
        return str(value[0])
    return value.isoformat() if isinstance(value, datetime.date) else value
