"""The tenant that the web app is measured with: 100,000 leads for a list, 2,000 deals."""

import random
from typing import Any

from django.db import connection, transaction

from crm_core.records.services import create_many
from crm_core.sales.models import Contact, Lead, Stage
from freehold.identity.actor import SYSTEM
from tenants.context import in_tenant
from tenants.models import Tenant
from tenants.provisioning.provision import provision_tenant

SLUG = "benchweb"
ADMIN, PASSWORD = "admin@benchweb.test", "measured-only"
CARDS = 2000
_COPY = """
INSERT INTO sales_lead ({columns}, id, last_name, name, search_text)
SELECT {columns}, gen_random_uuid(), 'Row ' || n, 'Row ' || n, 'row ' || n
FROM sales_lead, generate_series(1, %s) n WHERE id = %s
"""


def prepare(leads: int) -> None:
    """Make the tenant where it is missing; its size is that of its first making."""
    if Tenant.objects.filter(slug=SLUG).exists():
        return
    provision_tenant(SLUG, "Bench", ADMIN, admin_password=PASSWORD, sample_data=True)
    with in_tenant(SLUG), transaction.atomic():
        _many_leads(leads)
        _many_deals()
    with in_tenant(SLUG), connection.cursor() as run:
        run.execute("ANALYZE sales_lead, sales_opportunity")


def a_contact() -> str:
    """One of the sample records, with its account, activities and history."""
    with in_tenant(SLUG):
        return str(Contact.objects.order_by("id").values_list("id", flat=True)[0])


def _many_leads(count: int) -> None:
    """Copies of one, made by the database: the write door would take minutes for so many."""
    [first] = create_many("leads", [{"last_name": "Row 0", "company": "Copies"}], actor=SYSTEM)
    told = {"id", "last_name", "name", "search_text"}
    columns = [str(one.column) for one in Lead._meta.concrete_fields if one.column not in told]
    with connection.cursor() as run:
        run.execute(_COPY.format(columns=", ".join(columns)), [count - 1, first.id])


def _many_deals() -> None:
    chance = random.Random(20260101)
    stages = [str(one) for one in Stage.objects.order_by("position").values_list("id", flat=True)]
    rows: list[dict[str, Any]] = [
        {
            "name": f"Deal {number}",
            "stage": stages[number % len(stages)],
            "amount": {"amount": chance.randrange(100, 900) * 10_000, "currency": "EUR"},
        }
        for number in range(CARDS)
    ]
    for start in range(0, CARDS, 500):
        create_many("opportunities", rows[start : start + 500], actor=SYSTEM)
