"""django-tenants' database backend with a check of pooled connections that asks nobody."""

import select
from typing import Any

from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantDatabaseWrapper
from psycopg import Connection
from psycopg_pool import ConnectionPool


def check_connection(connection: "Connection[Any]") -> None:
    """Raises when the connection is gone; it asks the server only if there is reason to.

    A server that ends a session closes its socket, which becomes readable then. Psycopg's own check
    sends a statement for each request: a quarter of what a short one waits for (measured).
    """
    watched = select.poll()
    watched.register(connection.fileno(), select.POLLIN)
    if watched.poll(0):
        ConnectionPool.check_connection(connection)


class DatabaseWrapper(TenantDatabaseWrapper):  # type: ignore[misc]  # the library has no types
    @property
    def pool(self) -> "ConnectionPool[Any] | None":
        found: ConnectionPool[Any] | None = super().pool
        if found is not None and found._check is ConnectionPool.check_connection:
            found._check = check_connection  # Django takes none of ours
        return found
