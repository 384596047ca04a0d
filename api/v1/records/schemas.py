"""What goes along with records: bulk changes, feeds, the audit trail, access and shares."""

from api.openapi import shapes

TRASHED = shapes.answer(
    "Trashed",
    {
        "id": shapes.uuid(),
        "deleted_at": shapes.moment(),
        "undo": shapes.text("Takes the deletion back: `POST /api/v1/undo/{token}/`."),
    },
)
BULK = shapes.body(
    "BulkChange",
    {
        "action": shapes.choice("update", "delete", "restore", "assign"),
        "ids": shapes.array(shapes.uuid(), "Either these records …", max_items=10_000),
        "filter": {"type": "object", "description": "… or all that this filter finds."},
        "values": {
            "type": "object",
            "description": 'For `update`: the fields to set. For `assign`: `{"owner": id}`.',
        },
    },
    required=["action"],
    example={"action": "update", "ids": [], "values": {"description": "Called in March"}},
)
BULK_DONE = shapes.record(
    "BulkDone",
    {
        "count": shapes.integer("How many records were changed."),
        "undo": shapes.nullable(shapes.text("Takes all of it back.")),
        "job": shapes.nullable(shapes.uuid("The job, when the work goes on in the background.")),
    },
    required=["count", "undo"],
)
CHANGED_FIELD = shapes.answer(
    "ChangedField",
    {"field": shapes.text(), "label": shapes.text(), "from": {}, "to": {}},
    description="One field with its value before and after.",
)
TIMELINE_ENTRY = shapes.record(
    "TimelineEntry",
    {
        "id": shapes.text(),
        "kind": shapes.text("activity, stage, change, created, deleted or restored"),
        "at": shapes.moment(),
        "actor": shapes.nullable(shapes.REFERENCE),
        "title": shapes.text(),
        "activity": shapes.nullable({"type": "object"}),
        "changes": shapes.array(CHANGED_FIELD),
    },
    required=["id", "kind", "at"],
)
TIMELINE = shapes.listing("Timeline", TIMELINE_ENTRY, paged=True)
SOMEBODY = shapes.record(
    "AuditActor",
    {"id": shapes.nullable(shapes.uuid()), "name": shapes.nullable(shapes.text())},
)
AUDIT_ENTRY = shapes.record(
    "AuditEntry",
    {
        "id": shapes.text(),
        "at": shapes.moment(),
        "actor": shapes.nullable(SOMEBODY),
        "source": shapes.nullable(shapes.text("web, api, import, task, cli or system")),
        "action": shapes.text(),
        "object": shapes.nullable(shapes.text()),
        "record_id": shapes.nullable(shapes.text()),
        "record_name": shapes.nullable(shapes.text()),
        "changes": shapes.array(CHANGED_FIELD),
        "request_id": shapes.nullable(shapes.text()),
    },
    required=["id", "at", "action"],
)
AUDIT = shapes.listing("AuditTrail", AUDIT_ENTRY, paged=True)

_REASON = shapes.record(
    "AccessReason",
    {
        "kind": shapes.text("role, share or private"),
        "allows": shapes.boolean(),
        "text": shapes.text("The rule in a sentence."),
    },
    required=["kind", "allows", "text"],
)
_VERB = shapes.answer(
    "AccessToVerb", {"allowed": shapes.boolean(), "reasons": shapes.array(_REASON)}
)
ACCESS = shapes.record(
    "AccessExplanation",
    {
        "user": shapes.REFERENCE,
        "object": shapes.text(),
        "id": shapes.uuid(),
        "verbs": shapes.answer("AccessVerbs", {"read": _VERB, "update": _VERB, "delete": _VERB}),
    },
    required=["user", "verbs"],
)
SHARE = shapes.record(
    "Share",
    {
        "user": shapes.nullable(shapes.REFERENCE),
        "team": shapes.nullable(shapes.REFERENCE),
        "access": shapes.text("read or write"),
        "expires_at": shapes.nullable(shapes.moment()),
        "created_at": shapes.moment(),
        "granted_by": shapes.nullable(shapes.REFERENCE),
    },
    required=["user", "team", "access"],
)
SHARES = shapes.listing("ShareList", SHARE)
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
