"""Sharing became a right of its own: roles that let somebody change records keep it."""

from django.db import migrations

_GIVE = """
UPDATE access_role SET rights = rights || '["share"]'::jsonb
WHERE NOT is_admin AND NOT rights ? 'share'
AND jsonb_path_exists(grants, '$.*.update ? (@ != "none")')
"""
_TAKE = "UPDATE access_role SET rights = rights - 'share'"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [migrations.RunSQL(_GIVE, _TAKE)]
