"""Oneself, the catalogue, search results, undo."""

from api.openapi import shapes
from api.v1.records.schemas import AUDIT
from api.v1.support.schemas import HELD, RUNNING
from crm_core.records.catalogue.kinds import KINDS
from tenants.console.announcements import LONGEST_TEXT
from tenants.console.models import Level
from tenants.flags import FLAGS

__all__ = ["ANNOUNCED", "AUDIT", "INDEX", "ME", "OBJECT", "OBJECTS", "SEARCH", "UNDONE"]

INDEX = shapes.mapping(shapes.text(), "Name of a resource → its address.") | {"title": "Index"}

ENTITLEMENTS = shapes.record(
    "Entitlements",
    {
        "plan": shapes.text("The plan's name for programs; `built_in` without billing."),
        "plan_name": shapes.text(),
        "limits": shapes.mapping(
            shapes.nullable(shapes.integer()), "Limit → the most there may be; null for none."
        ),
        "features": shapes.array(shapes.text(), "What the plan includes of what is not in all."),
        "billing": shapes.boolean("Plans have prices here."),
    },
    required=["plan", "plan_name", "limits", "features", "billing"],
    description="What the workspace's plan allows.",
)
ANNOUNCED = {
    "id": shapes.uuid(),
    "texts": shapes.mapping(
        shapes.text(max_length=LONGEST_TEXT), "Language → plain text; `en` is always there."
    ),
    "link": shapes.text("Where more is said; may be empty.", max_length=500),
    "level": shapes.choice(*Level.values),
    "dismissible": shapes.boolean("People may close it."),
    "shown_from": shapes.moment(),
    "shown_until": shapes.moment(),
    "happens_from": shapes.nullable(shapes.moment("When it takes place, such as maintenance.")),
    "happens_until": shapes.nullable(shapes.moment()),
}
_GRANT = shapes.record(
    "Grant",
    {
        "create": shapes.boolean(),
        "read": shapes.text("none, own, team, team_and_below or all"),
        "update": shapes.text(),
        "delete": shapes.text(),
    },
)
_PREFERENCES = {
    "theme": shapes.choice("light", "dark", "auto", description="`auto`: as the system."),
    "density": shapes.choice("comfortable", "compact"),
    "single_keys": shapes.boolean("Shortcuts of a single key work."),
    "first_weekday": shapes.integer(
        "1 is Monday, 7 is Sunday; 0: as the company's.", minimum=0, maximum=7
    ),
}
ME = shapes.record(
    "Me",
    {
        "user": shapes.record(
            "MyUser",
            {
                "id": shapes.uuid(),
                "name": shapes.text(),
                "email": shapes.text(),
                "locale": shapes.text("Their own, else the company's."),
                "time_zone": shapes.text("Their own, else the company's."),
                "chosen": shapes.answer(
                    "MyChoice",
                    {"locale": shapes.text(), "time_zone": shapes.text()},
                    description="Their own; empty where they follow the company.",
                ),
                "preferences": shapes.answer("MyPreferences", _PREFERENCES),
            },
            required=["id", "name", "email", "locale", "time_zone", "chosen", "preferences"],
        ),
        "roles": shapes.array(shapes.REFERENCE),
        "teams": shapes.array(shapes.REFERENCE),
        "tenant": shapes.record(
            "MyTenant",
            {
                "id": shapes.uuid(),
                "slug": shapes.text(),
                "name": shapes.text(),
                "currency": shapes.text(),
                "currencies": shapes.array(shapes.text(), "Others that the company sells in."),
                "locale": shapes.text(),
                "time_zone": shapes.text(),
                "first_weekday": shapes.integer("1 is Monday, 7 is Sunday."),
                "fiscal_month": shapes.integer("The month in which the company's year begins."),
                "accent": shapes.text("#rrggbb, or empty for Freehold's own."),
                "logo": shapes.nullable(shapes.text("The logo's address.")),
                "state": shapes.text(),
                "state_reason": shapes.text("Why it is suspended, locked or closing."),
                "erase_at": shapes.nullable(shapes.moment("When a closing one is erased.")),
                "is_sandbox": shapes.boolean("A copy to try things out: it sends no mail."),
                "support_email": shapes.text("Whom to ask; may be empty."),
                "is_operators": shapes.boolean(),
            },
            required=[
                "id",
                "slug",
                "name",
                "currency",
                "currencies",
                "locale",
                "time_zone",
                "first_weekday",
                "fiscal_month",
                "accent",
                "logo",
            ],
        ),
        "rights": shapes.array(shapes.text()),
        "objects": shapes.mapping(_GRANT, "Object → what the roles allow."),
        "entitlements": ENTITLEMENTS,
        "support": shapes.nullable(HELD),
        "supported": shapes.array(RUNNING, "Support sessions of now, for who may end them."),
        "announcements": shapes.array(
            shapes.answer("Announced", ANNOUNCED),
            "What the operators tell people now or within a day.",
        ),
        "flags": shapes.array(shapes.choice(*FLAGS), "Feature flags that are on here."),
    },
    required=["user", "roles", "teams", "tenant", "rights", "objects"],
)
CHANGE_ME = shapes.body(
    "MeChange",
    {
        "name": shapes.text(max_length=200, min_length=1),
        "locale": shapes.text("`de`, `en-GB`; empty: the company's.", max_length=16),
        "time_zone": shapes.text("Such as Europe/Berlin; empty: the company's.", max_length=64),
        "preferences": shapes.body("MyPreferencesChange", _PREFERENCES),
    },
    example={"time_zone": "Europe/Berlin"},
)

_CHOICE = shapes.record(
    "Choice",
    {
        "value": shapes.text(),
        "label": shapes.text(),
        "color": shapes.nullable(shapes.text()),
    },
    required=["value", "label"],
)
_LIMITS = shapes.record(
    "FieldLimits",
    {
        "min": {"description": "A number, minor units of money, or an ISO date."},
        "max": {},
        "min_length": shapes.nullable(shapes.integer()),
        "max_length": shapes.nullable(shapes.integer()),
        "pattern": shapes.nullable(shapes.text("A regular expression for the whole value.")),
        "pattern_help": shapes.nullable(shapes.text()),
    },
)
_FIELD = shapes.record(
    "Field",
    {
        "name": shapes.text("Its path: `amount`, or `custom.tier`."),
        "label": shapes.text(),
        "type": shapes.choice(*KINDS),
        "help": shapes.text(),
        "required": shapes.boolean(),
        "read_only": shapes.boolean("Set by the server alone."),
        "access": shapes.choice("read", "write", description="What your roles allow."),
        "custom": shapes.boolean(),
        "filterable": shapes.boolean(),
        "sortable": shapes.boolean(),
        "searchable": shapes.boolean(),
        "unique": shapes.boolean(),
        "sensitive": shapes.boolean("Showing it is written into the audit trail."),
        "operators": shapes.array(shapes.text()),
        "choices": {"type": ["array", "null"], "items": _CHOICE},
        "reference": shapes.nullable(shapes.answer("FieldTarget", {"object": shapes.text()})),
        "default": {},
        "max_length": shapes.nullable(shapes.integer()),
        "format": shapes.nullable(
            shapes.choice("recurrence", description="A text of a form of its own: an RRULE.")
        ),
        "section": shapes.text(),
        "position": shapes.integer(),
        "computed": shapes.nullable(
            shapes.choice("formula", "rollup", description="It has no stored value.")
        ),
        "limits": shapes.nullable(_LIMITS),
    },
    required=["name", "label", "type", "required", "read_only", "access", "custom"],
)
OBJECT = shapes.record(
    "ObjectType",
    {
        "name": shapes.text("Its name in addresses."),
        "label": shapes.text(),
        "label_plural": shapes.text(),
        "icon": shapes.text(),
        "help": shapes.text(),
        "custom": shapes.boolean(),
        "title_field": shapes.text(),
        "permissions": shapes.mapping(shapes.boolean(), "create, read, update, delete"),
        "default_columns": shapes.array(shapes.text()),
        "default_sort": shapes.text(),
        "navigation": shapes.boolean(),
        "features": shapes.array(shapes.text()),
        "alike": shapes.array(
            shapes.array(shapes.text()),
            "Sets of fields: records with the same in all of one set are probably the same.",
        ),
        "sections": shapes.array(
            shapes.answer(
                "Section",
                {
                    "name": shapes.text(),
                    "label": shapes.text(),
                    "columns": shapes.integer(),
                    "fields": shapes.array(shapes.text(), "In the order of the record page."),
                },
            )
        ),
        "fields": shapes.array(_FIELD),
        "subjects": shapes.mapping(
            shapes.text(), "Of activities: by object, the field that leads to what one is about."
        ),
    },
    required=["name", "label", "label_plural", "custom", "fields"],
)
OBJECTS = shapes.listing("ObjectTypeList", OBJECT)

_HIT = shapes.record(
    "SearchResult",
    {
        "id": shapes.uuid(),
        "name": shapes.nullable(shapes.text()),
        "detail": shapes.nullable(shapes.text()),
    },
    required=["id", "name"],
)
SEARCH = shapes.answer(
    "SearchResults",
    {
        "groups": shapes.array(
            shapes.answer(
                "SearchGroup",
                {
                    "object": shapes.text(),
                    "label": shapes.text(),
                    "results": shapes.array(_HIT),
                },
            )
        ),
    },
)
UNDONE = shapes.answer(
    "Undone",
    {
        "undone": shapes.boolean(),
        "object": shapes.text(),
        "ids": shapes.array(shapes.uuid(), "The records as they were before."),
        "skipped": shapes.integer("Records left as they are, because of newer changes."),
    },
)
