"""What a tenant sells."""

from typing import ClassVar

from django.db import models

from crm_core.records.models import Record, record_indexes


class Product(Record):
    """Something that can stand on a line of an opportunity."""

    name = models.CharField(max_length=255)
    code = models.CharField(max_length=100, null=True)
    family = models.CharField(max_length=100, null=True)
    unit_price = models.BigIntegerField(null=True)
    unit_price_currency = models.CharField(max_length=3, null=True)
    active = models.BooleanField(default=True)
    description = models.TextField(null=True)

    class Meta:
        indexes: ClassVar = record_indexes("sales_product")

    def __str__(self) -> str:
        return self.name
