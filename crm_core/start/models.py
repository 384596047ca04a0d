"""How far a new workspace has come."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Guide(models.Model):
    """The one guide of a workspace that was made since there are guides; older ones have none.

    `steps`: {step: "skipped" or "done"} as an administrator said. `samples`: the made-up records
    that are still here, [{"object", "id", "version"}], so that one click removes exactly these.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    steps = models.JSONField(default=dict, blank=True)
    samples: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        default=list, blank=True
    )
    #: The job that makes the samples.
    job = models.UUIDField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="start_guide_single")
        ]

    def __str__(self) -> str:
        return f"{len(self.steps)} steps, {len(self.samples)} samples"
