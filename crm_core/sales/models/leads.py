"""People who may become customers, before they are known well enough."""

from typing import ClassVar

from django.db import models

from crm_core.access.shares import RecordTeamShare, RecordUserShare
from crm_core.records.expressions import Fold, Phone
from crm_core.records.models import LIVE, Record, record_indexes, reference_index


class Lead(Record):
    """An enquiry of a person at a company; converting makes account, contact and opportunity."""

    first_name = models.CharField(max_length=255, null=True)
    last_name = models.CharField(max_length=255)
    name = models.CharField(max_length=511)
    company = models.CharField(max_length=255, null=True)
    email = models.CharField(max_length=255, null=True)
    phone = models.CharField(max_length=255, null=True)
    website = models.CharField(max_length=255, null=True)
    title = models.CharField(max_length=255, null=True)
    status = models.CharField(max_length=100, default="new")
    source = models.CharField(max_length=100, null=True)
    rating = models.CharField(max_length=100, null=True)
    industry = models.CharField(max_length=100, null=True)
    annual_revenue = models.BigIntegerField(null=True)
    annual_revenue_currency = models.CharField(max_length=3, null=True)
    employees = models.IntegerField(null=True)
    description = models.TextField(null=True)
    converted_at = models.DateTimeField(null=True)
    converted_account = models.ForeignKey(
        "sales.Account", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    converted_contact = models.ForeignKey(
        "sales.Contact", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    converted_opportunity = models.ForeignKey(
        "sales.Opportunity", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    last_activity_at = models.DateTimeField(null=True)
    #: By a call, an e-mail or a meeting.
    last_contacted_at = models.DateTimeField(null=True)
    next_activity_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            *record_indexes("sales_lead"),
            models.Index(Fold("email"), "id", name="sales_lead_email_key", condition=LIVE),
            models.Index(
                Fold("last_name"),
                Phone("phone"),
                "id",
                name="sales_lead_phone_key",
                condition=LIVE,
            ),
            reference_index("sales_lead_to_account", "converted_account"),
            reference_index("sales_lead_to_contact", "converted_contact"),
            reference_index("sales_lead_to_opportunity", "converted_opportunity"),
        ]

    def __str__(self) -> str:
        return self.name


class LeadUserShare(RecordUserShare):
    content_object = models.ForeignKey(Lead, models.CASCADE, db_index=False)


class LeadTeamShare(RecordTeamShare):
    content_object = models.ForeignKey(Lead, models.CASCADE, db_index=False)
