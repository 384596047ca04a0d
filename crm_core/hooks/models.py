"""Webhooks and what became of their messages."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from crm_core.hooks.choices import DeliveryState, WebhookState
from freehold.ids import new_id


class Webhook(models.Model):
    """An address of another system that is told of some events, with its owner's rights.

    Secrets are encrypted with the installation's key (`crm_core.hooks.signing`). While `former`
    holds, messages are signed with both, so that the receiver can change over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=2000)
    #: Types of messages, such as `accounts.created`.
    events: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    secret = models.TextField()
    former_secret = models.TextField(default="")
    former_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=WebhookState.ACTIVE)
    #: One of `DisabledReason`.
    reason = models.CharField(max_length=10, default="")
    #: Failed attempts since the last that succeeded, and when they began.
    failures = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    #: After failures nothing is tried for a moment, so that one receiver takes nobody's time.
    resting_until = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=WebhookState.values), name="hooks_webhook_state"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == WebhookState.ACTIVE


class WebhookDelivery(models.Model):
    """One message to one webhook. It names records; their values are read when it is sent.

    Its id is the `webhook-id`, the same at every attempt. `event` is the outbox event's id, empty
    for a test; one of many records is told in parts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_index=False)
    event = models.UUIDField(null=True)
    part = models.SmallIntegerField(default=0)
    type = models.CharField(max_length=100)
    object = models.CharField(max_length=63, default="")
    records: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    #: What the event says besides: `fields`, `from` and `to`, `merged`.
    details: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    #: When it happened.
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default=DeliveryState.WAITING)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    #: Of the last attempt: the status, or what went wrong (`DeliveryError`), and how long it took.
    status = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=10, default="")
    answer = models.TextField(default="")
    took_ms = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["webhook", "event", "part"], name="hooks_delivery_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values), name="hooks_delivery_state"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["webhook", "-id"], name="hooks_delivery_newest"),
            models.Index(
                fields=["next_at"],
                name="hooks_delivery_due",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.state}"
