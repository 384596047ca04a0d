"""Values of the company's own fields; records of its own objects, and what was done about them."""

from typing import Any

from crm_core.demo.activities import About, full_name, task, took_place
from crm_core.demo.world import Made, Row, World, make
from crm_core.records import catalogue
from crm_core.records.catalogue import Field


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
        name = str(definition["name"])
        rows = [
            _own_record(world, name, account.id, account.values["name"])
            for account in world.accounts
            if account.values["type"] == "customer"
            for _ in range(world.chance.choice((0, 1, 1, 2)))
        ]
        _make_activities(world, name, make(world, name, rows))


def _own_record(world: World, object_name: str, account: Any, account_name: str) -> Row:
    custom = {**custom_values(world, object_name), "account": str(account)}
    name = f"{account_name}, {custom.get('plan', object_name)}"
    since = world.days.past(world.chance, world.chance.randrange(20, 700))
    return Row(world.chance.choice(world.sellers), {"name": name, "custom": custom}, since)


def _make_activities(world: World, object_name: str, records: list[Made]) -> None:
    """Two things or so that were done about each, and for some what is still to do."""
    subject, words = catalogue.current().subjects.get(object_name), world.company.words
    if subject is None or not words.own_work:
        return
    rows = []
    for one in records:
        about, names = _about(world, one, subject)
        for kind, text in world.chance.sample(words.own_work, world.chance.choice((1, 2, 2, 3))):
            at = world.days.between(world.chance, one.since, world.days.now)
            rows.append(took_place(world, one, kind, text, about, names, at))
        if world.chances(0.5):
            rows.append(task(world, one, words.own_tasks, about, names))
    make(world, "activities", sorted(rows, key=lambda row: row.since))


def _about(world: World, record: Made, subject: Field) -> tuple[About, dict[str, str]]:
    """The record and its account, with somebody who works there."""
    account = next(
        one for one in world.accounts if str(one.id) == record.values["custom"]["account"]
    )
    about: About = {"account": str(account.id), "custom": {subject.key: str(record.id)}}
    names = {"account": account.values["name"], "person": world.company.words.front_desk}
    if people := world.people_of(account.id):
        person = world.chance.choice(people)
        about["contact"] = str(person.id)
        names["person"] = full_name(person)
    return about, names
