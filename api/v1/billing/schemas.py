"""Plans and usage, as whoever pays for a workspace sees them."""

from api.openapi import shapes
from api.v1.workspace.schemas import ENTITLEMENTS

USAGE = shapes.answer(
    "LimitUsage",
    {
        "limit": shapes.text("Its name for programs, such as `seats`."),
        "label": shapes.text(),
        "unit": shapes.choice("count", "bytes"),
        "most": shapes.nullable(shapes.integer("null: no limit.")),
        "used": shapes.nullable(shapes.integer("null: not measured as a stock.")),
    },
)
FEATURE = shapes.answer(
    "PlanFeature",
    {"feature": shapes.text(), "label": shapes.text(), "included": shapes.boolean()},
)
BILLING = shapes.answer(
    "Billing",
    {
        "entitlements": ENTITLEMENTS,
        "usage": shapes.array(USAGE),
        "features": shapes.array(FEATURE),
    },
)
