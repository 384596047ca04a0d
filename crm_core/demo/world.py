"""What has been made so far of a company, and how records are written into it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm_core.demo.days import Days, Moment
from crm_core.demo.plan import Company, Values, Volumes
from crm_core.records.services import create_many, update_many
from crm_core.records.services.many import MOST_ROWS, RowOutcome
from freehold.identity.actor import Actor
from freehold.identity.models import User


@dataclass
class Made:
    """A record that exists: what it was made from, and since when."""

    id: UUID
    owner: User
    values: dict[str, Any]
    since: Moment


@dataclass(frozen=True)
class Row:
    """A record to be made by its owner at a moment; `past` as `create_many` takes it."""

    owner: User
    values: dict[str, Any]
    since: Moment
    past: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A change that the record's owner makes at a moment."""

    record: Made
    values: Values
    at: Moment


@dataclass
class World:
    """A company in the making. `chance` is seeded, so that the same day gives the same company."""

    company: Company
    volumes: Volumes
    chance: random.Random
    days: Days
    sellers: list[User]
    agents: list[User]
    administrator: User
    accounts: list[Made] = field(default_factory=list)
    contacts: list[Made] = field(default_factory=list)
    leads: list[Made] = field(default_factory=list)
    products: list[Made] = field(default_factory=list)
    deals: list[Made] = field(default_factory=list)
    cases: list[Made] = field(default_factory=list)
    #: Every record that was made, with its object, in the order of making.
    everything: list[tuple[str, UUID]] = field(default_factory=list)
    _people: dict[UUID, list[Made]] = field(default_factory=dict)

    def people_of(self, account: UUID) -> list[Made]:
        """The contacts whose primary account this is."""
        if not self._people:
            for one in self.contacts:
                self._people.setdefault(UUID(one.values["account"]), []).append(one)
        return self._people.get(account, [])

    def chances(self, share: float) -> bool:
        return self.chance.random() < share

    def money(self, amount: int) -> dict[str, Any]:
        return {"amount": amount, "currency": self.company.currency}


def make(world: World, object_name: str, rows: Sequence[Row]) -> list[Made]:
    """Create the records through the write door, each by its owner; in the order of `rows`."""
    made: dict[int, Made] = {}
    for owner, places in _by_owner([row.owner for row in rows]):
        outcomes = _in_parts(
            places,
            lambda part, owner=owner: create_many(  # type: ignore[misc]
                object_name,
                [{**rows[at].values, "owner": str(owner.id)} for at in part],
                actor=_actor(owner),
                pasts=[{**rows[at].past, "created_at": rows[at].since} for at in part],
            ),
        )
        for at, outcome in zip(places, outcomes, strict=True):
            made[at] = Made(_id(outcome), owner, rows[at].values, rows[at].since)
    found = [made[at] for at in range(len(rows))]
    world.everything += [(object_name, one.id) for one in found]
    return found


def change(object_name: str, changes: Sequence[Change]) -> None:
    """Change records, each by its owner; of one record at most one change in a call."""
    for owner, places in _by_owner([one.record.owner for one in changes]):
        outcomes = _in_parts(
            places,
            lambda part, owner=owner: update_many(  # type: ignore[misc]
                object_name,
                [(changes[at].record.id, changes[at].values) for at in part],
                actor=_actor(owner),
                times=[changes[at].at for at in part],
            ),
        )
        for outcome in outcomes:
            _id(outcome)


def _by_owner(owners: Sequence[User]) -> list[tuple[User, list[int]]]:
    places: dict[User, list[int]] = {}
    for at, owner in enumerate(owners):
        places.setdefault(owner, []).append(at)
    return list(places.items())


def _in_parts(
    places: Sequence[int], write: Callable[[Sequence[int]], list[RowOutcome]]
) -> list[RowOutcome]:
    outcomes: list[RowOutcome] = []
    for start in range(0, len(places), MOST_ROWS):
        outcomes.extend(write(places[start : start + MOST_ROWS]))
    return outcomes


def _actor(user: User) -> Actor:
    return Actor(user.id, user.name, "import")


def _id(outcome: RowOutcome) -> UUID:
    if outcome.id is None:
        raise ValueError(f"The demonstration's vocabulary does not fit: {outcome.errors}")
    return outcome.id
