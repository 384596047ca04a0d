"""The trail of everything that happened in a tenant."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

#: The number of the transaction that writes; a server never gives one twice.
_RUNNING = models.Func(function="pg_current_xact_id", output_field=models.TextField())


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
    #: Entries are sealed in the order of transactions that have ended: ids alone would skip those
    #: that commit late.
    tx = models.BigIntegerField(
        db_default=Cast(Cast(_RUNNING, models.TextField()), models.BigIntegerField())
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record_id", "-id"], name="audit_entry_record"),
            models.Index(fields=["actor_id", "-id"], name="audit_entry_actor"),
            BrinIndex(fields=["tx"], name="audit_entry_tx"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object} {self.record_id}"


class Seal(models.Model):
    """A batch of entries, chained to the batch before (`freehold.audit.chain`). Never changed."""

    number = models.BigIntegerField(primary_key=True)
    previous = models.BinaryField()
    hash = models.BinaryField()
    #: The entries' ids in the order of the chain; `leaves` and `salts` follow it, 32 and 16 bytes.
    entries: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    salts = models.BinaryField()
    #: How many entries are sealed with this one.
    total = models.BigIntegerField()
    #: The position of the last entry; what lies behind it is not sealed yet.
    last_tx = models.BigIntegerField()
    last_id = models.BigIntegerField()
    #: The highest id so far; `base_id` is the highest of a former server, whose transactions had
    #: other numbers.
    highest_id = models.BigIntegerField()
    base_id = models.BigIntegerField(default=0)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}"


class Verification(models.Model):
    """How the last check of the whole chain ended; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    verified_at = models.DateTimeField()
    seals = models.BigIntegerField()
    entries = models.BigIntegerField()
    #: [{"kind", "entry", "seal", "message"}], the first of them; empty when the trail is intact.
    problems: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    def __str__(self) -> str:
        return "broken" if self.problems else "intact"
