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
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in sql.attach(model._meta.db_table, self.title):
                schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in sql.detach(model._meta.db_table):
                schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Audit {self.model_name}"
