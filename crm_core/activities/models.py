"""What people did and mean to do: calls, e-mails, meetings, notes, tasks."""

from typing import ClassVar

from django.db import models

from crm_core.access.shares import RecordTeamShare, RecordUserShare
from crm_core.records.models import LIVE, Record, record_indexes, reference_index

#: The references that every workspace has to what an activity can be about; more may come
#: as custom fields (`Catalogue.subjects`).
_SUBJECTS = ("account", "contact", "lead", "opportunity", "case")


class Activity(Record):
    """A call, e-mail, meeting, note or task about any of the records it refers to."""

    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=255)
    body = models.TextField(null=True)
    status = models.CharField(max_length=20, default="open")
    priority = models.CharField(max_length=20, default="normal")
    due_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    duration_minutes = models.IntegerField(null=True)
    direction = models.CharField(max_length=20, null=True)
    location = models.CharField(max_length=255, null=True)
    #: How long before it begins, or is due, its owner is reminded.
    reminder_minutes = models.IntegerField(null=True)
    #: When that is; of a task without a reminder, when it is due. Kept by the rules.
    remind_at = models.DateTimeField(null=True)
    #: How it repeats, as an RRULE of iCalendar; of a series only the open one is there.
    repeats = models.CharField(max_length=255, null=True)
    #: The date of the series that it stands for, wherever it was moved to. Kept by the rules.
    repeats_from = models.DateTimeField(null=True)
    #: The one that was done before it came.
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    #: Only its owner sees a private activity, whatever the roles say.
    is_private = models.BooleanField(default=False)
    #: Stands at the top of the timelines of what it is about.
    is_pinned = models.BooleanField(default=False, db_default=False)
    account = models.ForeignKey(
        "sales.Account", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        "sales.Contact", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    lead = models.ForeignKey(
        "sales.Lead", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "service.Case", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            *record_indexes("activities_activity", title=None),
            *(
                reference_index(f"activities_{subject}", subject, "created_at")
                for subject in _SUBJECTS
            ),
            models.Index("due_at", "id", name="activities_due", condition=LIVE),
            models.Index("starts_at", "id", name="activities_starts", condition=LIVE),
            # What people did in a month, and have to do: few of all that a team ever did.
            models.Index(
                "completed_at",
                "owner",
                name="activities_done",
                condition=LIVE & models.Q(completed_at__isnull=False),
            ),
            models.Index(
                "owner", "due_at", name="activities_open", condition=LIVE & models.Q(status="open")
            ),
            models.Index(
                "remind_at",
                name="activities_remind",
                condition=LIVE & models.Q(status="open", remind_at__isnull=False),
            ),
            reference_index("activities_follows", "follows"),
        ]

    def __str__(self) -> str:
        return self.subject


class ActivityUserShare(RecordUserShare):
    content_object = models.ForeignKey(Activity, models.CASCADE, db_index=False)


class ActivityTeamShare(RecordTeamShare):
    content_object = models.ForeignKey(Activity, models.CASCADE, db_index=False)
