from django.db import migrations

from freehold.audit import sql


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [sql.FUNCTION, *sql.FROZEN],
            sql.DROP,
        )
    ]
