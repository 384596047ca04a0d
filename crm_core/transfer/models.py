"""Imports: the file's rows on their way into records, and what they became."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from crm_core.transfer.choices import COUNTED, ENDED, ImportState, Phase, RowState
from freehold.ids import new_id


class Import(models.Model):
    """One file that somebody imports into one object, its progress and its report."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    #: The name in the tenant's storage; empty once the file is deleted.
    stored_as = models.CharField(max_length=300, blank=True)
    mapping: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    options: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    #: How the file is read and what its columns turned out to be (`plans.Formats`).
    columns: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    formats: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.QUEUED)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.READING)
    #: The number of the last row that is done in this phase.
    reached = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    notices: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    #: Why the import as a whole could not go on.
    error = models.TextField(blank=True)
    job_id = models.UUIDField(null=True)
    created_by = models.ForeignKey("identity.User", models.SET_NULL, null=True, related_name="+")
    created_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index("created_at", "id", name="transfer_import_created")]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.object}"

    @property
    def counts(self) -> dict[str, int]:
        """How many rows ended in which way."""
        return {name: getattr(self, name) for name in COUNTED}

    @property
    def done(self) -> int:
        return sum(self.counts.values())

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


class ImportRow(models.Model):
    """A row of the file: its cells as text, and how it ended."""

    pk = models.CompositePrimaryKey("file_id", "number")
    file = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    #: As a spreadsheet numbers it: the header is 1.
    number = models.IntegerField()
    cells = ArrayField(models.TextField())
    state = models.SmallIntegerField(choices=RowState.choices, default=RowState.PENDING)
    record_id = models.UUIDField(null=True)
    #: By what an existing record was found: id, external_id, row, or the fields that match.
    matched_by = models.CharField(max_length=100, blank=True, default="")
    #: An earlier row of the file that means the same record.
    twin = models.IntegerField(null=True)
    #: What the whole row holds, as a digest: the same file again finds its records by it.
    digest = models.CharField(max_length=48)
    #: [{"column", "value", "reason"}]
    problems: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    #: The changed fields as they were, and the record's version after, for undoing.
    before: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    version = models.IntegerField(null=True)
    #: Field → value that refers to another row of the same file, set once all are written.
    later: "models.JSONField[Any, Any]" = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"row {self.number}"


class ImportLink(models.Model):
    """What one distinct value of a reference column means: a record, or why none."""

    pk = models.CompositePrimaryKey("file_id", "path", "value")
    file = models.ForeignKey(Import, models.CASCADE, related_name="links", db_index=False)
    path = models.CharField(max_length=80)
    value = models.CharField(max_length=300)
    rows = models.IntegerField(default=0)
    record_id = models.UUIDField(null=True)
    #: id, external_id, email, name, loose, created, file; or ambiguous, missing.
    how = models.CharField(max_length=20, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.path}: {self.value}"


class ExternalId(models.Model):
    """What another system calls a record: files that refer to each other meet here.

    The system `#row` holds digests of imported rows, by which the same file is known again.
    """

    pk = models.CompositePrimaryKey("object", "system", "key")
    object = models.CharField(max_length=40)
    system = models.CharField(max_length=40, blank=True, default="")
    key = models.CharField(max_length=255)
    record_id = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.object} {self.key}"
