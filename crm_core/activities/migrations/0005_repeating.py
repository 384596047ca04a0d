import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0004_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="repeats",
            field=models.CharField(max_length=255, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="repeats_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="follows",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="activities.activity",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                models.F("follows"),
                condition=models.Q(("follows__isnull", False)),
                name="activities_follows",
            ),
        ),
    ]
