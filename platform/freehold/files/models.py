"""What is known of a file; its content lies in the tenant's storage under a name of chance."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from freehold.ids import new_id


class FileState(models.TextChoices):
    """`uploading` until its content is stored; `removed` while that can be taken back."""

    UPLOADING = "uploading"
    KEPT = "kept"
    REMOVED = "removed"


class File(models.Model):
    """A file that somebody added to a record, built in or custom. Rights are the record's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.CharField(max_length=40)
    record_id = models.UUIDField()
    name = models.CharField(max_length=255)
    #: By what the content is, not by what it is called (`sniffing`).
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    stored_as = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.UPLOADING)
    #: When the sweep deletes it for ever; none for a file that is kept.
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "identity.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["record_id", "-created_at", "-id"],
                name="files_file_record",
                condition=models.Q(state=FileState.KEPT),
            ),
            models.Index(
                "expires_at",
                name="files_file_expires",
                condition=models.Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
