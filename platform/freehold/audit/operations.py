"""Migration operations that put a table under audit."""

from typing import Any

from django.db.migrations.operations.base import Operation

from freehold.audit import sql


class Audit(Operation):
    """Attach the audit triggers to a model's table; `title` is the column that names its rows."""

    reversible = True

    def __init__(self, model_name: str, title: str) -> None:
        self.model_name = model_name
        self.title = title

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are not part of Django's state."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in sql.attach(table, self.title):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in sql.detach(table):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Audit {self.model_name}"
