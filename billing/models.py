"""What Freehold keeps of Stripe: a mirror for reading, renewed from Stripe and never edited."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from billing.choices import EventState
from freehold.ids import new_id

_ID = 255  # Stripe's advice for columns that hold its ids


class Account(models.Model):
    """A tenant as Stripe's customer, with its subscription as it was when last looked at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.OneToOneField("tenants.Tenant", models.CASCADE, related_name="billing_account")
    customer = models.CharField(max_length=_ID, unique=True)
    subscription = models.CharField(max_length=_ID, blank=True)
    item = models.CharField(max_length=_ID, blank=True)
    status = models.CharField(max_length=32, blank=True)
    plan = models.CharField(max_length=40, blank=True)
    interval = models.CharField(max_length=8, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    quantity = models.IntegerField(default=0)
    period_end = models.DateTimeField(null=True, blank=True)
    trial_end = models.DateTimeField(null=True, blank=True)
    cancel_at_period_end = models.BooleanField(default=False)
    ended_because = models.CharField(max_length=40, blank=True)
    #: A trial is given once.
    had_trial = models.BooleanField(default=False)
    #: The tenant is suspended because it did not pay, not by an operator.
    suspended_here = models.BooleanField(default=False)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Account"]] = models.Manager()

    def __str__(self) -> str:
        return self.customer


class Invoice(models.Model):
    """An invoice that Stripe issued; the paper itself stays there."""

    id = models.CharField(max_length=_ID, primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="invoices")
    number = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=20, blank=True)
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    amount_due = models.BigIntegerField()
    issued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    page = models.URLField(max_length=1000, blank=True)
    pdf = models.URLField(max_length=1000, blank=True)

    objects: ClassVar[models.Manager["Invoice"]] = models.Manager()

    class Meta:
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.number or self.id


class PlanPrice(models.Model):
    """Stripe's price for a seat of a plan. A price that was replaced stays, for who still pays it.

    `amount` is in the currency's minor units.
    """

    price = models.CharField(max_length=_ID, primary_key=True)
    plan = models.CharField(max_length=40)
    interval = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["PlanPrice"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "interval", "currency"],
                condition=models.Q(active=True),
                name="billing_planprice_one_active",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.interval} {self.currency}"


class StripeEvent(models.Model):
    """What Stripe sent, as it came. Its id is taken once; handling it may be repeated."""

    id = models.CharField(max_length=_ID, primary_key=True)
    type = models.CharField(max_length=100)
    customer = models.CharField(max_length=_ID, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=EventState.choices, default=EventState.RECEIVED)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.IntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["StripeEvent"]] = models.Manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["customer", "-received_at"], name="billing_event_customer"),
            models.Index(
                fields=["received_at"],
                name="billing_event_waiting",
                condition=models.Q(state=EventState.RECEIVED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"
