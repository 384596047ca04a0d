from django.db import migrations

from freehold.audit.operations import Audit


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial"), ("audit", "0002_triggers")]

    operations = [
        Audit("account", title="name"),
        Audit("contact", title="name"),
        Audit("accountcontact", title="role"),
        Audit("lead", title="name"),
        Audit("opportunity", title="name"),
        Audit("contactrole", title="role"),
        Audit("product", title="name"),
        Audit("lineitem", title="description"),
    ]
