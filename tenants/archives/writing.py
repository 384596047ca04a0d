"""Exporting a tenant: one snapshot of all its rows, then its files."""

import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any, cast

import psycopg
from django.core.files.storage import default_storage
from django.utils import timezone
from psycopg import sql

from freehold.audit.sealing import BATCH, seal_waiting
from tenants.archives import rows
from tenants.archives.format import (
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    OWN,
    SESSION,
    TENANT_COLUMNS,
    Measure,
    file_member,
    secret_mark,
    table_member,
)
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.operations.progress import Progress
from tenants.ownership import owner_connection
from tenants.storage import TenantFiles

_BLOCK = 1024 * 1024
_HEAD = "SELECT number, encode(hash, 'hex'), total FROM {} ORDER BY number DESC LIMIT 1"


def write_archive(tenant: Tenant, target: IO[bytes], progress: Progress) -> dict[str, Any]:
    """Write the tenant to `target`; returns the manifest. People go on working meanwhile.

    Files are read after the rows: a file that no row names does no harm.
    """
    with in_tenant(tenant, allow_inactive=True):
        while seal_waiting() >= BATCH:
            pass
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        manifest = {**_about(tenant), **_rows(archive, tenant, progress)}
        manifest["files"] = _files(archive, tenant, progress)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


def _about(tenant: Tenant) -> dict[str, Any]:
    with in_public():
        domains = [one.domain for one in tenant.domains.order_by("-is_primary", "domain")]
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "schema_version": tenant.schema_version,
        "secret_mark": secret_mark(),
        "tenant": {
            "id": str(tenant.id),
            **{name: getattr(tenant, name) for name in TENANT_COLUMNS},
        },
        "domains": domains,
        "left_out": sorted(LEFT_OUT - OWN),
    }


def _rows(archive: zipfile.ZipFile, tenant: Tenant, progress: Progress) -> dict[str, Any]:
    with owner_connection(tenant.database, application_name="freehold-export") as own:
        own.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        own.read_only = True
        own.execute(SESSION)
        schema = tenant.schema_name
        tables = [one for one in rows.tables_of(own, schema) if one.name not in LEFT_OUT]
        progress.step("rows", len(tables))
        kept = {}
        for table in tables:
            kept[table.name] = _table(archive, own, schema, table)
            progress.advance()
        return {
            "tables": kept,
            "sequences": rows.sequences_of(own, schema),
            "permissions": {str(id): name for id, name in rows.permissions_of(own, schema).items()},
            "audit": _audit_head(own, schema),
        }


def _table(
    archive: zipfile.ZipFile, own: psycopg.Connection[Any], schema: str, table: rows.Table
) -> dict[str, Any]:
    measure = _kept(archive, table_member(table.name), rows.copied_out(own, schema, table))
    count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table.name))
    found = own.execute(count).fetchone()
    return {
        "columns": list(table.columns),
        "rows": found[0] if found else 0,
        **measure.as_json(),
    }


def _audit_head(own: psycopg.Connection[Any], schema: str) -> dict[str, Any] | None:
    query = sql.SQL(_HEAD).format(sql.Identifier(schema, "audit_seal"))
    found = own.execute(query).fetchone()
    return dict(zip(("number", "hash", "entries"), found, strict=True)) if found else None


def _files(archive: zipfile.ZipFile, tenant: Tenant, progress: Progress) -> dict[str, Any]:
    kept = {}
    with in_tenant(tenant, allow_inactive=True):
        names = [name for name, _size in cast(TenantFiles, default_storage).everything()]
        progress.step("files", len(names))
        for name in names:
            kept[name] = _kept(archive, file_member(name), _blocks(name)).as_json()
            progress.advance()
    return kept


def _blocks(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as content:
        while block := content.read(_BLOCK):
            yield block


def _kept(archive: zipfile.ZipFile, member: str, blocks: Iterator[bytes]) -> Measure:
    measure = Measure()
    with archive.open(member, "w", force_zip64=True) as out:
        for block in blocks:
            measure.update(block)
            out.write(block)
    return measure
