from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sales", "0008_last_changes")]

    operations = [
        migrations.AddField(
            model_name="stage",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
