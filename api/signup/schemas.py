"""What self-service sign-up asks and tells."""

from api.openapi import shapes

_SLUG = {
    "type": "string",
    "minLength": 1,
    "maxLength": 63,
    "description": "The workspace's name in addresses: small letters, digits and hyphens.",
}
_TOKEN = shapes.text("The secret of the mailed link.", max_length=100, min_length=1)

OFFER = shapes.answer(
    "SignUpOffer",
    {"host": shapes.text("Workspaces live one label below it, as in acme.example.com.")},
)
ADDRESS = shapes.answer(
    "SignUpAddress",
    {
        "free": shapes.boolean(),
        "message": shapes.text("Why the address can't be had; empty when it can."),
    },
)
ASK = shapes.body(
    "SignUp",
    {
        "slug": _SLUG,
        "name": shapes.text("The company.", max_length=200, min_length=1),
        "email": shapes.text("Who becomes its administrator.", max_length=254, min_length=3),
        "person": shapes.text("Their name.", max_length=200),
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217."},
        "locale": shapes.text(max_length=16),
        "time_zone": shapes.text(max_length=64),
        "sample_data": shapes.boolean("Fill it with data to look at."),
        "again": shapes.text(
            "What the first answer gave, to ask once more: its link is good no longer.",
            max_length=200,
        ),
    },
    required=["slug", "name", "email"],
    example={"slug": "acme", "name": "Acme GmbH", "email": "ada@acme.test"},
)
CONFIRM = shapes.body(
    "SignUpConfirmation",
    {
        "token": _TOKEN,
        "password": shapes.text("For the first sign-in.", max_length=200, min_length=1),
        "slug": {**_SLUG, "description": "Another address, where the first was given away."},
    },
    required=["token", "password"],
)
TOKEN = shapes.body("SignUpToken", {"token": _TOKEN}, required=["token"])
ASKED = shapes.answer(
    "SignUpAsked",
    {
        "email": shapes.text("Where the mail with the link went."),
        "again": shapes.text("Show it to ask once more, with another e-mail address say."),
    },
)
_STATUS = {
    "state": shapes.choice("waiting", "making", "ready"),
    "slug": shapes.text(),
    "name": shapes.text(),
    "email": shapes.text(),
    "step": shapes.text("The last step that was done."),
    "done": shapes.integer("Steps done."),
    "total": shapes.integer("Steps in all; 0 before the confirmation."),
    "url": shapes.text("The workspace, once it is ready; else empty."),
}
_ALWAYS = ["state", "slug", "name", "email", "done", "total", "url"]
STATUS = shapes.record("SignUpStatus", _STATUS, required=_ALWAYS)
CONFIRMED = shapes.record(
    "SignUpConfirmed",
    {
        **_STATUS,
        "entry": shapes.text(
            "Enters the workspace once, within ten minutes; empty when it was confirmed before."
        ),
    },
    required=[*_ALWAYS, "entry"],
)
