"""The board of records as the API describes it: its columns, its cards, how to ask for it."""

from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Operation, query, reading
from api.openapi.record_shapes import Described, record_shapes
from api.v1.records.schemas import SUM, TOTAL

BOARD_CARD_FIELDS = shapes.answer(
    "BoardCardFields",
    {
        "title": shapes.nullable(shapes.text()),
        "about": shapes.nullable(shapes.text("The second line.")),
        "amount": shapes.nullable(shapes.text("What the columns add up.")),
        "date": shapes.nullable(shapes.text()),
    },
    description="Which field of the object is what on a card; null without one.",
)
_BOARD_CARD = shapes.record(
    "RecordCard",
    {
        "id": shapes.uuid(),
        "version": shapes.integer(),
        "owner": shapes.nullable(shapes.REFERENCE),
        "last_activity_at": shapes.nullable(shapes.moment()),
        "next_activity_at": shapes.nullable(shapes.moment()),
        "next_activity": shapes.choice(
            "none", "overdue", "planned", description="Whether something is to be done about it."
        ),
        "custom": shapes.mapping(True),
        "allow": shapes.array(shapes.choice("update", "delete"), "What you may do to it."),
    },
    required=["id", "allow"],
    description="The record's fields that `card` and `group` name, and these; those that you may "
    "not read are absent.",
)
_BOARD_COLUMN = shapes.answer(
    "RecordBoardColumn",
    {
        "id": shapes.text("The choice's value; empty for records without one."),
        "name": shapes.text(),
        "color": shapes.nullable(shapes.text()),
        "retired": shapes.boolean("Values that are no choice any more."),
        "reserved": shapes.boolean("Nobody gives a record this value by hand."),
        "count": shapes.integer("All records of the column, shown or not."),
        "sums": shapes.array(SUM),
        "total": shapes.nullable(TOTAL),
        "cards": shapes.array(_BOARD_CARD, "What was changed last comes first."),
        "next": shapes.nullable(shapes.text("Cursor of the column's next cards.")),
    },
)
RECORD_BOARD = shapes.record(
    "RecordBoard",
    {
        "group": shapes.text("The field whose choices the columns are."),
        "groups": shapes.array(
            shapes.answer("BoardGroup", {"id": shapes.text(), "name": shapes.text()}),
            "The pick lists that can make the columns.",
        ),
        "card": BOARD_CARD_FIELDS,
        "stages": shapes.array(_BOARD_COLUMN),
        "stage": shapes.text("Of which column these cards are, when one is continued."),
        "cards": shapes.array(_BOARD_CARD),
        "next": shapes.nullable(shapes.text()),
    },
    description="The whole board (group, groups, card, stages) or, with `stage` and `cursor`, "
    "more cards of one column (stage, cards, next).",
)


def board(described: Described) -> dict[str, Operation]:
    """Of an object with a pick list to make the columns of."""
    if "board" not in described["features"]:
        return {}
    tag = str(described["label_plural"])
    return {
        "get": reading(
            f"get{record_shapes(described).name}Board",
            f"{tag} as a board: a column for each choice of a pick list, with its first cards",
            tag,
            RECORD_BOARD,
            parameters=(
                query(
                    "group",
                    shapes.text(),
                    "The pick list that makes the columns; the first of `groups` when left out.",
                ),
                query("stage", shapes.text(), "With `cursor`: more cards of this column."),
                said.CURSOR,
                query(
                    "limit",
                    shapes.integer(minimum=1, maximum=200) | {"default": 50},
                    "Cards of each column.",
                ),
                said.FILTER,
                said.SEARCH,
            ),
            description="To move a card, change the field: `PATCH` with `If-Match`.",
        )
    }
