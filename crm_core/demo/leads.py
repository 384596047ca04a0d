"""Enquiries of people who are not customers yet."""

from crm_core.demo.custom import custom_values
from crm_core.demo.customers import domain, phone, plain
from crm_core.demo.world import Row, World, make


def make_leads(world: World) -> None:
    rows = [_lead(world) for _ in range(world.volumes.leads)]
    world.leads = make(world, "leads", rows)


def _lead(world: World) -> Row:
    words, chance = world.company.words, world.chance
    trade, place = chance.choice(words.trades), chance.choice(words.places)
    company = trade.pattern.format(place=place)
    first, last = chance.choice(words.first_names), chance.choice(words.last_names)
    days_ago = int(chance.triangular(0, 270, 12))
    employees = chance.randint(*trade.employees)
    values = {
        "first_name": first,
        "last_name": last,
        "company": company,
        "title": chance.choice(words.titles)[0],
        "status": _lead_status(world, days_ago),
        "rating": chance.choice(("hot", "warm", "warm", "cold", None)),
        "source": chance.choice(("web", "web", "event", "referral", "advertisement", "social")),
        "email": f"{plain(first)}.{plain(last)}@{domain(company)}",
        "phone": phone(world),
        "website": f"https://www.{domain(company)}",
        "industry": trade.industry,
        "employees": employees,
        "description": chance.choice(words.enquiries),
        "custom": custom_values(world, "leads"),
    }
    return Row(chance.choice(world.sellers), values, world.days.past(chance, days_ago))


def _lead_status(world: World, days_ago: int) -> str:
    if days_ago < 10:
        return world.chance.choices(("new", "contacted"), (3, 1))[0]
    return world.chance.choices(("contacted", "qualified", "unqualified", "new"), (5, 4, 6, 1))[0]
