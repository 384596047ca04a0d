"""How webhooks look in the API."""

from api.openapi import shapes
from crm_core.hooks.choices import DeliveryError, DeliveryState, DisabledReason, WebhookState

_MOMENT = shapes.nullable(shapes.moment())
_FIELDS = {
    "id": shapes.uuid(),
    "name": shapes.text(),
    "url": shapes.text(),
    "events": shapes.array(shapes.text("Such as `accounts.created`.")),
    "state": shapes.choice(*WebhookState.values),
    "reason": shapes.nullable(shapes.choice(*DisabledReason.values)),
    "reason_text": shapes.text("Why it is off, in the reader's language; empty while it is on."),
    "owner": shapes.nullable(shapes.REFERENCE),
    "failures": shapes.integer("Failed attempts since the last that succeeded."),
    "failing_since": _MOMENT,
    "succeeded_at": _MOMENT,
    "former_secret_until": shapes.nullable(
        shapes.moment("Until then messages carry the former secret's signature as well.")
    ),
    "created_at": shapes.moment(),
    "updated_at": shapes.moment(),
}
_SECRET = shapes.text("`whsec_…`: shown this once.")
WEBHOOK = shapes.answer("Webhook", _FIELDS)
LIST = shapes.listing("WebhookList", WEBHOOK, paged=True)
MADE = shapes.answer("WebhookWithSecret", {**_FIELDS, "secret": _SECRET})
CHANGED = shapes.answer("ChangedWebhook", {**_FIELDS, "secret": shapes.nullable(_SECRET)})

_URL = shapes.text("A public address, by https.", max_length=2000)
_NAME = shapes.text(max_length=100)
_EVENTS = shapes.array(shapes.text(max_length=100), max_items=1000)
NEW = shapes.body(
    "NewWebhook",
    {"name": _NAME, "url": _URL, "events": _EVENTS},
    required=["name", "url", "events"],
    example={
        "name": "Warehouse",
        "url": "https://erp.example.com/hooks",
        "events": ["accounts.created", "opportunities.moved"],
    },
)
CHANGE = shapes.body(
    "WebhookChange",
    {"name": _NAME, "url": _URL, "events": _EVENTS, "state": shapes.choice(*WebhookState.values)},
    example={"state": "active"},
)

EVENTS = shapes.listing(
    "WebhookEventList",
    shapes.answer(
        "WebhookEvents",
        {
            "object": shapes.text(),
            "label": shapes.text(),
            "kinds": shapes.array(
                shapes.answer(
                    "WebhookEvent",
                    {"event": shapes.text("The message's `type`."), "label": shapes.text()},
                )
            ),
        },
    ),
)

STATES = shapes.text()
DELIVERY = shapes.answer(
    "WebhookDelivery",
    {
        "id": shapes.uuid("The message's `webhook-id`, the same at every attempt."),
        "type": shapes.text(),
        "records": shapes.array(shapes.uuid()),
        "at": shapes.moment("When it happened."),
        "state": shapes.choice(*DeliveryState.values),
        "attempts": shapes.integer(),
        "next_at": _MOMENT,
        "tried_at": _MOMENT,
        "status": shapes.nullable(shapes.integer("Of the receiver's last answer.")),
        "error": shapes.nullable(shapes.choice(*DeliveryError.values)),
        "error_text": shapes.text("What went wrong last, in the reader's language."),
        "answer": shapes.text("The beginning of the receiver's last answer."),
        "took_ms": shapes.nullable(shapes.integer()),
    },
)
DELIVERIES = shapes.listing("WebhookDeliveryList", DELIVERY, paged=True)
SINCE = shapes.body(
    "WebhookRedelivery",
    {"since": shapes.nullable(shapes.moment("Of events from then on; all without it."))},
    example={"since": "2026-03-31T09:30:00Z"},
)
COUNT = shapes.answer("WebhookRedelivered", {"count": shapes.integer()})
