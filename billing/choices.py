"""The states of subscriptions, in Stripe's words, and of events on their way."""

from typing import Final

from django.db import models

#: Subscriptions that are over.
ENDED: Final = frozenset({"canceled", "incomplete_expired"})
#: Subscriptions that entitle to their plan, the better one first.
LIVE: Final = ("active", "trialing", "past_due", "unpaid", "paused")
INTERVALS: Final = ("month", "year")


class EventState(models.TextChoices):
    """`refused` is another tenant's, `ignored` nobody's or of no interest."""

    RECEIVED = "received"
    HANDLED = "handled"
    IGNORED = "ignored"
    REFUSED = "refused"
