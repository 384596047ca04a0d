from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0006_reference_indexes"),
        ("service", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="service_case_account",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="service_case_contact",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("account"),
                condition=models.Q(("account__isnull", False)),
                name="service_case_account",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("contact"),
                condition=models.Q(("contact__isnull", False)),
                name="service_case_contact",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("opportunity"),
                condition=models.Q(("opportunity__isnull", False)),
                name="service_case_opportunity",
            ),
        ),
    ]
