"""What a made-up company consists of: people, ways of selling, vocabulary, amounts of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """A user of the company. `desk` is what they work on: `sales`, `service` or nothing."""

    name: str
    role: str
    team: str = ""
    desk: str = ""


@dataclass(frozen=True)
class TeamPlan:
    name: str
    manager: str
    parent: str = ""


@dataclass(frozen=True)
class StagePlan:
    """A stage, and how many days a deal usually stands in it."""

    name: str
    probability: int
    days: int = 0
    category: str = "open"
    color: str = "gray"


@dataclass(frozen=True)
class PipelinePlan:
    """A way of selling. `share` is the part of the company's deals that go through it."""

    name: str
    stages: tuple[StagePlan, ...]
    share: float
    type: str = "new_business"
    is_default: bool = False


@dataclass(frozen=True)
class ProductPlan:
    """`price` is in whole units of the company's currency."""

    name: str
    code: str
    family: str
    price: int
    most: int = 1


@dataclass(frozen=True)
class Text:
    """A subject and a body with places such as {person}, {account}, {product}, {place}."""

    subject: str
    body: str = ""


@dataclass(frozen=True)
class CaseText:
    subject: str
    description: str
    type: str
    priority: str = "normal"


@dataclass(frozen=True)
class Trade:
    """A kind of customer: how such companies are called ({place}), and how large they are."""

    pattern: str
    industry: str
    employees: tuple[int, int]


@dataclass(frozen=True)
class Vocabulary:
    """The words that a company's records are made of."""

    places: Sequence[str]
    cities: Sequence[tuple[str, str, str]]
    streets: Sequence[str]
    trades: Sequence[Trade]
    groups: Sequence[str]
    group_pattern: str
    first_names: Sequence[str]
    last_names: Sequence[str]
    titles: Sequence[tuple[str, str]]
    phone: str
    country: str
    deal_names: Sequence[str]
    next_steps: Sequence[str]
    lost_reasons: Sequence[str]
    calls: Sequence[Text]
    emails: Sequence[Text]
    meetings: Sequence[Text]
    notes: Sequence[Text]
    tasks: Sequence[Text]
    cases: Sequence[CaseText]
    replies: Sequence[Text]
    enquiries: Sequence[str]
    descriptions: Sequence[str]
    #: What is done about records of the company's own objects, by kind, and is to be done.
    own_work: Sequence[tuple[str, Text]] = ()
    own_tasks: Sequence[Text] = ()
    #: Labels of an address and of a second telephone number.
    office: str = "Office"
    mobile: str = "Mobile"
    #: Whom one talks to where nobody is known yet.
    front_desk: str = "the front desk"
    #: Where meetings take place.
    locations: Sequence[str] = ("Video call", "On site", "Our office")
    #: What people do for the second company that they belong to.
    second_roles: Sequence[str] = ("Advisory board", "Consultant", "Former manager")


@dataclass(frozen=True)
class Volumes:
    """How many records of each object, about."""

    accounts: int
    contacts: int
    leads: int
    deals: int
    activities: int
    cases: int


@dataclass(frozen=True)
class CustomField:
    """A custom field, and what a record gets in it: called with (random, days) → raw value."""

    object: str
    values: Values
    fill: Any = None


@dataclass(frozen=True)
class Company:
    """Everything that is made for one tenant of the demonstration."""

    slug: str
    name: str
    currency: str
    locale: str
    time_zone: str
    people: tuple[Person, ...]
    teams: tuple[TeamPlan, ...]
    pipelines: tuple[PipelinePlan, ...]
    products: tuple[ProductPlan, ...]
    words: Vocabulary
    fields: tuple[CustomField, ...] = ()
    objects: tuple[Values, ...] = field(default=())

    @property
    def administrator(self) -> Person:
        return self.people[0]

    def address(self, person: Person) -> str:
        """Their e-mail address, by which they sign in."""
        return f"{person.name.split()[0].lower()}@{self.slug}.test"


DEMONSTRATION = Volumes(accounts=60, contacts=200, leads=120, deals=180, activities=900, cases=60)
SAMPLE = Volumes(accounts=12, contacts=30, leads=15, deals=24, activities=90, cases=10)
