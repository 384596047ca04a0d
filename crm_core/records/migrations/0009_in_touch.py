from django.db import migrations, models


class Migration(migrations.Migration):
    """When somebody last dealt with a record of a custom object, and what comes next."""

    dependencies = [
        ("records", "0008_similar_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="customrecord",
            name="last_activity_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="customrecord",
            name="last_contacted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="customrecord",
            name="next_activity_at",
            field=models.DateTimeField(null=True),
        ),
    ]
