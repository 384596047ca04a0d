"""Background work of a tenant. The row is the truth, a message only says: look at it."""

from typing import Any
from uuid import UUID

from django.db import models

from freehold.ids import new_id


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class Job(models.Model):
    """One piece of work: what, for whom, how far, how it ended.

    `run` names the attempt that owns a running row: an older attempt that wakes up can't write.
    `cursor` is where the next chunk goes on. `key` makes a job of its kind unique (periodic work).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    queue = models.CharField(max_length=20, default="default")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    payload: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    cursor: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    result: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    message = models.CharField(max_length=300, blank=True)
    requested_by = models.UUIDField(null=True, blank=True)
    requested_by_name = models.CharField(max_length=200, blank=True)
    scopes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    source = models.CharField(max_length=20, default="system")
    request_id = models.CharField(max_length=64, blank=True)
    attempts = models.IntegerField(default=0)
    run = models.UUIDField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    available_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["queue", "available_at"],
                name="jobs_job_open",
                condition=models.Q(state__in=["queued", "running"]),
            ),
            models.Index(fields=["-created_at"], name="jobs_job_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def owner_key(self) -> int:
        """The advisory lock that the process running this job holds: 63 bits of the id."""
        return lock_key(self.id)


def lock_key(job_id: UUID) -> int:
    return job_id.int & 0x7FFFFFFFFFFFFFFF
