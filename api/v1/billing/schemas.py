"""Plans, usage, subscription and invoices, as whoever pays for a workspace sees them."""

from api.openapi import shapes
from api.v1.workspace.schemas import ENTITLEMENTS

_INTERVAL = shapes.choice("month", "year")
_MINOR = "In the currency's minor units: 1900 is 19.00."
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
_PRICE = shapes.answer(
    "SeatPrice",
    {
        "interval": _INTERVAL,
        "currency": shapes.text("ISO 4217."),
        "amount": shapes.integer(f"Of one seat. {_MINOR}"),
    },
)
_PLAN = shapes.answer(
    "OfferedPlan",
    {
        "plan": shapes.text("Its name for programs."),
        "name": shapes.text(),
        "prices": shapes.array(_PRICE, "None for a plan that costs nothing."),
        "trial_days": shapes.integer(),
        "limits": shapes.mapping(shapes.nullable(shapes.integer()), "null: no limit."),
        "features": shapes.array(shapes.text()),
    },
)
INVOICE = shapes.answer(
    "Invoice",
    {
        "id": shapes.text("Stripe's."),
        "number": shapes.text(),
        "status": shapes.text("open, paid, void or uncollectible"),
        "currency": shapes.text(),
        "total": shapes.integer(_MINOR),
        "amount_due": shapes.integer(f"What is not paid yet. {_MINOR}"),
        "issued_at": shapes.moment(),
        "next_attempt_at": shapes.nullable(shapes.moment("When the card is charged again.")),
        "page": shapes.text("Where it is paid; empty if nowhere."),
        "pdf": shapes.text("The paper; empty if there is none."),
    },
)
SUBSCRIPTION = shapes.answer(
    "Subscription",
    {
        "status": shapes.text("trialing, active, past_due, unpaid, paused or canceled"),
        "live": shapes.boolean("It entitles to its plan."),
        "plan": shapes.text(),
        "interval": shapes.nullable(_INTERVAL),
        "currency": shapes.text(),
        "seats": shapes.integer(),
        "amount": shapes.nullable(shapes.integer(f"For all seats. {_MINOR}")),
        "period_end": shapes.nullable(shapes.moment()),
        "trial_end": shapes.nullable(shapes.moment()),
        "cancel_at_period_end": shapes.boolean(),
        "refreshed_at": shapes.nullable(shapes.moment()),
        "open_invoice": shapes.nullable(INVOICE),
    },
)
BILLING = shapes.answer(
    "Billing",
    {
        "entitlements": ENTITLEMENTS,
        "usage": shapes.array(USAGE),
        "features": shapes.array(FEATURE),
        "plans": shapes.array(_PLAN, "What is offered; none without billing."),
        "subscription": shapes.nullable(SUBSCRIPTION),
        "trial_available": shapes.boolean("The first subscription begins with a trial."),
    },
)
INVOICES = shapes.listing("InvoiceList", INVOICE)
CHOICE = {"plan": shapes.text(max_length=40), "interval": _INTERVAL}
CHOOSE = shapes.body(
    "PlanChoice",
    CHOICE,
    required=["plan", "interval"],
    example={"plan": "team", "interval": "month"},
)
CHANGE = shapes.body(
    "PlanChange",
    {**CHOICE, "at": shapes.nullable(shapes.integer("`at` of the preview: its amounts hold."))},
    required=["plan", "interval"],
    example={"plan": "business", "interval": "month"},
)
PREVIEW = shapes.answer(
    "PlanPreview",
    {
        "due_now": shapes.integer(f"Charged at once. {_MINOR}"),
        "next_total": shapes.integer(f"The next invoice. {_MINOR}"),
        "next_at": shapes.nullable(shapes.moment()),
        "currency": shapes.text(),
        "lines": shapes.array(
            shapes.answer("PreviewLine", {"text": shapes.text(), "amount": shapes.integer()})
        ),
        "at": shapes.integer("For `change`, so that the amounts hold."),
    },
)
PAGE = shapes.answer("StripePage", {"url": shapes.text("Where to send the browser.")})
