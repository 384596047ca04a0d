"""People whom a tenant knows."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from crm_core.access.shares import RecordTeamShare, RecordUserShare
from crm_core.records.expressions import Fold, Phone
from crm_core.records.models import LIVE, Record, record_indexes, reference_index


class Contact(Record):
    """A person. `account` is the primary one; further ones stand in `AccountContact`."""

    first_name = models.CharField(max_length=255, null=True)
    last_name = models.CharField(max_length=255)
    name = models.CharField(max_length=511)
    email = models.CharField(max_length=255, null=True)
    emails = models.JSONField(null=True)
    phone = models.CharField(max_length=255, null=True)
    phones = models.JSONField(null=True)
    title = models.CharField(max_length=255, null=True)
    department = models.CharField(max_length=255, null=True)
    account = models.ForeignKey(
        "sales.Account", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    lead_source = models.CharField(max_length=100, null=True)
    addresses = models.JSONField(null=True)
    birthday = models.DateField(null=True)
    do_not_contact = models.BooleanField(default=False)
    description = models.TextField(null=True)
    last_activity_at = models.DateTimeField(null=True)
    #: By a call, an e-mail or a meeting.
    last_contacted_at = models.DateTimeField(null=True)
    next_activity_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            *record_indexes("sales_contact"),
            reference_index("sales_contact_account", "account"),
            models.Index(Fold("email"), "id", name="sales_contact_email_key", condition=LIVE),
            models.Index(
                Fold("last_name"),
                Phone("phone"),
                "id",
                name="sales_contact_phone_key",
                condition=LIVE,
            ),
            models.Index(
                Fold("first_name"),
                Fold("last_name"),
                "account",
                "id",
                name="sales_contact_person",
                condition=LIVE,
            ),
            models.Index(
                models.functions.Lower("email"), name="sales_contact_email", condition=LIVE
            ),
            GinIndex(
                fields=["emails"],
                name="sales_contact_emails",
                opclasses=["jsonb_path_ops"],
                condition=models.Q(emails__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccountContact(Record):
    """A person's place at a further account, beside the primary one in `Contact.account`."""

    account = models.ForeignKey("sales.Account", models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=255, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("account", name="sales_accountcontact_account"),
            models.Index("contact", name="sales_accountcontact_contact"),
        ]

    def __str__(self) -> str:
        return self.role or ""


class ContactUserShare(RecordUserShare):
    content_object = models.ForeignKey(Contact, models.CASCADE, db_index=False)


class ContactTeamShare(RecordTeamShare):
    content_object = models.ForeignKey(Contact, models.CASCADE, db_index=False)
