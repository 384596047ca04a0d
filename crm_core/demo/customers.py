"""Accounts in groups and alone, and the people who work there."""

import re
from typing import Any

from crm_core.demo.custom import custom_values
from crm_core.demo.plan import Trade
from crm_core.demo.world import Made, Row, World, make
from freehold.text import fold

_KINDS = ("customer", "prospect", "partner")
_SHARES = (60, 33, 7)


def make_accounts(world: World) -> None:
    """Groups first, so that their subsidiaries and the partners of others can refer to them."""
    words, chance = world.company.words, world.chance
    groups = words.groups[: max(1, world.volumes.accounts // 15)]
    names = [words.group_pattern.format(group=group) for group in groups]
    holding = Trade("", "services", (900, 5200))
    world.accounts = make(world, "accounts", [_account(world, name, holding) for name in names])
    pairs = [(trade, place) for trade in words.trades for place in words.places]
    chosen = chance.sample(pairs, world.volumes.accounts - len(names))
    rows = [_account(world, trade.pattern.format(place=place), trade) for trade, place in chosen]
    for row in rows:
        if world.chances(0.22):
            group = chance.choice(world.accounts)
            row.values.update(parent=str(group.id), type="customer")
    world.accounts += make(world, "accounts", rows)


def _account(world: World, name: str, trade: Trade) -> Row:
    chance, site = world.chance, domain(name)
    employees = chance.randint(*trade.employees)
    values: dict[str, Any] = {
        "name": name,
        "type": "customer" if not trade.pattern else chance.choices(_KINDS, _SHARES)[0],
        "industry": trade.industry,
        "phone": phone(world),
        "website": f"https://www.{site}",
        "email": f"info@{site}",
        "employees": employees,
        "annual_revenue": world.money(employees * chance.randrange(90, 260) * 1000 * 100),
        "founded_year": chance.randrange(1884, 2019),
        "addresses": [_address(world)],
        "description": chance.choice(world.company.words.descriptions),
        "custom": custom_values(world, "accounts"),
    }
    days_ago = chance.randrange(560, 1500) if world.chances(0.75) else chance.randrange(30, 540)
    return Row(chance.choice(world.sellers), values, world.days.past(chance, days_ago))


def _address(world: World) -> dict[str, str]:
    words, chance = world.company.words, world.chance
    city, region, code = chance.choice(words.cities)
    number, street = chance.randrange(1, 180), chance.choice(words.streets)
    street = f"{number} {street}" if words.country == "United States" else f"{street} {number}"
    return {
        "label": words.office,
        "street": street,
        "city": city,
        "region": region,
        "postal_code": code,
        "country": words.country,
    }


def make_contacts(world: World) -> None:
    """Two to six people an account; a few of them also work for a second one."""
    chance = world.chance
    accounts = list(world.accounts)
    chosen = [
        *accounts,
        *chance.choices(accounts, k=max(0, world.volumes.contacts - len(accounts))),
    ]
    taken: set[str] = set()
    rows = [_contact(world, account, taken) for account in chosen]
    world.contacts = make(world, "contacts", rows)
    second = [one for one in world.contacts if world.chances(0.05)]
    make(world, "account-contacts", [_second_account(world, one) for one in second])


def _contact(world: World, account: Made, taken: set[str]) -> Row:
    words, chance = world.company.words, world.chance
    first, last, email = _name(world, account, taken)
    title, department = chance.choice(words.titles)
    values: dict[str, Any] = {
        "first_name": first,
        "last_name": last,
        "account": str(account.id),
        "title": title,
        "department": department,
        "email": email,
        "phone": phone(world),
        "lead_source": chance.choice(("web", "referral", "event", "cold_call", "partner", None)),
        "do_not_contact": world.chances(0.03),
        "custom": custom_values(world, "contacts"),
    }
    if world.chances(0.3):
        values["phones"] = [{"label": words.mobile, "value": phone(world)}]
    if world.chances(0.12):
        born = world.days.date(-chance.randrange(26 * 365, 62 * 365))
        values["birthday"] = born.isoformat()
    since = world.days.between(chance, account.since, world.days.now)
    return Row(account.owner, values, since)


def _name(world: World, account: Made, taken: set[str]) -> tuple[str, str, str]:
    words, chance = world.company.words, world.chance
    site = domain(account.values["name"])
    while True:
        first, last = chance.choice(words.first_names), chance.choice(words.last_names)
        email = f"{plain(first)}.{plain(last)}@{site}"
        if email not in taken:
            taken.add(email)
            return first, last, email


def _second_account(world: World, contact: Made) -> Row:
    others = [one for one in world.accounts if str(one.id) != contact.values["account"]]
    values = {
        "account": str(world.chance.choice(others).id),
        "contact": str(contact.id),
        "role": world.chance.choice(world.company.words.second_roles),
    }
    return Row(contact.owner, values, contact.since)


def phone(world: World) -> str:
    """A number that the country keeps free for fiction."""
    return world.company.words.phone.format(number=world.chance.randrange(100))


def plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name).replace("ı", "i"))


def domain(name: str) -> str:
    """A domain below `.example`, which belongs to nobody."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(name))
    return f"{words.strip('-')}.example"
