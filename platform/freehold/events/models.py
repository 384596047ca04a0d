"""The transactional outbox."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from freehold.ids import new_id


class OutboxEvent(models.Model):
    """A fact that others may act on, stored with the change that made it true."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    object = models.CharField(max_length=63, default="")
    #: The records it speaks of, one for a single write, up to a thousand for a bulk one.
    records = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    error = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "id", name="events_outbox_waiting", condition=models.Q(delivered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """An event handled by one consumer: the guard that makes at-least-once effective once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(
        OutboxEvent, models.CASCADE, related_name="deliveries", db_index=False
    )
    consumer = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "consumer"], name="events_delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.event_id}"
