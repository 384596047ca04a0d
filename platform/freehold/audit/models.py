"""The trail of everything that happened in a tenant."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """One act on one thing: who, when, by which way, and each field's old and new value.

    Rows of records are written by a database trigger (`freehold.audit.triggers`), the others by
    `freehold.audit.services.record`. No row is ever changed or deleted: a trigger refuses it.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField(default="")
    source = models.CharField(max_length=20, default="")
    request_id = models.CharField(max_length=64, default="")
    action = models.CharField(max_length=60)
    #: The table for records, the resource's name for everything else.
    object = models.CharField(max_length=63)
    record_id = models.UUIDField(null=True)
    record_name = models.TextField(default="")
    #: {field: [old, new]}; custom fields as `custom.<name>`.
    changes = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["record_id", "-id"], name="audit_entry_record")]

    def __str__(self) -> str:
        return f"{self.action} {self.object} {self.record_id}"
