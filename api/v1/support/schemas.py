"""Support sessions, as the API describes them."""

from api.openapi import shapes

CONSENT = shapes.answer(
    "SupportConsent",
    {
        "until": shapes.moment(),
        "writes": shapes.boolean("Support may also change records."),
        "given_by": shapes.text(),
        "given_at": shapes.moment(),
    },
)
SESSION = shapes.answer(
    "SupportSession",
    {
        "id": shapes.uuid(),
        "operator": shapes.text(),
        "user": shapes.text("As whom they were signed in."),
        "reason": shapes.text(),
        "consented": shapes.boolean("False: on the operator's word alone."),
        "writes": shapes.boolean(),
        "started_at": shapes.nullable(shapes.moment()),
        "until": shapes.moment(),
        "ended_at": shapes.nullable(shapes.moment("Null while it runs.")),
        "ended_by": shapes.text("Empty when its time was up."),
    },
)
OVERVIEW = shapes.answer(
    "SupportOverview",
    {"consent": shapes.nullable(CONSENT), "sessions": shapes.array(SESSION, "The newest.")},
)
GIVE = shapes.body(
    "SupportConsentGiven",
    {
        "until": shapes.moment("Within the next 90 days."),
        "writes": shapes.boolean("Let them change records too."),
    },
    required=["until"],
    example={"until": "2027-01-31T18:00:00Z"},
)
ENTER = shapes.body(
    "SupportEntry",
    {"token": shapes.text(min_length=20, max_length=100)},
    required=["token"],
)
HELD = shapes.answer(
    "MySupport",
    {
        "id": shapes.uuid(),
        "operator": shapes.text(),
        "until": shapes.moment(),
        "writes": shapes.boolean(),
        "back": shapes.text("The page of the console to go back to."),
    },
)
RUNNING = shapes.answer(
    "RunningSupport",
    {
        "id": shapes.uuid(),
        "operator": shapes.text(),
        "user": shapes.text(),
        "until": shapes.moment(),
        "writes": shapes.boolean(),
    },
)
USER = shapes.answer(
    "SupportUser", {"id": shapes.uuid(), "name": shapes.text(), "email": shapes.text()}
)
FACTS = shapes.answer(
    "SupportFacts",
    {
        "consent": shapes.nullable(CONSENT),
        "without_consent": shapes.boolean("This installation lets operators in for a reason."),
        "minutes": shapes.integer("How long a session lasts."),
        "sessions": shapes.array(SESSION),
        "users": shapes.array(USER, "Up to fifty active ones."),
    },
)
OPEN = shapes.body(
    "SupportAsked",
    {
        "user": shapes.uuid("As whom."),
        "reason": shapes.text("Both audit trails keep it.", max_length=500),
        "writes": shapes.boolean("Also to change; only where the tenant allowed that."),
    },
    required=["user", "reason"],
)
OPENED = shapes.answer(
    "SupportOpened",
    {
        "id": shapes.uuid(),
        "address": shapes.text("Opens the session, once, within a minute."),
        "until": shapes.moment(),
    },
)
