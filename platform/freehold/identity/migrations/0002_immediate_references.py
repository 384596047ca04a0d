"""Foreign keys were checked at the commit; from here on at once, so that an error can be told."""

from typing import Any

from django.db import migrations, router
from django.db.migrations.operations.base import Operation

_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND contype = 'f' AND condeferrable = %s
ORDER BY 1, 2
"""


class CheckReferences(Operation):
    """All foreign keys of the schema, whichever application made them."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's state does not say when a key is checked."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._change(app_label, schema_editor, True, "NOT DEFERRABLE")

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._change(app_label, schema_editor, False, "DEFERRABLE INITIALLY DEFERRED")

    def _change(self, app_label: str, schema_editor: Any, deferrable: bool, to: str) -> None:
        connection = schema_editor.connection
        if not router.allow_migrate(connection.alias, app_label):
            return
        with connection.cursor() as cursor:
            cursor.execute(_KEYS, [deferrable])
            keys = cursor.fetchall()
        for table, key in keys:
            schema_editor.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {key} {to}")

    def describe(self) -> str:
        return "Check foreign keys at once"


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [CheckReferences()]
