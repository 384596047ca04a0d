"""Notifications: one table, a row for each person who is told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from freehold.ids import new_id


class Notice(models.Model):
    """Something that one person is told of. It names a record; its title is never kept.

    Whether its reader may still see the record is asked each time it is shown. Without a record it
    is about many of `object` (`details.count`), or about a job.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    #: One of `NoticeKind`.
    kind = models.CharField(max_length=20)
    object = models.CharField(max_length=40, blank=True)
    record = models.UUIDField(null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    #: `fields` that were changed, `count` of records, `job` with its `state`.
    details = models.JSONField(default=dict)
    #: What must not be told twice has a name.
    key = models.CharField(max_length=120, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="notices_notice_newest"),
            models.Index(
                fields=["user", "-id"],
                name="notices_notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="notices_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"
