from django.db import migrations

from freehold.audit import sql


class Migration(migrations.Migration):
    """When somebody was last in touch follows from activities: it is no change of the record."""

    dependencies = [("audit", "0003_chain")]

    operations = [
        migrations.RunSQL(
            sql.FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1),
            migrations.RunSQL.noop,
        )
    ]
