from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_repeating"),
        ("sales", "0006_reference_indexes"),
        ("service", "0003_reference_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="activity",
            name="activities_account",
        ),
        migrations.RemoveIndex(
            model_name="activity",
            name="activities_contact",
        ),
        migrations.RemoveIndex(
            model_name="activity",
            name="activities_lead",
        ),
        migrations.RemoveIndex(
            model_name="activity",
            name="activities_opportunity",
        ),
        migrations.RemoveIndex(
            model_name="activity",
            name="activities_case",
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("account"),
                models.F("created_at"),
                condition=models.Q(("account__isnull", False)),
                name="activities_account",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("contact"),
                models.F("created_at"),
                condition=models.Q(("contact__isnull", False)),
                name="activities_contact",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("lead"),
                models.F("created_at"),
                condition=models.Q(("lead__isnull", False)),
                name="activities_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("opportunity"),
                models.F("created_at"),
                condition=models.Q(("opportunity__isnull", False)),
                name="activities_opportunity",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("case"),
                models.F("created_at"),
                condition=models.Q(("case__isnull", False)),
                name="activities_case",
            ),
        ),
    ]
