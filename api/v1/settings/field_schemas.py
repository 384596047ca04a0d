"""The shapes of custom fields, their formulas and their changes of type."""

from api.openapi import shapes

#: What is asked of values; null for none.
_RULES: dict[str, shapes.Schema] = {
    "min": {"description": "The least value: a number, minor units of money, or an ISO date."},
    "max": {"description": "The greatest value."},
    "min_length": shapes.nullable(shapes.integer("Characters.", minimum=1, maximum=100_000)),
    "max_length": shapes.nullable(shapes.integer("Characters.", minimum=1, maximum=100_000)),
    "pattern": shapes.nullable(
        shapes.text("A regular expression that the whole value matches.", max_length=200)
    ),
    "pattern_help": shapes.nullable(shapes.text("Said when it does not match.", max_length=200)),
    "required_if": {"description": "A filter: while it holds, the field must be filled in."},
}
RULES = tuple(_RULES)
CHOICE = shapes.body(
    "CustomChoice",
    {
        "value": shapes.text(max_length=100),
        "label": shapes.text(max_length=100),
        "color": shapes.text(max_length=20),
    },
    required=["value"],
)
ROLLUP = shapes.body(
    "Rollup",
    {
        "object": shapes.text("The object whose records are rolled up."),
        "reference": shapes.text("Its field that leads here."),
        "function": shapes.choice("count", "sum", "min", "max", "latest"),
        "field": shapes.nullable(shapes.text("What is summed up or compared; not for count.")),
        "by": shapes.nullable(shapes.text("What says which is the latest: a date or time.")),
        "filter": {"description": "Only records that this filter matches."},
    },
    required=["object", "reference", "function"],
    example={
        "object": "opportunities",
        "reference": "account",
        "function": "sum",
        "field": "amount",
        "filter": {"field": "status", "op": "eq", "value": "open"},
    },
)
_EXPRESSION = shapes.text("Of a formula, such as `amount * 0.2`.", max_length=4000)
_CHANGEABLE = {
    "label": shapes.text(max_length=80),
    "help": shapes.text(max_length=300),
    "choices": shapes.array(CHOICE, "Of a pick list.", max_items=500),
    "required": shapes.boolean(),
    "unique": shapes.boolean(),
    "default": {"description": "What a new record has, in the form of the field's values."},
    "section": shapes.text(max_length=40),
    "position": shapes.integer(minimum=0, maximum=100_000),
    "expression": _EXPRESSION,
    "rollup": ROLLUP,
    **_RULES,
}
FIELD = shapes.record(
    "CustomField",
    {
        "id": shapes.uuid(),
        "object": shapes.text(),
        "name": shapes.text("Its key under `custom`."),
        "type": shapes.text("A type of values, or `formula` or `rollup`."),
        "result_type": shapes.text("The type of its values."),
        "expression": shapes.nullable(shapes.text("Of a formula.")),
        "rollup": shapes.nullable(ROLLUP),
        "broken": shapes.nullable(shapes.text("Why it can't be computed; it is left out then.")),
        "reference": shapes.nullable(shapes.text()),
        "label": shapes.text(),
        "help": shapes.text(),
        "choices": shapes.array({"type": "object"}),
        "required": shapes.boolean(),
        "unique": shapes.boolean(),
        "default": {},
        **_RULES,
        "section": shapes.text(),
        "position": shapes.integer(),
        "index": shapes.answer(
            "FieldIndex",
            {
                "state": shapes.choice(
                    "none", "waiting", "ready", "failed", description="`none`: it needs none."
                ),
                "error": shapes.text("Why the last attempt failed; it is made again."),
            },
        ),
        "retired_at": shapes.nullable(shapes.moment("Out of use since; its values are kept.")),
    },
    required=["id", "object", "name", "type", "result_type", "label", "index", "retired_at"],
)
NEW_FIELD = shapes.body(
    "NewCustomField",
    {
        "object": shapes.text("Such as `contacts`."),
        "name": shapes.text("Made from the label when left out.", max_length=40),
        "type": shapes.text("A type of the catalogue, such as `picklist`, `formula`, `rollup`."),
        "reference": shapes.nullable(shapes.text("The object that a reference leads to.")),
        **_CHANGEABLE,
    },
    required=["object", "label", "type"],
    example={
        "object": "contacts",
        "label": "Tier",
        "type": "picklist",
        "choices": [{"value": "gold", "label": "Gold"}],
    },
)
FIELD_CHANGE = shapes.body(
    "CustomFieldChange",
    {**_CHANGEABLE, "retired": shapes.boolean("Out of use, or back in it.")},
    example={"label": "Customer tier"},
)
CHECK = shapes.body(
    "CustomFieldCheck",
    {
        "object": shapes.text("Such as `opportunities`."),
        "type": shapes.choice("formula", "rollup"),
        "id": shapes.nullable(shapes.uuid("The field that would be changed.")),
        "expression": _EXPRESSION,
        "rollup": ROLLUP,
    },
    required=["object", "type"],
    example={"object": "opportunities", "type": "formula", "expression": "amount * 0.2"},
)
CHECKED = shapes.answer(
    "CheckedCustomField",
    {
        "ok": shapes.boolean(),
        "errors": shapes.array(
            shapes.answer(
                "FormulaError",
                {
                    "part": shapes.text("`expression`, or a member of the roll-up."),
                    "message": shapes.text(),
                    "start": shapes.integer("Character where it begins, from 0."),
                    "end": shapes.integer(),
                },
            )
        ),
        "result_type": shapes.nullable(shapes.text()),
        "reads": shapes.array(
            shapes.answer("FieldRead", {"object": shapes.text(), "field": shapes.text()})
        ),
        "preview": shapes.nullable(
            shapes.array(
                shapes.answer(
                    "ComputedPreview",
                    {"id": shapes.uuid(), "name": shapes.nullable(shapes.text()), "value": {}},
                ),
                "Null when you may not read all that it reads.",
            )
        ),
    },
)
FUNCTION = shapes.answer(
    "FormulaFunction",
    {
        "name": shapes.text(),
        "group": shapes.text(),
        "signature": shapes.text(),
        "help": shapes.text(),
        "example": shapes.text(),
    },
)
TYPE_CHANGE = shapes.body(
    "CustomFieldTypeChange",
    {
        "type": shapes.text("The new type."),
        "dry_run": shapes.boolean("Only tell what would happen; so it is unless false is sent."),
        "choices": shapes.array(
            CHOICE, "Of a new pick list; made from the values when left out.", max_items=500
        ),
    },
    required=["type"],
    example={"type": "number", "dry_run": True},
)
TYPE_CHANGED = shapes.answer(
    "CustomFieldTypeChanged",
    {
        "dry_run": shapes.boolean(),
        "type": shapes.text(),
        "total": shapes.integer("Records with a value."),
        "converted": shapes.integer(),
        "unconvertible": shapes.integer("Kept aside; the field is empty there."),
        "inexact": shapes.integer("Converted, with the former value kept aside."),
        "examples": shapes.array(
            shapes.answer(
                "UnconvertibleValue",
                {"record": shapes.REFERENCE, "value": {}, "reason": shapes.text()},
            )
        ),
        "job": shapes.nullable(shapes.uuid()),
    },
)
