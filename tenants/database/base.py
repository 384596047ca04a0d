"""django-tenants' database backend, with fewer round trips to the server for each request."""

import re
import select
from collections.abc import Sequence
from typing import Any, ClassVar

import psycopg
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql.base import Cursor
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantDatabaseWrapper
from django_tenants.postgresql_backend.base import quote_schema_name
from psycopg import ClientCursor, Connection
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

from freehold.observability import traffic
from freehold.statements import Repeated
from tenants.database.patience import PatientConnection
from tenants.database.schema_editor import TenantOperations, TenantSchemaEditor

#: Statements that may share a message with others; concurrent builds, say, may not.
_SHARES = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
#: Statements that end something, perhaps after an error: nothing may be sent before them.
_ENDS = re.compile(r"\s*(ROLLBACK|RELEASE)\b", re.IGNORECASE)
_TAKES_BACK = re.compile(r"\s*ROLLBACK\b", re.IGNORECASE)

#: Plans of repeated statements: so many for a connection (some 100 kB each), each made when a
#: statement comes for this many times.
_MOST_PLANS = 30
_PLANNED_AFTER = 3


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
    """Sends what must go before a statement together with it, in one message.

    That is the search path, of the tenant who is active then, and what `carry` and `owe` were
    given. When the statement fails, PostgreSQL takes all of it back.
    """

    tenancy: "DatabaseWrapper | None" = None
    _planned: "psycopg.Cursor[Any] | None" = None

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        self._planned = None
        if not isinstance(query, str) or "search_path" in query:
            _note_path(self.connection, None)
        if self.tenancy is not None and _is(query, _TAKES_BACK):
            self.tenancy.take_back()
        if isinstance(query, Repeated) and self._may_be_planned() and self._repeat(query, params):
            return self
        ahead = self.tenancy.ahead() if self.tenancy is not None else []
        if not ahead or self.tenancy is None or _is(query, _ENDS):
            return super().execute(query, params, **more)
        if not _is(query, _SHARES):
            self.settle()
            return super().execute(query, params, **more)
        escaped = [one.replace("%", "%%") if params is not None else one for one in ahead]
        super().execute("; ".join([*escaped, query]), params, **more)
        for _ in ahead:
            self.nextset()
        self.tenancy.is_sent()
        return self

    def _may_be_planned(self) -> bool:
        """Outside a transaction: a plan that a migration made useless may fail.

        Who has statements noted reads them with their values.
        """
        if self.tenancy is not None and self.tenancy.queries_logged:
            return False
        return self.connection.info.transaction_status == TransactionStatus.IDLE

    def _repeat(self, query: Repeated, params: Any) -> bool:
        """Whether it was sent with its values beside it, and so may be planned once."""
        if self.connection.prepared_max != _MOST_PLANS:
            self.connection.prepared_max = _MOST_PLANS
            self.connection.prepare_threshold = _PLANNED_AFTER
        self.settle()
        planned = psycopg.Cursor(self.connection)
        try:
            planned.execute(query, params)
        except psycopg.errors.FeatureNotSupported:  # “cached plan must not change result type”
            self.connection.prepare_threshold = None
            return False
        self._planned = planned
        return True

    def fetchone(self) -> Any:
        return self._planned.fetchone() if self._planned else super().fetchone()

    def fetchmany(self, size: int = 0) -> list[Any]:
        return self._planned.fetchmany(size) if self._planned else super().fetchmany(size)

    def fetchall(self) -> list[Any]:
        return self._planned.fetchall() if self._planned else super().fetchall()

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
        """Send now what would go before the next statement."""
        ahead = self.tenancy.ahead() if self.tenancy is not None else []
        if ahead and self.tenancy is not None:
            super().execute("; ".join(ahead))
            self.tenancy.is_sent()


def _is(query: Any, kind: "re.Pattern[str]") -> bool:
    return isinstance(query, str) and kind.match(query) is not None


def _note_path(session: Any, path: list[str] | None) -> None:
    """What the session's search path is for whoever has it next; None where that isn't sure."""
    session.tenant_path = path


def _path_in(session: Any) -> list[str] | None:
    return getattr(session, "tenant_path", None)


class DatabaseWrapper(TenantDatabaseWrapper):  # type: ignore[misc]  # the library has no types
    SchemaEditorClass = TenantSchemaEditor
    ops_class = TenantOperations
    search_path_set_schemas: list[str] | None

    #: A pool for each database but the home one, whose pool Django keeps.
    _pools_elsewhere: ClassVar[dict[str, dict[str, "ConnectionPool[Any]"]]] = {}

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        """`alias` says which database this is; whoever works on it calls it `default`."""
        self._carried: list[str] = []
        self._owed: list[tuple[Sequence[str], str]] = []
        self.placement, self.is_owner = alias, False
        if alias not in (DEFAULT_DB_ALIAS, NO_DB_ALIAS):
            self._connection_pools = self._pools_elsewhere.setdefault(alias, {})
            alias = DEFAULT_DB_ALIAS
        super().__init__(settings_dict, alias)
        self.execute_wrappers.append(traffic.timed)

    @property
    def pool(self) -> "ConnectionPool[Any] | None":
        found: ConnectionPool[Any] | None = super().pool
        if found is not None and found._check is ConnectionPool.check_connection:
            found._check = check_connection  # Django takes none of ours
            found.connection_class = PatientConnection
        return found

    def get_connection_params(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_connection_params()
        if found["cursor_factory"] is Cursor:
            found["cursor_factory"] = TenantCursor
        return found

    def create_cursor(self, name: str | None = None) -> Any:
        if name and self._owed:
            self.create_cursor().settle()
        cursor = super().create_cursor(name)
        if isinstance(cursor, TenantCursor):
            cursor.tenancy = self
        return cursor

    def carry(self, statement: str) -> None:
        """Send this (no rows, no parameters) with the transaction's next statement."""
        self._carried.append(statement)

    def owe(self, statement: str) -> None:
        """Send this with the transaction's next statement or, if none comes, with its commit.

        For a write that nothing can be wrong with: an error comes with what it is sent with. What a
        savepoint takes back it takes back unsent. It goes to the tenant who is active now, whoever
        is then. Outside a transaction there is nothing to wait for, and it is not to be called.
        """
        self._owed.append((self._get_cursor_search_paths(), statement))

    def ahead(self) -> list[str]:
        """The statements that must go before the next one."""
        path = self.search_path_set_schemas
        if path and not self._owed:
            return self._carried
        waiting = list(self._carried)
        active = self._get_cursor_search_paths()
        path = path or _path_in(self.connection)
        for wanted, statement in [*self._owed, (active, "")]:
            if list(wanted) != list(path or ()):
                schemas = ", ".join(quote_schema_name(one) for one in wanted)
                waiting.append(f"SET search_path = {schemas}")
                path = wanted
            waiting += [statement] if statement else []
        if not waiting:
            self.search_path_set_schemas = active
        return waiting

    def is_sent(self) -> None:
        path: list[str] = self._get_cursor_search_paths()
        self.search_path_set_schemas = path
        self._forget()
        # What was sent within a transaction may yet be rolled back.
        settled = self.connection.info.transaction_status == TransactionStatus.IDLE
        _note_path(self.connection, path if settled else None)

    def take_back(self) -> None:
        """The savepoint before which everything was sent is rolled back."""
        self._owed = []

    def _forget(self) -> None:
        self._carried, self._owed = [], []

    def commit(self) -> None:
        if self._owed:
            with self.wrap_database_errors:
                self.connection.cursor().execute("; ".join([*self.ahead(), "COMMIT"]))
            self.is_sent()
        self._forget()
        super().commit()

    def rollback(self) -> None:
        self._forget()
        super().rollback()

    def close(self) -> None:
        self._forget()
        super().close()

    def _handle_search_path(self, cursor: Any = None) -> None:
        """An unnamed cursor sees to it by itself; a named one can carry one statement only."""
        if cursor is None or not isinstance(cursor.cursor, TenantCursor):
            _note_path(self.connection, None)
            super()._handle_search_path(cursor)
