"""What a company says of itself, and what other currencies are worth to it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from freehold.ids import new_id


class Company(models.Model):
    """The tenant's company, as its administrators describe it: one row, or none before they do.

    Until then the values are those that the tenant was provisioned with (`selectors.company`).
    """

    ONLY = 1

    id = models.SmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(max_length=200)
    #: {"street", "postal_code", "city", "region", "country"}
    address = models.JSONField(default=dict, blank=True)
    locale = models.CharField(max_length=16)
    time_zone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    #: Other currencies that people sell in; the company's own isn't listed.
    currencies = models.JSONField(default=list, blank=True)
    #: 1 is Monday, 7 is Sunday.
    first_weekday = models.SmallIntegerField(default=1)
    #: The month (1 to 12) in which the company's year begins.
    fiscal_month = models.SmallIntegerField(default=1)
    #: #rrggbb, or empty for the product's own.
    accent = models.CharField(max_length=7, blank=True)
    #: PNG, made by us from what was uploaded.
    logo = models.BinaryField(null=True)
    #: The beginning of the logo's SHA-256; empty without one.
    logo_digest = models.CharField(max_length=16, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="company_company_only_one"),
            models.CheckConstraint(
                condition=models.Q(first_weekday__range=(1, 7)),
                name="company_company_weekday_known",
            ),
            models.CheckConstraint(
                condition=models.Q(fiscal_month__range=(1, 12)), name="company_company_month_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExchangeRate(models.Model):
    """From `day` on, one unit of `currency` is worth `rate` units of `base`.

    `base` is the company's currency when it was entered: after a change of that, rates to the
    former one rest, and count again when it comes back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    currency = models.CharField(max_length=3)
    base = models.CharField(max_length=3)
    day = models.DateField()
    rate = models.DecimalField(max_digits=24, decimal_places=12)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["base", "currency", "day"], name="company_exchangerate_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0), name="company_exchangerate_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {self.rate} {self.base} ({self.day})"
