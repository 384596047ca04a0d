"""Pipelines and their stages: rows that an admin configures, never an enumeration."""

from typing import ClassVar

from django.db import models

from freehold.ids import new_id

_NO_REASONS = models.Value([], models.JSONField())


class Pipeline(models.Model):
    """A way of selling, as an ordered row of stages."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    position = models.IntegerField(default=0)
    is_default = models.BooleanField(default=False)
    #: What may be picked as the reason of a won or a lost deal; other words are still allowed.
    won_reasons = models.JSONField(default=list, blank=True, db_default=_NO_REASONS)
    lost_reasons = models.JSONField(default=list, blank=True, db_default=_NO_REASONS)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A step of a pipeline. `probability` is in per cent; `category` decides open, won or lost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=100)
    position = models.IntegerField(default=0)
    probability = models.IntegerField(default=0)
    category = models.CharField(max_length=10, default="open")
    color = models.CharField(max_length=20, blank=True)
    #: After how many days here an open deal counts as rotting; None: never.
    rots_after = models.IntegerField(null=True, blank=True)
    #: Names of fields that must be filled in before an opportunity may enter.
    required_fields = models.JSONField(default=list, blank=True)
    #: Since when no opportunity may enter; the history of those that were here keeps its name.
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pipeline", "name"], name="sales_stage_name_unique"),
            models.CheckConstraint(
                condition=models.Q(category__in=["open", "won", "lost"]),
                name="sales_stage_category_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def retired(self) -> bool:
        return self.retired_at is not None
