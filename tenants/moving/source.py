"""A tenant's schema as it lies in its database, held still while it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from freehold.errors import Conflict
from tenants.archives import rows
from tenants.archives.format import OWN, SESSION, Measure, secret_mark
from tenants.models import Tenant
from tenants.ownership import owner_connection

#: Whoever still writes has so long to come to an end.
PATIENCE = "15s"
#: Entries that were given their number before others that are sealed: their turn would never come.
_OVERTAKEN = """
SELECT count(*) FROM {entries}, LATERAL (
  SELECT last_tx, last_id, highest_id, base_id FROM {seals} ORDER BY number DESC LIMIT 1) AS last
WHERE (tx, id) > (last_tx, last_id) AND id <= highest_id AND id > base_id
"""


class LiveTenant:
    """What an archive of the tenant would hold, sessions included, read as it is asked for."""

    def __init__(self, own: "psycopg.Connection[Any]", tenant: Tenant) -> None:
        self._own, self._schema = own, tenant.schema_name
        tables = rows.tables_of(own, self._schema)
        self._tables = {one.name: one for one in tables if one.name not in OWN}
        permissions = rows.permissions_of(own, self._schema)
        self.manifest: dict[str, Any] = {
            "schema_version": tenant.schema_version,
            "secret_mark": secret_mark(),
            "tables": {
                name: {"columns": list(one.columns), "rows": self._count(name)}
                for name, one in self._tables.items()
            },
            "sequences": rows.sequences_of(own, self._schema),
            "permissions": {str(id): name for id, name in permissions.items()},
        }

    def table(self, name: str) -> Iterator[bytes]:
        measure = Measure()
        for block in rows.copied_out(self._own, self._schema, self._tables[name]):
            measure.update(block)
            yield block
        self.manifest["tables"][name] |= measure.as_json()

    def set_aside(self, name: str) -> None:
        """Rename the schema and let go of it: a write that still waits finds nothing, and fails."""
        rename = sql.SQL("ALTER SCHEMA {} RENAME TO {}")
        self._own.execute(rename.format(sql.Identifier(self._schema), sql.Identifier(name)))
        self._own.commit()

    def _count(self, table: str) -> int:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(self._schema, table))
        found = self._own.execute(query).fetchone()
        return int(found[0]) if found else 0


@contextmanager
def held_still(tenant: Tenant) -> Iterator[LiveTenant]:
    """Nobody writes in the tenant for the block; reading goes on. `Conflict` if somebody does."""
    schema = tenant.schema_name
    with owner_connection(tenant.database, application_name="freehold-move") as own:
        own.execute(SESSION)
        own.commit()
        own.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(PATIENCE))
        tables = [sql.Identifier(schema, one.name) for one in rows.tables_of(own, schema)]
        try:
            own.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.SQL(", ").join(tables)))
        except psycopg.errors.LockNotAvailable as error:
            raise Conflict(
                _(
                    "Somebody still writes in “%(slug)s”: a long job, probably. It stays where it "
                    "is. Try again when that has ended."
                )
                % {"slug": tenant.slug}
            ) from error
        _refuse_overtaken(own, tenant)
        yield LiveTenant(own, tenant)
        own.rollback()


def _refuse_overtaken(own: "psycopg.Connection[Any]", tenant: Tenant) -> None:
    """Another server counts transactions anew, so that what is not sealed must follow by its id."""
    names = {
        "entries": sql.Identifier(tenant.schema_name, "audit_auditentry"),
        "seals": sql.Identifier(tenant.schema_name, "audit_seal"),
    }
    (count,) = cast(tuple[int], own.execute(sql.SQL(_OVERTAKEN).format(**names)).fetchone())
    if count:
        raise Conflict(
            _(
                "The audit trail of “%(slug)s” can't be sealed to its end while a long transaction "
                "runs in its database. It stays where it is. Try again when that has ended."
            )
            % {"slug": tenant.slug}
        )
