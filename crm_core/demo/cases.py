"""What customers asked for help with."""

from typing import Any

from crm_core.demo.world import Made, Row, World, make


def make_cases(world: World) -> None:
    """Old cases are closed, those of the last days in every state."""
    customers = [one for one in world.accounts if one.values["type"] == "customer"]
    known = [one for one in customers if world.people_of(one.id)]
    rows = [_case(world, world.chance.choice(known)) for _ in range(world.volumes.cases)]
    world.cases = make(world, "cases", rows)


def _case(world: World, account: Made) -> Row:
    chance = world.chance
    text = chance.choice(world.company.words.cases)
    days_ago = chance.uniform(0, 9) if world.chances(0.25) else chance.triangular(9, 320, 9)
    since = max(world.days.past(chance, days_ago), account.since)
    status = _case_status(world, days_ago)
    took = world.days.after(chance, since, chance.expovariate(1 / 3.5))
    closed = min(took, world.days.now) if status in ("resolved", "closed") else None
    values: dict[str, Any] = {
        "subject": text.subject.format(product=chance.choice(world.products).values["name"]),
        "description": text.description,
        "status": status,
        "priority": text.priority,
        "type": text.type,
        "origin": chance.choice(("email", "email", "phone", "web", "chat")),
        "account": str(account.id),
        "contact": str(chance.choice(world.people_of(account.id)).id),
        "custom": {},
    }
    made = Row(chance.choice(world.agents), values, since, past={"closed_at": closed})
    values["closed_at"] = closed
    return made


def _case_status(world: World, days_ago: float) -> str:
    if days_ago < 4:
        return world.chance.choices(("new", "open", "pending", "resolved"), (4, 4, 2, 1))[0]
    if days_ago < 25:
        return world.chance.choices(("open", "pending", "resolved", "closed"), (3, 2, 4, 4))[0]
    return world.chance.choices(("closed", "resolved", "pending"), (14, 4, 1))[0]
