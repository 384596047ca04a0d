from django.db import migrations

from freehold.audit.operations import Audit


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial"), ("audit", "0002_triggers")]

    operations = [
        Audit("activity", title="subject"),
    ]
