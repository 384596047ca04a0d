from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0007_domain_claims")]

    operations = [
        migrations.AlterField(
            model_name="tenant",
            name="schema_state",
            field=models.CharField(
                choices=[
                    ("ready", "Ready"),
                    ("migrating", "Migrating"),
                    ("moving", "Moving"),
                    ("failed", "Failed"),
                ],
                default="ready",
                max_length=16,
            ),
        ),
    ]
