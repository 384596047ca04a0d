from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_pinned"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="remind_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="reminder_minutes",
            field=models.IntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("starts_at"),
                models.F("id"),
                condition=models.Q(("deleted_at__isnull", True)),
                name="activities_starts",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("remind_at"),
                condition=models.Q(
                    ("deleted_at__isnull", True), ("remind_at__isnull", False), ("status", "open")
                ),
                name="activities_remind",
            ),
        ),
    ]
