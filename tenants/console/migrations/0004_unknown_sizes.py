from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("console", "0003_announcements_and_flags")]

    operations = [
        migrations.AlterField(
            model_name="tenantusage",
            name="rows",
            field=models.BigIntegerField(default=0, null=True),
        ),
        migrations.AlterField(
            model_name="tenantusage",
            name="database_bytes",
            field=models.BigIntegerField(default=0, null=True),
        ),
    ]
