from django.db import migrations

from freehold.audit.operations import Audit


class Migration(migrations.Migration):
    dependencies = [("service", "0001_initial"), ("audit", "0002_triggers")]

    operations = [
        Audit("case", title="subject"),
        migrations.RunSQL(
            "CREATE SEQUENCE service_case_number START WITH 1001",
            "DROP SEQUENCE service_case_number",
        ),
    ]
