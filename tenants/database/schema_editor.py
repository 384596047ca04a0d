"""Foreign keys that are checked at once, in statements that go one by one.

A key checked at the commit fails there, where nobody can say any more which value was wrong; Citus
tells it as an internal error. And Citus takes no string of several statements for a tenant's table,
which is what Django writes to work around its deferred keys.
"""

from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.postgresql.schema import DatabaseSchemaEditor


class TenantOperations(DatabaseOperations):
    def deferrable_sql(self) -> str:
        return ""


class TenantSchemaEditor(DatabaseSchemaEditor):
    sql_update_with_default = (
        "UPDATE %(table)s SET %(column)s = %(default)s WHERE %(column)s IS NULL"
    )
    sql_create_column_inline_fk = (
        "CONSTRAINT %(name)s REFERENCES %(to_table)s(%(to_column)s)%(deferrable)s"
    )
    sql_delete_fk = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"
