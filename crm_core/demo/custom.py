"""Values of the company's own fields, and records of its own objects."""

from typing import Any

from crm_core.demo.world import Row, World, make


def custom_values(world: World, object_name: str) -> dict[str, Any]:
    """A value for each custom field of the object; references lead to accounts made before."""
    found: dict[str, Any] = {}
    for field in world.company.fields:
        if field.object != object_name:
            continue
        name = field.values["name"]
        if field.fill is not None:
            found[name] = field.fill(world.chance, world.days)
        elif world.accounts and world.chances(0.2):
            found[name] = str(world.chance.choice(world.accounts).id)
    return found


def make_own_records(world: World) -> None:
    """One or two records of each custom object for most customers."""
    for definition in world.company.objects:
        rows = [
            _own_record(world, str(definition["name"]), account.id, account.values["name"])
            for account in world.accounts
            if account.values["type"] == "customer"
            for _ in range(world.chance.choice((0, 1, 1, 2)))
        ]
        make(world, str(definition["name"]), rows)


def _own_record(world: World, object_name: str, account: Any, account_name: str) -> Row:
    custom = {**custom_values(world, object_name), "account": str(account)}
    name = f"{account_name}, {custom.get('plan', object_name)}"
    since = world.days.past(world.chance, world.chance.randrange(20, 700))
    return Row(world.chance.choice(world.sellers), {"name": name, "custom": custom}, since)
