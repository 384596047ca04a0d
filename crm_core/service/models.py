"""What customers ask for help with."""

from typing import ClassVar

from django.db import models

from crm_core.access.shares import RecordTeamShare, RecordUserShare
from crm_core.records.models import Record, record_indexes, reference_index


class Case(Record):
    """A customer's question or complaint, from its arrival to its solution."""

    number = models.BigIntegerField(unique=True)
    subject = models.CharField(max_length=255)
    description = models.TextField(null=True)
    status = models.CharField(max_length=20, default="new")
    priority = models.CharField(max_length=20, default="normal")
    type = models.CharField(max_length=100, null=True)
    origin = models.CharField(max_length=20, null=True)
    account = models.ForeignKey(
        "sales.Account", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        "sales.Contact", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    last_activity_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            *record_indexes("service_case", title="subject"),
            reference_index("service_case_account", "account"),
            reference_index("service_case_contact", "contact"),
            reference_index("service_case_opportunity", "opportunity"),
        ]

    def __str__(self) -> str:
        return self.subject


class CaseUserShare(RecordUserShare):
    content_object = models.ForeignKey(Case, models.CASCADE, db_index=False)


class CaseTeamShare(RecordTeamShare):
    content_object = models.ForeignKey(Case, models.CASCADE, db_index=False)
