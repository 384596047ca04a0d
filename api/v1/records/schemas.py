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
        "filter": {
            "type": "object",
            "description": "… or all that this filter finds and that you may change; "
            '`{"and": []}` finds all.',
        },
        "search": shapes.text("With `filter`: only records that hold these words.", max_length=200),
        "exclude": shapes.array(
            shapes.uuid(), "With `filter`: all but these records.", max_items=10_000
        ),
        "values": {
            "type": "object",
            "description": 'For `update`: the fields to set. For `assign`: `{"owner": id}`.',
        },
        "partial": shapes.boolean(
            "Leave out what you may not change and what the values do not fit, instead of "
            "refusing everything."
        ),
        "dry_run": shapes.boolean("Only tell what would happen; the answer is a preview."),
    },
    required=["action"],
    example={"action": "update", "ids": [], "values": {"description": "Called in March"}},
)
CHANGED_FIELD = shapes.answer(
    "ChangedField",
    {"field": shapes.text(), "label": shapes.text(), "from": {}, "to": {}},
    description="One field with its value before and after.",
)
_BULK_ERROR = shapes.record(
    "BulkError",
    {
        "id": shapes.uuid(),
        "name": shapes.nullable(shapes.text()),
        "errors": shapes.array(shapes.FIELD_ERROR),
    },
    required=["id", "errors"],
)
BULK_DONE = shapes.record(
    "BulkDone",
    {
        "count": shapes.integer("How many records were changed, or will be by the job."),
        "undo": shapes.nullable(shapes.text("Takes all of it back.")),
        "skipped": shapes.integer("With `partial`: how many were left out."),
        "errors": shapes.array(_BULK_ERROR, "The first hundred left out for their values."),
        "job": shapes.nullable(shapes.uuid("The job that does it, when they are over 1,000.")),
    },
    required=["count", "undo", "skipped", "errors", "job"],
)
BULK_PREVIEW = shapes.record(
    "BulkPreview",
    {
        "total": shapes.integer("All that are meant."),
        "count": shapes.integer("These would change."),
        "unchanged": shapes.integer("These hold the values already."),
        "not_allowed": shapes.integer("Missing, out of sight, or not yours to change."),
        "invalid": shapes.integer("The values do not fit these."),
        "examined": shapes.integer("So many were tried; the first 10,000 at most."),
        "sample": shapes.array(
            shapes.record(
                "BulkSample",
                {
                    "id": shapes.uuid(),
                    "name": {},
                    "changes": shapes.array(CHANGED_FIELD),
                },
                required=["id", "changes"],
            ),
            "The first few with each field before and after.",
        ),
        "errors": shapes.array(_BULK_ERROR, "The first hundred that the values do not fit."),
        "job": shapes.boolean("They are over 1,000: a job would do it."),
    },
    required=["total", "count", "unchanged", "not_allowed", "invalid", "sample", "errors", "job"],
)
SUM = shapes.record(
    "Sum",
    {
        "currency": shapes.nullable(shapes.text("Of an amount of money.")),
        "amount": shapes.integer("Minor units, of an amount of money."),
        "value": {"type": "number", "description": "Of a plain number."},
    },
)
TOTAL = shapes.answer(
    "ExchangedTotal",
    {
        "currency": shapes.text("The company's."),
        "amount": shapes.integer("Minor units, at the rates of the days."),
        "unrated": shapes.array(shapes.text(), "Currencies without a rate: not in the amount."),
    },
    description="Only where there are sums in other currencies than the company's.",
)
_SUMS = shapes.array(
    shapes.record(
        "FieldSums",
        {"field": shapes.text(), "sums": shapes.array(SUM), "total": TOTAL},
        required=["field", "sums"],
    )
)
GROUPS = shapes.record(
    "RecordGroups",
    {
        "group_by": shapes.text(),
        "count": shapes.integer("All rows of all groups."),
        "sums": _SUMS,
        "groups": shapes.array(
            shapes.record(
                "RecordGroup",
                {
                    "value": {"description": "Null for rows without one; a period's first day."},
                    "label": shapes.nullable(shapes.text("Null when the reader may not see it.")),
                    "count": shapes.integer(),
                    "sums": _SUMS,
                    "filter": {"type": "object", "description": "Finds the group's rows."},
                },
                required=["value", "label", "count", "sums", "filter"],
            )
        ),
        "remainder": shapes.nullable(
            shapes.answer("GroupRemainder", {"groups": shapes.integer(), "count": shapes.integer()})
        ),
    },
    required=["group_by", "count", "sums", "groups", "remainder"],
)
FILE = shapes.answer(
    "File",
    {
        "id": shapes.uuid(),
        "object": shapes.text(),
        "record": shapes.uuid(),
        "name": shapes.text(),
        "media_type": shapes.text("By what the content is, not by the name's ending."),
        "size": shapes.integer("In bytes."),
        "preview": shapes.boolean("A picture, PDF or plain text: it can be shown in the page."),
        "created_at": shapes.moment(),
        "created_by": shapes.nullable(shapes.REFERENCE),
        "address": shapes.text("Of the content."),
    },
)
FILES = shapes.listing("FileList", FILE, paged=True)
FILE_FORM = shapes.body(
    "FileForm",
    {"file": {"type": "string", "format": "binary", "description": "Any file."}},
    required=["file"],
)
FILE_REMOVED = shapes.answer(
    "FileRemoved",
    {"id": shapes.uuid(), "undo": shapes.nullable(shapes.uuid("Brings it back."))},
)
INTEREST = shapes.answer(
    "Interest",
    {
        "following": shapes.boolean("Whether you follow it."),
        "favourite": shapes.boolean("Whether it is among your favourites."),
        "followers": shapes.array(shapes.REFERENCE, "The first 50 who follow it."),
    },
)
INTEREST_CHANGE = shapes.body(
    "InterestChange",
    {"following": shapes.boolean(), "favourite": shapes.boolean()},
    example={"following": True},
)
ALIKE = shapes.listing(
    "AlikeList",
    shapes.answer(
        "Alike",
        {
            "id": shapes.uuid(),
            "name": shapes.nullable(shapes.text()),
            "detail": shapes.nullable(shapes.text()),
            "fields": shapes.array(shapes.text(), "The fields that hold the same."),
        },
    ),
)
MERGE = shapes.body(
    "Merge",
    {
        "survivor": shapes.uuid("The record that stays."),
        "others": shapes.array(
            shapes.uuid(), "Those that go into it, and into the Trash.", max_items=4
        ),
        "values": shapes.mapping(
            shapes.uuid(),
            "Field → the record whose value the survivor gets, such as `custom.tier`. Of all other "
            "fields the survivor keeps its own; where it has none, it gets that of the first that "
            "has one.",
        ),
        "versions": shapes.mapping(
            shapes.integer(), "Record → the version that was looked at; 412 if one is newer."
        ),
        "dry_run": shapes.boolean("Only tell what would move; the answer is a preview."),
    },
    required=["survivor", "others"],
    example={"survivor": "00000000-0000-0000-0000-000000000000", "others": []},
)
MERGED = shapes.answer(
    "Merged",
    {
        "record": {"type": "object", "description": "The survivor as you may see it."},
        "undo": shapes.nullable(shapes.text("Takes all of it back.")),
        "moved": shapes.mapping(
            shapes.integer(), "Object → how many of its records refer to the survivor now."
        ),
    },
)
MERGE_PREVIEW = shapes.answer(
    "MergePreview",
    {
        "moves": shapes.array(
            shapes.answer(
                "MergeMoves",
                {"object": shapes.text(), "label": shapes.text(), "count": shapes.integer()},
            ),
            "Records that you see which refer to those that go.",
        ),
        "attached": shapes.mapping(
            shapes.integer(), "`files`, `followers`, `user_shares`, `team_shares` that go along."
        ),
    },
)
DUPLICATES = shapes.listing(
    "DuplicateList",
    shapes.answer(
        "Duplicates",
        {
            "fields": shapes.array(
                shapes.text(), "In which they hold the same, or nearly the same."
            ),
            "similarity": shapes.nullable(
                shapes.integer("Of two with nearly the same name, in per cent.")
            ),
            "count": shapes.integer("How many there are; the first five are told."),
            "records": shapes.array({"type": "object"}, "With the columns of the object's list."),
        },
    ),
    paged=True,
)
APART = shapes.body(
    "Apart",
    {
        "ids": shapes.array(shapes.uuid(), "Two to five records.", max_items=5),
        "different": shapes.boolean("false takes back that they are different."),
    },
    required=["ids"],
    example={"ids": [], "different": True},
)
FAVOURITES = shapes.listing(
    "FavouriteList",
    shapes.answer(
        "Favourite",
        {"object": shapes.text(), "id": shapes.uuid(), "name": shapes.nullable(shapes.text())},
    ),
)
FAVOURITE_ORDER = shapes.body(
    "FavouriteOrder",
    {"order": shapes.array(shapes.uuid(), "Ids of records, the first one first.", max_items=50)},
    required=["order"],
)
PEOPLE = shapes.listing(
    "MentionablePeople",
    shapes.answer(
        "MentionablePerson",
        {
            "id": shapes.uuid(),
            "name": shapes.text(),
            "sees": {
                "type": ["boolean", "null"],
                "description": "Whether they see the record; null where you may not know.",
            },
            "reads": shapes.boolean("Whether their roles let them see your notes."),
        },
    ),
)
TIMELINE_ENTRY = shapes.record(
    "TimelineEntry",
    {
        "id": shapes.text(),
        "kind": shapes.text("activity, stage, change, file, created, deleted or restored"),
        "at": shapes.moment(),
        "actor": shapes.nullable(shapes.REFERENCE),
        "title": shapes.text(),
        "activity": shapes.nullable({"type": "object"}),
        "file": shapes.nullable(FILE),
        "changes": shapes.array(CHANGED_FIELD),
    },
    required=["id", "kind", "at"],
)
TIMELINE = shapes.listing("Timeline", TIMELINE_ENTRY, paged=True)
SOMEBODY = shapes.record(
    "AuditActor",
    {"id": shapes.nullable(shapes.uuid()), "name": shapes.nullable(shapes.text())},
)
_AUDIT_CHANGE = shapes.record(
    "AuditChange",
    {
        "field": shapes.text(),
        "label": shapes.text(),
        "from": {},
        "to": {},
        "parts": shapes.array(
            shapes.answer("AuditPart", {"label": shapes.text(), "from": {}, "to": {}}),
            "Of a setting: each single value that differs, in words.",
        ),
    },
    required=["field", "label", "from", "to"],
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
        "changes": shapes.array(_AUDIT_CHANGE),
        "request_id": shapes.nullable(shapes.text()),
    },
    required=["id", "at", "action"],
)
AUDIT = shapes.listing("AuditTrail", AUDIT_ENTRY, paged=True)

LOOK = shapes.body(
    "Look",
    {
        "tab": shapes.text("Tells several tabs of yours apart.", max_length=40),
        "editing": shapes.boolean("Whether you are changing something."),
    },
)
LOOKING = shapes.answer(
    "Looking",
    {
        "people": shapes.array(
            shapes.answer(
                "LookingPerson",
                {"id": shapes.uuid(), "name": shapes.text(), "editing": shapes.boolean()},
            )
        )
    },
)
