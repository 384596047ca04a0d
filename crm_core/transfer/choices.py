"""The words of an import."""

from django.db import models


class ImportState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Phase(models.TextChoices):
    """Where a running import stands; each phase can be begun again after a crash."""

    READING = "reading", "Reading the file"
    PREPARING = "preparing", "Looking up what the file refers to"
    CHECKING = "checking", "Checking every row"
    WRITING = "writing", "Writing records"
    LINKING = "linking", "Linking records of the file with each other"
    FINISHED = "finished", "Finished"
    UNDOING = "undoing", "Taking the import back"
    UNDONE = "undone", "Taken back"


class RowState(models.IntegerChoices):
    """How a row ended. Every row ends in exactly one of these, so that the counts add up."""

    PENDING = 0, "pending"
    CREATED = 1, "created"
    UPDATED = 2, "updated"
    UNCHANGED = 3, "unchanged"
    SKIPPED = 4, "skipped"
    FAILED = 5, "failed"


COUNTED = ("created", "updated", "unchanged", "skipped", "failed")


class Policy(models.TextChoices):
    """What happens to a row whose record exists already."""

    SKIP = "skip"
    UPDATE = "update"
    CREATE = "create"


ENDED = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED})
