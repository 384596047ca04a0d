"""Work that is measured as a whole: an import's trail, an export, a new tenant."""

import http.client
import secrets
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import psycopg
from django.db import connection, transaction

from crm_core.records.services import create_many
from freehold.identity.actor import SYSTEM
from tenants.context import in_tenant
from tenants.ownership import as_owner, owner_address
from tenants.provisioning.provision import provision_tenant
from tests.load.company import ADMIN
from tests.load.reading import sign_in
from tests.load.servers import served

_BATCH = 1_000
_ROUNDS = 3
_TABLE = "sales_contact"


def batches(slug: str, rows: int) -> list[dict[str, Any]]:
    """The rows of the second table; `rows` is how many an import has."""
    return [_trail(slug, rows), _export(slug), _new_tenant()]


def _row(
    key: str, name: str, budget: float | None, ours: list[float], floor: list[float]
) -> dict[str, Any]:
    ratio = round(median(a / b for a, b in zip(ours, floor, strict=True)), 2) if floor else None
    row = {
        "key": key,
        "name": name,
        "ratio": ratio,
        "budget": budget,
        "seconds": round(median(ours), 2),
        "min_seconds": round(min(ours), 2),
        "max_seconds": round(max(ours), 2),
        "floor_seconds": round(median(floor), 2) if floor else None,
    }
    print(row, flush=True)
    return row


def _trail(slug: str, rows: int) -> dict[str, Any]:
    """The import's time with the audit trigger over that without, by turns; nothing is kept."""
    with as_owner(), in_tenant(slug):
        _written(_BATCH, audited=True)
        taken = [
            (_written(rows, audited=True), _written(rows, audited=False)) for _ in range(_ROUNDS)
        ]
    audited, plain = (list(one) for one in zip(*taken, strict=True))
    return _row("trail", f"audit trigger, import of {rows:,} rows", 1.6, audited, plain)


def _written(rows: int, *, audited: bool) -> float:
    """Seconds of the write door's own time and the database's, taken back at once."""
    values = [
        {"first_name": "Ada", "last_name": f"Row {n}", "email": f"r{n}@example.test"}
        for n in range(rows)
    ]

    def write() -> None:
        for begin in range(0, rows, _BATCH):
            create_many("contacts", values[begin : begin + _BATCH], actor=SYSTEM)

    with transaction.atomic():
        if not audited:
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {_TABLE} DISABLE TRIGGER audit_insert")
        taken = _seconds(write)
        transaction.set_rollback(True)
    return taken


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _export(slug: str) -> dict[str, Any]:
    """All contacts as CSV through HTTP, beside COPY TO of the same columns in the same order."""
    headers = sign_in(slug, ADMIN).headers
    columns = "id,name,title,email,phone,created_at"
    with in_tenant(slug) as tenant, served("config.wsgi:application") as server:

        def download() -> None:
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
            path = f"/api/v1/contacts/export/?format=csv&fields={columns}&sort=name"
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            if answer.status != 200:
                raise RuntimeError(answer.read()[:500].decode())
            while answer.read(262_144):
                pass

        taken = [
            (_seconds(download), _seconds(lambda: _copied(tenant.schema, columns)))
            for _ in range(_ROUNDS)
        ]
        memory = round(server.memory_mb(), 1)
    ours, floor = (list(one) for one in zip(*taken, strict=True))
    row = _row("export", "export of all contacts as CSV, six columns", 1.5, ours, floor)
    return {**row, "memory_mb": memory}


def _copied(schema: str, columns: str) -> None:
    address = owner_address()
    with psycopg.connect(
        host=address["HOST"],
        port=address["PORT"],
        user=address["USER"],
        password=address["PASSWORD"],
        dbname=address["NAME"],
    ) as run:
        run.execute(f'SET search_path = "{schema}", public, extensions')
        wanted = (
            f"SELECT {columns} FROM sales_contact WHERE deleted_at IS NULL"
            ' ORDER BY extensions.fold(name) COLLATE "C", id'
        )
        with run.cursor().copy(f"COPY ({wanted}) TO STDOUT (FORMAT csv, HEADER)") as copy:
            for _ in copy:
                pass


def _new_tenant() -> dict[str, Any]:
    """Until its administrator can sign in; each one stays, under a name of its own."""

    def make() -> None:
        slug = f"made-{secrets.token_hex(4)}"
        provision_tenant(slug, slug, "admin@bench.test", admin_password="measured-only")

    make()
    return _row("tenant", "a new tenant", None, [_seconds(make) for _ in range(_ROUNDS)], [])
