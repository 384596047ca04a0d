"""The home screen's tiles with their numbers."""

from api.openapi import shapes
from crm_core.insight import periods, scopes

_FILTER = shapes.nullable(
    {"type": "object", "description": "Finds exactly the records counted, in their list."}
)
_SUMS = shapes.array(
    shapes.record(
        "TileSum",
        {
            "currency": shapes.text(),
            "amount": shapes.integer("Minor units."),
            "weighted": shapes.nullable(shapes.integer("Each amount times its probability.")),
        },
        required=["currency", "amount", "weighted"],
    ),
    "One for each currency: without rates they are not added up.",
)
_TOTAL = shapes.nullable(
    shapes.record(
        "TileTotal",
        {
            "currency": shapes.text("The company's."),
            "amount": shapes.integer("Minor units, by the company's rates."),
            "unrated": shapes.array(shapes.text(), "Currencies without a rate: not in it."),
        },
        required=["currency", "amount", "unrated"],
        description="Where there are other currencies than the company's, and rates for them.",
    )
)
_VALUE = shapes.nullable(
    {"type": "number", "description": "A share from 0 to 1, or days; null where nothing counts."}
)
_PART = shapes.record(
    "TilePart", {"count": shapes.integer(), "filter": _FILTER}, required=["count", "filter"]
)
_NUMBER = {
    "count": shapes.nullable(shapes.integer("Records behind the number.")),
    "sums": _SUMS,
    "total": _TOTAL,
    "weighted_total": _TOTAL,
    "value": _VALUE,
    "measured": shapes.integer("Of the records, those that the mean is made of."),
    "part": _PART,
    "filter": _FILTER,
}
_PREVIOUS = shapes.record("TilePrevious", _NUMBER, required=["count", "filter"])
_GROUP = shapes.record(
    "TileGroup",
    {
        "value": shapes.nullable(shapes.text("A stage, a person, a choice, a month's first day.")),
        "label": shapes.nullable(shapes.text()),
        "color": shapes.nullable(shapes.text()),
        "count": shapes.integer(),
        "sums": _SUMS,
        "total": _TOTAL,
        "weighted_total": _TOTAL,
        "share": shapes.nullable({"type": "number", "description": "Of all records."}),
        "step": shapes.nullable({"type": "number", "description": "Of the group before."}),
        "days": shapes.nullable({"type": "number", "description": "Mean stay in the stage."}),
        "filter": _FILTER,
    },
    required=["value", "label", "count", "sums", "filter"],
)
_NAMED = {
    "key": shapes.text(),
    "label": shapes.text(),
    "definition": shapes.text("What the number means, for people."),
}
_TILE = shapes.record(
    "Tile",
    {
        **_NAMED,
        "object": shapes.text("Of which records."),
        "kind": shapes.choice("number", "bars", "months", "funnel", "records"),
        "unit": shapes.choice("count", "money", "share", "days"),
        "reach": shapes.choice(
            *scopes.SCOPES, description="Whose records count: your rights may end before `scope`."
        ),
        **_NUMBER,
        "previous": _PREVIOUS,
        "groups": shapes.array(_GROUP),
        "sort": shapes.text("How `records` are listed."),
    },
    required=["key", "label", "definition", "object", "kind", "unit", "reach", "count", "filter"],
)
_SPAN = shapes.answer("Span", {"start": shapes.day(), "end": shapes.day("The first day after it.")})
DASHBOARD = shapes.answer(
    "Dashboard",
    {
        "period": shapes.choice(*periods.PERIODS),
        "span": _SPAN,
        "previous": _SPAN,
        "scope": shapes.choice(*scopes.SCOPES),
        "scopes": shapes.array(shapes.choice(*scopes.SCOPES), "What your rights offer."),
        "currency": shapes.text("The workspace's."),
        "time_zone": shapes.text("The workspace's: its days and months are meant."),
        "pipeline": shapes.nullable(shapes.REFERENCE),
        "pipelines": shapes.array(shapes.REFERENCE),
        "tiles": shapes.array(_TILE, "In the order of your home screen."),
        "hidden": shapes.array(shapes.answer("HiddenTile", _NAMED), "What you could show besides."),
        "is_own": shapes.boolean("You arranged the tiles yourself."),
    },
)
ARRANGE = shapes.body(
    "DashboardLayout",
    {
        "shown": shapes.nullable(
            shapes.array(shapes.text(max_length=60), "Keys of tiles.", max_items=100)
        )
    },
    required=["shown"],
    example={"shown": ["won", "pipeline_value"]},
)
