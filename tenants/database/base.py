"""django-tenants' database backend, with fewer round trips to the server for each request."""

import re
import select
from typing import Any

from django.db.backends.postgresql.base import Cursor
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantDatabaseWrapper
from django_tenants.postgresql_backend.base import quote_schema_name
from psycopg import ClientCursor, Connection
from psycopg_pool import ConnectionPool

#: Statements that may share a message with another; concurrent builds, say, may not.
_SHARES = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


def check_connection(connection: "Connection[Any]") -> None:
    """Raises when the connection is gone; it asks the server only if there is reason to.

    A server that ends a session closes its socket, which becomes readable then. Psycopg's own check
    sends a statement for each request: a quarter of what a short one waits for (measured).
    """
    watched = select.poll()
    watched.register(connection.fileno(), select.POLLIN)
    if watched.poll(0):
        ConnectionPool.check_connection(connection)


class TenantCursor(Cursor, ClientCursor[Any]):
    """Sends the search path together with the first statement that needs it.

    The path is that of the tenant who is active when the statement is sent. When the statement
    fails, PostgreSQL takes both back, and the next one sends the path again.
    """

    tenancy: "DatabaseWrapper | None" = None

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        path = self.tenancy.path_to_set() if self.tenancy is not None else None
        if path is None or self.tenancy is None:
            return super().execute(query, params, **more)
        if not (isinstance(query, str) and _SHARES.match(query)):
            self.settle()
            return super().execute(query, params, **more)
        super().execute(f"{path}; {query}", params, **more)
        self.nextset()
        self.tenancy.path_is_set()
        return self

    def executemany(self, *arguments: Any, **more: Any) -> Any:
        self.settle()
        return super().executemany(*arguments, **more)

    def copy(self, *arguments: Any, **more: Any) -> Any:
        self.settle()
        return super().copy(*arguments, **more)

    def stream(self, *arguments: Any, **more: Any) -> Any:
        self.settle()
        return super().stream(*arguments, **more)

    def settle(self) -> None:
        """Set the path now, if it is not."""
        path = self.tenancy.path_to_set() if self.tenancy is not None else None
        if path is not None and self.tenancy is not None:
            super().execute(path)
            self.tenancy.path_is_set()


class DatabaseWrapper(TenantDatabaseWrapper):  # type: ignore[misc]  # the library has no types
    @property
    def pool(self) -> "ConnectionPool[Any] | None":
        found: ConnectionPool[Any] | None = super().pool
        if found is not None and found._check is ConnectionPool.check_connection:
            found._check = check_connection  # Django takes none of ours
        return found

    def get_connection_params(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_connection_params()
        if found["cursor_factory"] is Cursor:
            found["cursor_factory"] = TenantCursor
        return found

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = super().create_cursor(name)
        if isinstance(cursor, TenantCursor):
            cursor.tenancy = self
        return cursor

    def path_to_set(self) -> str | None:
        """The statement that leads to the active tenant's tables; None where it has been sent."""
        if self.search_path_set_schemas:
            return None
        schemas = ", ".join(quote_schema_name(one) for one in self._get_cursor_search_paths())
        return f"SET search_path = {schemas}"

    def path_is_set(self) -> None:
        self.search_path_set_schemas = self._get_cursor_search_paths()

    def _handle_search_path(self, cursor: Any = None) -> None:
        """An unnamed cursor sees to it by itself; a named one can carry one statement only."""
        if cursor is None or not isinstance(cursor.cursor, TenantCursor):
            super()._handle_search_path(cursor)
