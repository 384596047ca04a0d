"""What Globex's administrator added: custom fields and the object “Subscriptions”."""

import random
from typing import Any

from crm_core.demo.days import Days
from crm_core.demo.plan import CustomField


def _choices(*entries: tuple[str, str, str]) -> list[dict[str, str]]:
    keys = ("value", "label", "color")
    return [dict(zip(keys, one, strict=True)) for one in entries]


TIERS = _choices(
    ("platinum", "Platinum", "grape"),
    ("gold", "Gold", "yellow"),
    ("silver", "Silver", "gray"),
    ("bronze", "Bronze", "orange"),
)
PERSONAS = _choices(
    ("sponsor", "Sponsor", "green"),
    ("champion", "Champion", "blue"),
    ("gatekeeper", "Gatekeeper", "red"),
    ("builder", "Builder", "cyan"),
)
PRACTICES = _choices(
    ("cloud", "Cloud", "blue"),
    ("data", "Data", "violet"),
    ("security", "Security", "red"),
    ("product", "Product", "teal"),
)
TOPICS = ["Cloud", "Data", "Security", "Leadership", "Hiring"]
PLANS = _choices(
    ("team", "Team", "blue"),
    ("business", "Business", "violet"),
    ("enterprise", "Enterprise", "red"),
)
STATES = _choices(
    ("trial", "Trial", "blue"),
    ("active", "Active", "green"),
    ("at_risk", "At risk", "orange"),
    ("cancelled", "Cancelled", "gray"),
)


def _tier(chance: random.Random, days: Days) -> Any:
    return chance.choices(["platinum", "gold", "silver", "bronze"], (1, 3, 5, 4))[0]


def _renewal(chance: random.Random, days: Days) -> Any:
    return days.date(chance.randrange(-20, 340)).isoformat() if chance.random() < 0.7 else None


def _promoters(chance: random.Random, days: Days) -> Any:
    return chance.randrange(-40, 95) if chance.random() < 0.6 else None


def _topics(chance: random.Random, days: Days) -> Any:
    return sorted(chance.sample(TOPICS, chance.randrange(0, 4))) or None


def _any_of(values: list[Any]) -> Any:
    return lambda chance, days: chance.choice(values)


FIELDS = (
    CustomField(
        "accounts",
        {"label": "Tier", "name": "tier", "type": "picklist", "choices": TIERS},
        _tier,
    ),
    CustomField(
        "accounts",
        {
            "label": "Renewal date",
            "name": "renewal_date",
            "type": "date",
            "help": "When the running contract ends.",
        },
        _renewal,
    ),
    CustomField(
        "accounts",
        {
            "label": "NPS",
            "name": "nps",
            "type": "integer",
            "help": "Net promoter score of the last survey, from -100 to 100.",
        },
        _promoters,
    ),
    CustomField(
        "accounts",
        {"label": "Partner", "name": "partner", "type": "reference", "reference": "accounts"},
    ),
    CustomField(
        "contacts",
        {"label": "Persona", "name": "persona", "type": "picklist", "choices": PERSONAS},
        _any_of(["sponsor", "champion", "gatekeeper", "builder", None]),
    ),
    CustomField(
        "contacts",
        {"label": "Interests", "name": "interests", "type": "multipicklist", "choices": TOPICS},
        _topics,
    ),
    CustomField(
        "contacts",
        {"label": "Newsletter", "name": "newsletter", "type": "boolean", "default": False},
        _any_of([True, True, False]),
    ),
    CustomField(
        "opportunities",
        {"label": "Practice", "name": "practice", "type": "picklist", "choices": PRACTICES},
        _any_of(["cloud", "data", "security", "product"]),
    ),
    CustomField(
        "opportunities",
        {"label": "Estimated days", "name": "estimated_days", "type": "number"},
        lambda chance, days: chance.randrange(4, 260) / 2,
    ),
    CustomField(
        "opportunities",
        {"label": "Competitor", "name": "competitor", "type": "text"},
        _any_of([None, None, "In-house team", "A large firm", "An offshore firm"]),
    ),
    CustomField(
        "subscriptions",
        {"label": "Account", "name": "account", "type": "reference", "reference": "accounts"},
    ),
    CustomField(
        "subscriptions",
        {"label": "Plan", "name": "plan", "type": "picklist", "choices": PLANS, "required": True},
        lambda chance, days: chance.choices(["team", "business", "enterprise"], (5, 3, 1))[0],
    ),
    CustomField(
        "subscriptions",
        {"label": "Seats", "name": "seats", "type": "integer"},
        lambda chance, days: chance.choice([5, 8, 10, 15, 25, 40, 60, 120, 250]),
    ),
    CustomField(
        "subscriptions",
        {"label": "Monthly revenue", "name": "monthly_revenue", "type": "money"},
        lambda chance, days: {"amount": chance.randrange(19, 980) * 1000, "currency": "USD"},
    ),
    CustomField(
        "subscriptions",
        {"label": "Renews on", "name": "renews_on", "type": "date"},
        lambda chance, days: days.date(chance.randrange(-15, 350)).isoformat(),
    ),
    CustomField(
        "subscriptions",
        {
            "label": "Status",
            "name": "status",
            "type": "picklist",
            "choices": STATES,
            "default": "trial",
            "required": True,
        },
        lambda chance, days: chance.choices([one["value"] for one in STATES], (2, 9, 3, 1))[0],
    ),
)

OBJECTS = (
    {
        "name": "subscriptions",
        "label": "Subscription",
        "label_plural": "Subscriptions",
        "title_label": "Subscription",
        "icon": "refresh",
    },
)
