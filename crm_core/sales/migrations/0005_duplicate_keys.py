from django.db import migrations, models

from crm_core.records.expressions import Fold, Host

LIVE = models.Q(deleted_at__isnull=True)


def added(model: str, *columns: object, name: str) -> migrations.AddIndex:
    index = models.Index(*columns, name=name, condition=LIVE)
    return migrations.AddIndex(model_name=model, index=index)


class Migration(migrations.Migration):
    """Of what records are compared by, so that the queue of duplicates reads them in order."""

    dependencies = [
        ("sales", "0004_contacted"),
    ]

    operations = [
        added("account", Host("website"), "id", name="sales_account_host"),
        added("contact", Fold("email"), "id", name="sales_contact_email_key"),
        added(
            "contact",
            Fold("first_name"),
            Fold("last_name"),
            "account",
            "id",
            name="sales_contact_person",
        ),
        added("lead", Fold("email"), "id", name="sales_lead_email_key"),
    ]
