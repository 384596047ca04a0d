"""The board, its cards, moves and the history of stages."""

from api.openapi import shapes
from api.v1.records.boards import BOARD_CARD_FIELDS
from api.v1.records.schemas import TOTAL
from crm_core.sales.templates import TEMPLATES

CARD = shapes.record(
    "Card",
    {
        "id": shapes.uuid(),
        "name": shapes.text(),
        "account": shapes.nullable(shapes.REFERENCE),
        "owner": shapes.nullable(shapes.REFERENCE),
        "amount": shapes.nullable(shapes.MONEY),
        "expected_close_date": shapes.nullable(shapes.day()),
        "stage": shapes.nullable(shapes.REFERENCE),
        "version": shapes.integer(),
        "stage_entered_at": shapes.nullable(shapes.moment()),
        "last_activity_at": shapes.nullable(shapes.moment()),
        "next_activity_at": shapes.nullable(shapes.moment()),
        "days_in_stage": shapes.integer("Whole days since it came here."),
        "rotting": shapes.boolean("An open deal that is here longer than its stage allows."),
        "next_activity": shapes.choice(
            "none", "overdue", "planned", description="Whether something is to be done about it."
        ),
        "allow": shapes.array(shapes.choice("update", "delete"), "What you may do to it."),
    },
    required=["id", "allow"],
    description="Fields that you may not read are absent.",
)
_SUM = shapes.answer(
    "CurrencySum", {"currency": shapes.text(), "amount": shapes.integer("Minor units.")}
)
_COLUMN = shapes.record(
    "BoardColumn",
    {
        "id": shapes.uuid(),
        "name": shapes.text(),
        "category": shapes.choice("open", "won", "lost"),
        "probability": shapes.integer("Per cent."),
        "color": shapes.nullable(shapes.text()),
        "required_fields": shapes.array(shapes.text()),
        "rots_after": shapes.nullable(shapes.integer("Days.")),
        "retired": shapes.boolean("Nothing may enter it; it is here for the cards still in it."),
        "rotting": shapes.integer("How many of its cards are rotting."),
        "count": shapes.integer("All cards of the stage, shown or not."),
        "sums": shapes.array(_SUM),
        "weighted": shapes.array(_SUM, "Sums times probability."),
        "total": shapes.nullable(TOTAL),
        "weighted_total": shapes.nullable(TOTAL),
        "cards": shapes.array(CARD),
        "next": shapes.nullable(shapes.text("Cursor of the column's next cards.")),
    },
    required=["id", "name", "category", "count", "cards", "next"],
)
_BOARD_PIPELINE = shapes.answer(
    "BoardPipeline",
    {
        "id": shapes.uuid(),
        "name": shapes.text(),
        "won_reasons": shapes.array(shapes.text()),
        "lost_reasons": shapes.array(shapes.text()),
    },
)
BOARD = shapes.record(
    "Board",
    {
        "pipeline": _BOARD_PIPELINE,
        "pipelines": shapes.array(shapes.REFERENCE),
        "group": shapes.text("The field whose values the columns are."),
        "card": BOARD_CARD_FIELDS,
        "stages": shapes.array(_COLUMN),
        "stage": shapes.uuid("Of which stage these cards are, when one column is continued."),
        "cards": shapes.array(CARD),
        "next": shapes.nullable(shapes.text()),
    },
    description="The whole board (pipeline, pipelines, group, card, stages) or, with `stage` and "
    "`cursor`, more cards of one column (stage, cards, next).",
)
MOVE = shapes.body(
    "Move",
    {
        "stage": shapes.uuid(),
        "before": shapes.nullable(shapes.uuid("The card that shall follow.")),
        "after": shapes.nullable(shapes.uuid("The card that shall stand above.")),
        "version": shapes.nullable(shapes.integer("The version you moved; another gives 412.")),
        "from": shapes.nullable(
            shapes.uuid(
                "The stage you saw it in. Then only a card that has left it since is refused; "
                "other changes are left as they are, whatever `version` says."
            )
        ),
        "lost_reason": shapes.nullable(shapes.text(max_length=255)),
        "values": {
            **shapes.mapping(True),
            "description": "Fields to change with the move, such as those that the stage requires.",
        },
    },
    required=["stage"],
    description="With neither `before` nor `after` the card goes to the top.",
    example={"stage": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c", "before": None, "after": None},
)
_PART = {
    "anyOf": [
        shapes.uuid("An existing one."),
        {
            "type": "object",
            "description": "A new one: the lead's values, and these, which win over them.",
        },
        {"type": "null"},
    ],
    "description": "Null makes none. Left out, it is the existing one that the lead names (an "
    "account by its name, a contact by its e-mail), else a new one.",
}
CONVERT = shapes.body(
    "ConvertLead",
    {"account": _PART, "contact": _PART, "opportunity": _PART},
    example={
        "account": {"name": "Acme GmbH"},
        "opportunity": {"name": "Pumps", "amount": {"amount": 1250000, "currency": "EUR"}},
    },
)
CONVERTED = shapes.answer(
    "ConvertedLead",
    {
        "lead": shapes.record(
            "LeadAfterConversion",
            {"id": shapes.uuid()},
            required=["id"],
            description="The whole lead.",
        ),
        "account": shapes.nullable(shapes.uuid()),
        "contact": shapes.nullable(shapes.uuid()),
        "opportunity": shapes.nullable(shapes.uuid()),
        "created": shapes.array(
            shapes.choice("account", "contact", "opportunity"), "Those that are new."
        ),
        "undo": shapes.nullable(shapes.text("Takes all of it back: `POST /api/v1/undo/{token}/`.")),
    },
)
STAGE_HISTORY = shapes.listing(
    "StageHistory",
    shapes.record(
        "StageHistoryEntry",
        {
            "id": shapes.text(),
            "from": shapes.nullable(shapes.REFERENCE),
            "to": shapes.REFERENCE,
            "at": shapes.moment(),
            "by": shapes.nullable(shapes.REFERENCE),
            "seconds_in_previous": shapes.nullable(shapes.integer()),
        },
        required=["id", "from", "to", "at"],
    ),
)
STAGE = shapes.answer(
    "Stage",
    {
        "id": shapes.uuid(),
        "pipeline": shapes.uuid(),
        "name": shapes.text(),
        "position": shapes.integer(),
        "probability": shapes.integer("Per cent."),
        "category": shapes.choice("open", "won", "lost"),
        "color": shapes.text(),
        "required_fields": shapes.array(
            shapes.text(), "Fields to be filled in before an opportunity may enter."
        ),
        "rots_after": shapes.nullable(
            shapes.integer("After how many days here an open opportunity counts as rotting.")
        ),
        "retired": shapes.boolean("Nothing may enter it; those that were in it keep its name."),
        "version": shapes.integer("Another one after each change but of its place."),
    },
)
PIPELINE = shapes.answer(
    "Pipeline",
    {
        "id": shapes.uuid(),
        "name": shapes.text(),
        "position": shapes.integer(),
        "is_default": shapes.boolean(),
        "won_reasons": shapes.array(shapes.text(), "Offered when a deal is won."),
        "lost_reasons": shapes.array(shapes.text(), "Offered when a deal is lost."),
        "stages": shapes.array(STAGE),
        "version": shapes.integer("Another one after each change but of its place."),
    },
)
PIPELINE_TEMPLATE = shapes.answer(
    "PipelineTemplate",
    {
        "key": shapes.text(),
        "label": shapes.text(),
        "description": shapes.text(),
        "stages": shapes.array(
            shapes.answer(
                "PipelineTemplateStage",
                {
                    "name": shapes.text("In the reader's language."),
                    "probability": shapes.integer("Per cent."),
                    "category": shapes.choice("open", "won", "lost"),
                    "color": shapes.text(),
                    "required_fields": shapes.array(shapes.text()),
                    "rots_after": shapes.nullable(shapes.integer("Days.")),
                },
            )
        ),
    },
)
_STAGE_FIELDS = {
    "name": shapes.text(max_length=100, min_length=1),
    "position": shapes.integer(minimum=0, maximum=1000),
    "probability": shapes.integer("Per cent.", minimum=0, maximum=100),
    "category": shapes.choice("open", "won", "lost"),
    "color": shapes.text(max_length=20),
    "required_fields": shapes.array(shapes.text(), max_items=50),
    "rots_after": shapes.nullable(shapes.integer("Days.", minimum=1, maximum=3650)),
}
_PIPELINE_FIELDS = {
    "name": shapes.text(max_length=100, min_length=1),
    "position": shapes.integer(minimum=0, maximum=1000),
    "is_default": shapes.boolean("True: the former default gives up the place."),
    "won_reasons": shapes.array(shapes.text(max_length=100), max_items=50),
    "lost_reasons": shapes.array(shapes.text(max_length=100), max_items=50),
}
NEW_STAGE = shapes.body(
    "NewStage",
    {"pipeline": shapes.uuid(), **_STAGE_FIELDS},
    required=["pipeline", "name"],
    example={
        "pipeline": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c",
        "name": "Trial",
        "probability": 40,
        "category": "open",
    },
)
STAGE_CHANGE = shapes.body(
    "StageChange",
    {**_STAGE_FIELDS, "retired": shapes.boolean("True: nothing may enter it any more.")},
    example={"probability": 60},
)
NEW_PIPELINE = shapes.body(
    "NewPipeline",
    {
        **_PIPELINE_FIELDS,
        "stages": shapes.array(
            shapes.body("NewPipelineStage", _STAGE_FIELDS, required=["name"]),
            "In their order; the usual ones when left out.",
            max_items=50,
        ),
        "template": shapes.choice(
            *TEMPLATES, description="Whose stages it begins with, in the language of the caller."
        ),
        "copy_of": shapes.uuid("Whose stages and reasons it begins with."),
    },
    required=["name"],
    example={"name": "Partners", "stages": [{"name": "Talks"}, {"name": "Signed"}]},
)
PIPELINE_CHANGE = shapes.body("PipelineChange", _PIPELINE_FIELDS, example={"name": "Direct"})
