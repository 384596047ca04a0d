"""Making a schema out of an archive, inside the caller's transaction, as the owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, cast

import psycopg
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from freehold.errors import Conflict
from tenants.archives import rows
from tenants.archives.format import (
    KEYS,
    OWN,
    SECOND_FACTORS,
    WEBHOOKS,
    DamagedArchive,
    Measure,
    secrets_differ,
)
from tenants.models import Template
from tenants.operations.progress import Progress
from tenants.provisioning import capture, citus, replay
from tenants.versions import is_ahead

_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid, true),
  confrelid = 'auth_permission'::regclass,
  (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[1])
FROM pg_constraint WHERE contype = 'f' AND connamespace = %s::regnamespace
ORDER BY 1, 2
"""
_LOCAL = """
SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
"""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    table: str
    name: str
    definition: str
    to_permission: bool
    column: str


@dataclass(slots=True)
class Loaded:
    """What came out. `left_out` counts rows that were not taken over, by table."""

    template: Template
    rows: int
    left_out: dict[str, int]


def template_of(manifest: dict[str, Any]) -> Template:
    """The template at the archive's version: this code's, or that of a former release."""
    version = manifest["schema_version"]
    found = Template.objects.filter(version=version).order_by("captured_at").last()
    if found is not None:
        return found
    if is_ahead(version):
        raise DamagedArchive(
            _(
                "This archive was made by a newer release (schema %(version)s). Upgrade this "
                "installation first, then restore it."
            )
            % {"version": version}
        )
    raise DamagedArchive(
        _(
            "This archive was made by an older release (schema %(version)s) that this "
            "installation never ran. Restore it where that release runs, upgrade there, and "
            "export it again."
        )
        % {"version": version}
    )


class Source(Protocol):
    """An archive, or a tenant as it lies in another database.

    Of each table `manifest` must tell what its rows come to once `table` was read to its end.
    """

    manifest: dict[str, Any]

    def table(self, name: str) -> Iterator[bytes]: ...


def load_schema(
    archive: Source,
    schema: str,
    progress: Progress,
    *,
    with_keys: bool,
    template: Template | None = None,
) -> Loaded:
    """Make the schema with the archive's rows; whatever is wrong raises and the caller rolls back.

    Afterwards every table was read again and is byte for byte what the manifest says, but for
    those of which rows were left out on purpose.
    """
    manifest = archive.manifest
    template = template or template_of(manifest)
    progress.step("schema")
    replay.make_schema(schema, template, distribute=False)
    dropped = [] if with_keys else [KEYS, *WEBHOOKS]
    if secrets_differ(manifest):
        dropped.append(SECOND_FACTORS)
    own = cast("psycopg.Connection[Any]", connection.connection)
    with _looking_at(own, schema):
        foreign_keys = _without_foreign_keys(own, schema)
        tables = _emptied(own, schema, manifest)
        total = _fill(own, schema, archive, progress)
        moved = _permissions_moved(own, schema, manifest, foreign_keys)
        left_out = {name: _count(own, schema, name) for name in dropped if name in tables}
        for name in left_out:
            own.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        _give_back(own, tables, foreign_keys)
        progress.step("checking", len(tables))
        _compare(own, schema, manifest, progress, unlike={*left_out, *moved})
        if capture.checksum_of(schema) != template.checksum:
            raise Conflict(_("The restored schema differs from the template. Nothing was kept."))
    citus.distribute(schema)
    return Loaded(template, total, {name: count for name, count in left_out.items() if count})


@contextmanager
def _looking_at(own: "psycopg.Connection[Any]", schema: str) -> Iterator[None]:
    former = own.execute("SHOW search_path").fetchone()
    path = sql.SQL("SET LOCAL search_path = {}, extensions").format(sql.Identifier(schema))
    own.execute(path)
    own.execute(_LOCAL)
    yield
    own.execute("SELECT set_config('search_path', %s, true)", former)


def _without_foreign_keys(own: "psycopg.Connection[Any]", schema: str) -> list[ForeignKey]:
    found = [ForeignKey(*row) for row in own.execute(_FOREIGN_KEYS, [schema]).fetchall()]
    for one in found:
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
        own.execute(drop.format(_table(one.table), sql.Identifier(one.name)))
    return found


def _emptied(own: "psycopg.Connection[Any]", schema: str, manifest: dict[str, Any]) -> list[str]:
    """Triggers off and the template's rows out, but for those that are the schema's own."""
    known = {one.name: one for one in rows.tables_of(own, schema)}
    wrong = [
        name
        for name, told in manifest["tables"].items()
        if name not in known or list(known[name].columns) != told["columns"]
    ]
    if wrong:
        raise DamagedArchive(
            _("The archive's tables differ from this release's: %(tables)s.")
            % {"tables": ", ".join(wrong)}
        )
    for name in known:
        own.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
    filled = [sql.Identifier(name) for name in known if name not in OWN]
    own.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(filled)))
    return list(known)


def _fill(own: "psycopg.Connection[Any]", schema: str, archive: Source, progress: Progress) -> int:
    told = archive.manifest["tables"]
    progress.step("rows", len(told))
    total = 0
    for name in sorted(told):
        count = rows.copy_in(own, schema, name, told[name]["columns"], archive.table(name))
        if count != told[name]["rows"]:
            raise DamagedArchive(
                _("The archive is damaged at “%(member)s”. Take another copy of it.")
                % {"member": name}
            )
        total += count
        progress.advance()
    for name, (value, is_called) in archive.manifest["sequences"].items():
        if not name.startswith("auth_permission"):
            own.execute(
                "SELECT setval(%s::regclass, %s, %s)",
                [sql.Identifier(name).as_string(own), value, is_called],
            )
    return total


def _permissions_moved(
    own: "psycopg.Connection[Any]",
    schema: str,
    manifest: dict[str, Any],
    foreign_keys: list[ForeignKey],
) -> set[str]:
    """Permissions have other ids in another installation: shares follow them by name."""
    here = {name: id for id, name in rows.permissions_of(own, schema).items()}
    there = {int(id): name for id, name in manifest["permissions"].items()}
    moves = [(id, here[name]) for id, name in there.items() if here.get(name, id) != id]
    if not moves:
        return set()
    pairs = sql.SQL(", ").join(
        sql.SQL("({}, {})").format(sql.Literal(old), sql.Literal(new)) for old, new in moves
    )
    moved = set()
    for one in foreign_keys:
        if one.to_permission:
            names = {"table": _table(one.table), "column": sql.Identifier(one.column)}
            update = "UPDATE {table} SET {column} = -new FROM (VALUES {pairs}) AS move(old, new)"
            own.execute(sql.SQL(update + " WHERE {column} = old").format(**names, pairs=pairs))
            back = "UPDATE {table} SET {column} = -{column} WHERE {column} < 0"
            own.execute(sql.SQL(back).format(**names))
            moved.add(one.table)
    return moved


def _give_back(
    own: "psycopg.Connection[Any]", tables: list[str], foreign_keys: list[ForeignKey]
) -> None:
    """Foreign keys check every row when they are added again."""
    try:
        for one in foreign_keys:
            add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                _table(one.table), sql.Identifier(one.name), sql.SQL(one.definition)
            )
            own.execute(add)
    except psycopg.errors.ForeignKeyViolation as error:
        raise DamagedArchive(
            _("The archive's rows don't fit together: %(error)s")
            % {"error": str(error).splitlines()[0]}
        ) from error
    for name in tables:
        own.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(name)))


def _compare(
    own: "psycopg.Connection[Any]",
    schema: str,
    manifest: dict[str, Any],
    progress: Progress,
    *,
    unlike: set[str],
) -> None:
    for table in rows.tables_of(own, schema):
        told = manifest["tables"].get(table.name)
        if told is None or table.name in unlike:
            continue
        measure = Measure()
        for block in rows.copied_out(own, schema, table):
            measure.update(block)
        if measure.sha256 != told["sha256"]:
            raise Conflict(
                _("The table %(table)s came out different. Nothing was kept.")
                % {"table": table.name}
            )
        progress.advance()


def _count(own: "psycopg.Connection[Any]", schema: str, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
    found = own.execute(query).fetchone()
    return int(found[0]) if found else 0


def _table(name: str) -> sql.Composable:
    """As `regclass` told it, with the schema alone on the search path: quoted where need be."""
    return sql.SQL(name)
