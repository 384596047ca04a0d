"""Deals in the making, their way through the stages, the people and products in them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from crm_core.access.shares import RecordTeamShare, RecordUserShare
from crm_core.records.models import LIVE, Record, record_indexes, reference_index
from freehold.ids import new_id


class Opportunity(Record):
    """A possible sale to one account. `status` follows the stage's category."""

    name = models.CharField(max_length=255)
    account = models.ForeignKey(
        "sales.Account", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    pipeline = models.ForeignKey("sales.Pipeline", models.PROTECT, related_name="+", db_index=False)
    stage = models.ForeignKey("sales.Stage", models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, default="open")
    amount = models.BigIntegerField(null=True)
    amount_currency = models.CharField(max_length=3, null=True)
    probability = models.IntegerField(default=0)
    expected_close_date = models.DateField(null=True)
    engaged_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    source = models.CharField(max_length=100, null=True)
    type = models.CharField(max_length=100, null=True)
    next_step = models.CharField(max_length=255, null=True)
    won_reason = models.CharField(max_length=255, null=True)
    lost_reason = models.CharField(max_length=255, null=True)
    description = models.TextField(null=True)
    stage_entered_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(null=True)
    #: By a call, an e-mail or a meeting.
    last_contacted_at = models.DateTimeField(null=True)
    next_activity_at = models.DateTimeField(null=True)
    #: The place in its column of the board, smallest first.
    rank = models.FloatField(default=0)

    class Meta:
        indexes: ClassVar = [
            *record_indexes("sales_opportunity"),
            reference_index("sales_opportunity_account", "account"),
            models.Index("stage", "rank", "id", name="sales_opportunity_board", condition=LIVE),
            models.Index(
                "expected_close_date", "id", name="sales_opportunity_close", condition=LIVE
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageChange(models.Model):
    """One step of an opportunity from stage to stage; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+", db_index=False)
    from_stage = models.ForeignKey(
        "sales.Stage", models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_stage = models.ForeignKey("sales.Stage", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "identity.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    #: How long the opportunity had stood in `from_stage`.
    seconds_in_previous = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index("opportunity", "at", name="sales_stagechange_opportunity")
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id}: {self.from_stage_id} → {self.to_stage_id}"


class ContactRole(Record):
    """A person's part in an opportunity: decision maker, user, adviser."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey("sales.Contact", models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=100, null=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index("opportunity", name="sales_contactrole_opportunity"),
            models.Index("contact", name="sales_contactrole_contact"),
        ]

    def __str__(self) -> str:
        return self.role or ""


class LineItem(Record):
    """A product on an opportunity. `total` = quantity × unit price, less the discount."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey("sales.Product", models.PROTECT, related_name="+", db_index=False)
    description = models.CharField(max_length=255, null=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, default=1)
    unit_price = models.BigIntegerField(null=True)
    unit_price_currency = models.CharField(max_length=3, null=True)
    discount_percent = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    total = models.BigIntegerField(null=True)
    total_currency = models.CharField(max_length=3, null=True)
    position = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index("opportunity", name="sales_lineitem_opportunity"),
            models.Index("product", name="sales_lineitem_product"),
        ]

    def __str__(self) -> str:
        return self.description or ""


class OpportunityUserShare(RecordUserShare):
    content_object = models.ForeignKey(Opportunity, models.CASCADE, db_index=False)


class OpportunityTeamShare(RecordTeamShare):
    content_object = models.ForeignKey(Opportunity, models.CASCADE, db_index=False)
