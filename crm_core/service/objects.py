"""Cases as the catalogue knows them."""

from django.utils.translation import gettext_lazy as _

from crm_core.records.catalogue import Choice, Field, ObjectType, Section
from crm_core.service import models, rules

STATUSES = (
    Choice("new", _("New"), "blue"),
    Choice("open", _("Open"), "cyan"),
    Choice("pending", _("Pending"), "yellow"),
    Choice("resolved", _("Resolved"), "green"),
    Choice("closed", _("Closed"), "gray"),
)
PRIORITIES = (
    Choice("low", _("Low"), "gray"),
    Choice("normal", _("Normal"), "blue"),
    Choice("high", _("High"), "orange"),
    Choice("urgent", _("Urgent"), "red"),
)
TYPES = (
    Choice("question", _("Question")),
    Choice("problem", _("Problem")),
    Choice("request", _("Request")),
    Choice("complaint", _("Complaint")),
)
ORIGINS = (
    Choice("email", _("E-mail")),
    Choice("phone", _("Phone")),
    Choice("web", _("Website")),
    Choice("chat", _("Chat")),
    Choice("other", _("Other")),
)


def cases() -> ObjectType:
    fields = (
        Field("number", _("Number"), "integer", read_only=True),
        Field("subject", _("Subject"), "text", required=True, searchable=True),
        Field("status", _("Status"), "picklist", choices=STATUSES, default="new"),
        Field("priority", _("Priority"), "picklist", choices=PRIORITIES, default="normal"),
        Field("type", _("Type"), "picklist", choices=TYPES),
        Field("origin", _("Origin"), "picklist", choices=ORIGINS),
        Field("account", _("Account"), "reference", reference="accounts", section="about"),
        Field("contact", _("Contact"), "reference", reference="contacts", section="about"),
        Field(
            "opportunity", _("Opportunity"), "reference", reference="opportunities", section="about"
        ),
        Field("description", _("Description"), "longtext"),
        Field("closed_at", _("Closed"), "datetime", read_only=True),
        Field("last_activity_at", _("Last activity"), "datetime", read_only=True),
    )
    return ObjectType(
        name="cases",
        label=_("Case"),
        label_plural=_("Cases"),
        model=models.Case,
        title="subject",
        icon="lifebuoy",
        rules=rules.CaseRules,
        sections=(Section("general", _("General")), Section("about", _("About"))),
        default_columns=(
            "number",
            "subject",
            "status",
            "priority",
            "account",
            "owner",
            "created_at",
        ),
        detail="status",
        fields={one.name: one for one in fields},
    )
