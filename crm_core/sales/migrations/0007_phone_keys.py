from django.db import migrations, models

from crm_core.records.expressions import Fold, Phone

LIVE = models.Q(deleted_at__isnull=True)


def added(model: str, *columns: object, name: str) -> migrations.AddIndex:
    index = models.Index(*columns, "id", name=name, condition=LIVE)
    return migrations.AddIndex(model_name=model, index=index)


class Migration(migrations.Migration):
    """Of phone numbers, so that the queue of duplicates reads them in order."""

    dependencies = [
        ("sales", "0006_reference_indexes"),
    ]

    operations = [
        added("account", Phone("phone"), name="sales_account_phone_key"),
        added("contact", Fold("last_name"), Phone("phone"), name="sales_contact_phone_key"),
        added("lead", Fold("last_name"), Phone("phone"), name="sales_lead_phone_key"),
    ]
