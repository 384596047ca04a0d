"""Activities as the catalogue knows them."""

from django.utils.translation import gettext_lazy as _

from crm_core.activities import models, rules
from crm_core.records.catalogue import Choice, Field, ObjectType, Section

KINDS = (
    Choice("call", _("Call"), "blue"),
    Choice("email", _("E-mail"), "grape"),
    Choice("meeting", _("Meeting"), "teal"),
    Choice("note", _("Note"), "yellow"),
    Choice("task", _("Task"), "orange"),
)
STATUSES = (
    Choice("open", _("Open"), "blue"),
    Choice("done", _("Done"), "green"),
    Choice("cancelled", _("Cancelled"), "gray"),
)
PRIORITIES = (
    Choice("low", _("Low"), "gray"),
    Choice("normal", _("Normal"), "blue"),
    Choice("high", _("High"), "red"),
)
DIRECTIONS = (Choice("inbound", _("Inbound")), Choice("outbound", _("Outbound")))


def activities() -> ObjectType:
    fields = (*_essentials(), *_details(), *_about())
    return ObjectType(
        name="activities",
        label=_("Activity"),
        label_plural=_("Activities"),
        model=models.Activity,
        title="subject",
        icon="calendar-event",
        rules=rules.ActivityRules,
        features=("search",),
        sections=(
            Section("general", _("General")),
            Section("about", _("About")),
            Section("details", _("Details")),
        ),
        default_columns=("subject", "kind", "status", "due_at", "account", "contact", "owner"),
        detail="kind",
        private_column="is_private",
        fields={one.name: one for one in fields},
    )


def _essentials() -> tuple[Field, ...]:
    return (
        Field("kind", _("Kind"), "picklist", choices=KINDS, required=True),
        Field("subject", _("Subject"), "text", required=True, searchable=True),
        Field("body", _("Text"), "longtext"),
        Field("status", _("Status"), "picklist", choices=STATUSES),
        Field("priority", _("Priority"), "picklist", choices=PRIORITIES, default="normal"),
        Field("due_at", _("Due"), "datetime"),
    )


def _details() -> tuple[Field, ...]:
    return (
        Field("starts_at", _("Starts"), "datetime", section="details"),
        Field("ends_at", _("Ends"), "datetime", section="details"),
        Field("completed_at", _("Completed"), "datetime", read_only=True, section="details"),
        Field("duration_minutes", _("Duration (minutes)"), "integer", section="details"),
        Field("direction", _("Direction"), "picklist", choices=DIRECTIONS, section="details"),
        Field("location", _("Place"), "text", section="details"),
        Field(
            "reminder_minutes",
            _("Reminder (minutes before)"),
            "integer",
            section="details",
            help=_("A task without one reminds its owner when it is due."),
        ),
        Field(
            "repeats",
            _("Repeats"),
            "text",
            format="recurrence",
            sortable=False,
            section="details",
            help=_("When it is done, the next one is made."),
        ),
        Field(
            "is_private",
            _("Private"),
            "boolean",
            default=False,
            section="details",
            help=_("Only its owner sees a private activity."),
        ),
        Field(
            "is_pinned",
            _("Pinned"),
            "boolean",
            default=False,
            section="details",
            help=_("Stands at the top of the timeline."),
        ),
    )


def _about() -> tuple[Field, ...]:
    """The records that an activity belongs to."""
    targets = {
        "account": (_("Account"), "accounts"),
        "contact": (_("Contact"), "contacts"),
        "lead": (_("Lead"), "leads"),
        "opportunity": (_("Opportunity"), "opportunities"),
        "case": (_("Case"), "cases"),
    }
    return tuple(
        Field(name, label, "reference", reference=target, section="about")
        for name, (label, target) in targets.items()
    )
