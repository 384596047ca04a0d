from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0005_duplicate_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="account",
            name="sales_account_parent",
        ),
        migrations.RemoveIndex(
            model_name="contact",
            name="sales_contact_account",
        ),
        migrations.RemoveIndex(
            model_name="opportunity",
            name="sales_opportunity_account",
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                models.F("parent"),
                condition=models.Q(("parent__isnull", False)),
                name="sales_account_parent",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                models.F("account"),
                condition=models.Q(("account__isnull", False)),
                name="sales_contact_account",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.F("converted_account"),
                condition=models.Q(("converted_account__isnull", False)),
                name="sales_lead_to_account",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.F("converted_contact"),
                condition=models.Q(("converted_contact__isnull", False)),
                name="sales_lead_to_contact",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.F("converted_opportunity"),
                condition=models.Q(("converted_opportunity__isnull", False)),
                name="sales_lead_to_opportunity",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                models.F("account"),
                condition=models.Q(("account__isnull", False)),
                name="sales_opportunity_account",
            ),
        ),
    ]
