"""Companies and other organisations that a tenant deals with."""

from typing import ClassVar

from django.db import models

from crm_core.access.shares import RecordTeamShare, RecordUserShare
from crm_core.records.expressions import Host, Phone
from crm_core.records.models import LIVE, Record, record_indexes, reference_index


class Account(Record):
    """An organisation: customer, prospect, partner. `parent` makes the hierarchy of a group."""

    name = models.CharField(max_length=255)
    phone = models.CharField(max_length=255, null=True)
    website = models.CharField(max_length=255, null=True)
    email = models.CharField(max_length=255, null=True)
    industry = models.CharField(max_length=100, null=True)
    type = models.CharField(max_length=100, null=True)
    employees = models.IntegerField(null=True)
    annual_revenue = models.BigIntegerField(null=True)
    annual_revenue_currency = models.CharField(max_length=3, null=True)
    founded_year = models.IntegerField(null=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    addresses = models.JSONField(null=True)
    description = models.TextField(null=True)
    last_activity_at = models.DateTimeField(null=True)
    #: By a call, an e-mail or a meeting.
    last_contacted_at = models.DateTimeField(null=True)
    next_activity_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            *record_indexes("sales_account"),
            models.Index(Host("website"), "id", name="sales_account_host", condition=LIVE),
            models.Index(Phone("phone"), "id", name="sales_account_phone_key", condition=LIVE),
            reference_index("sales_account_parent", "parent"),
        ]

    def __str__(self) -> str:
        return self.name


class AccountUserShare(RecordUserShare):
    content_object = models.ForeignKey(Account, models.CASCADE, db_index=False)


class AccountTeamShare(RecordTeamShare):
    content_object = models.ForeignKey(Account, models.CASCADE, db_index=False)
