"""Shapes of who sees a record and why, and of its shares."""

from api.openapi import shapes

_REASON = shapes.record(
    "AccessReason",
    {
        "kind": shapes.text("role, share, private or inactive"),
        "allows": shapes.boolean(),
        "text": shapes.text("The rule in a sentence."),
        "role": shapes.REFERENCE,
        "scope": shapes.text("none, own, team, team_and_below or all"),
        "way": shapes.nullable(
            shapes.answer(
                "AccessWay",
                {
                    "kind": shapes.text("all, own or team"),
                    "teams": shapes.array(
                        shapes.REFERENCE, "From the owner's team up to the user's."
                    ),
                    "manages": shapes.boolean("The user leads the last of them."),
                },
                description="How the role's scope reaches the owner; null when it doesn't.",
            )
        ),
        "team": shapes.REFERENCE,
        "expires_at": shapes.nullable(shapes.moment()),
    },
    required=["kind", "allows", "text"],
)
_VERB = shapes.answer(
    "AccessToVerb", {"allowed": shapes.boolean(), "reasons": shapes.array(_REASON)}
)
_VERBS = shapes.answer("AccessVerbs", {"read": _VERB, "update": _VERB, "delete": _VERB})
ACCESS = shapes.record(
    "AccessExplanation",
    {
        "user": shapes.REFERENCE,
        "object": shapes.text(),
        "id": shapes.uuid(),
        "verbs": _VERBS,
    },
    required=["user", "verbs"],
)
VIEWERS = shapes.listing(
    "ViewerList",
    shapes.answer(
        "Viewer", {"user": shapes.REFERENCE, "is_owner": shapes.boolean(), "verbs": _VERBS}
    ),
    paged=True,
)
SHARE = shapes.record(
    "Share",
    {
        "user": shapes.nullable(shapes.REFERENCE),
        "team": shapes.nullable(shapes.REFERENCE),
        "access": shapes.text("read or write"),
        "expires_at": shapes.nullable(shapes.moment()),
        "ended": shapes.boolean("Its time is over: it opens nothing any more."),
        "created_at": shapes.moment(),
        "granted_by": shapes.nullable(shapes.REFERENCE),
    },
    required=["user", "team", "access"],
)
SHARES = shapes.answer(
    "ShareList",
    {
        "results": shapes.array(SHARE),
        "may_share": shapes.boolean("Whether you may share it, and end shares."),
    },
)
NEW_SHARE = shapes.body(
    "NewShare",
    {
        "user": shapes.uuid("Either a user …"),
        "team": shapes.uuid("… or a team."),
        "access": {**shapes.choice("read", "write"), "default": "read"},
        "expires_at": shapes.nullable(shapes.moment("When the share ends by itself.")),
    },
    example={"user": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c", "access": "read"},
)
