"""Saved views of lists and boards, and what each person made of them for themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from crm_core.lists.choices import Kind, Shared
from freehold.ids import new_id


class SavedView(models.Model):
    """A list (or board) as somebody wants to find it again: filter, order, columns, groups.

    It holds what its owner could say; whoever opens it sees what their own rights let through.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LIST)
    name = models.CharField(max_length=80)
    filter = models.JSONField(null=True, blank=True)
    search = models.CharField(max_length=200, blank=True)
    sort: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    #: [{"field", "width": pixels or null, "pinned": bool}]
    columns = models.JSONField(default=list, blank=True)
    group_by = models.CharField(max_length=200, blank=True)
    pipeline = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.CharField(max_length=10, choices=Shared.choices, default=Shared.PRIVATE)
    #: When the team is dissolved, the view is its owner's alone again.
    team = models.ForeignKey("access.Team", models.SET_NULL, null=True, blank=True)
    position = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index("object", "position", name="lists_view_object")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_private(self) -> bool:
        return self.shared == Shared.PRIVATE or (
            self.shared == Shared.TEAM and self.team_id is None
        )


class ListSetting(models.Model):
    """One person's columns for a view, or (without one) for the plain list of an object.

    `is_default` marks the view that the object's list opens with for this person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    object = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, models.CASCADE, null=True, blank=True)
    columns = models.JSONField(null=True, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "view"], name="lists_setting_of_view"),
            models.UniqueConstraint(
                fields=["user", "object"],
                condition=models.Q(view__isnull=True),
                name="lists_setting_of_object",
            ),
            models.UniqueConstraint(
                fields=["user", "object"],
                condition=models.Q(is_default=True),
                name="lists_setting_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.object}"
