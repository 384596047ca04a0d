"""An import and an export of contacts, beside COPY of the same rows; and the trail's share."""

import csv
import http.client
import io
from typing import Any

from django.db import connection, transaction

from crm_core.records.services import create_many
from crm_core.transfer.choices import ImportState
from crm_core.transfer.models import Import
from crm_core.transfer.services.imports import start_import
from freehold.files.uploads import Upload
from freehold.identity.actor import SYSTEM
from tenants.context import in_tenant
from tenants.ownership import as_owner
from tests.ground.jobs import work_off
from tests.load.batch_rows import (
    ROUNDS,
    TABLE,
    PeakMemory,
    plain_connection,
    row,
    seconds,
    user_as_actor,
)
from tests.load.company import ADMIN
from tests.load.reading import sign_in
from tests.load.servers import served

_BATCH = 1_000
_MARK = "%@imported.example.test"


def trail(slug: str, rows: int) -> dict[str, Any]:
    """The write door's time with the audit trigger over that without; nothing is kept."""
    with as_owner(), in_tenant(slug):
        _written(_BATCH, audited=True)
        taken = [
            (_written(rows, audited=True), _written(rows, audited=False)) for _ in range(ROUNDS)
        ]
    audited, plain = (list(one) for one in zip(*taken, strict=True))
    return row(
        "trail", f"{rows:,} contacts through the write door, with and without the audit trigger",
        audited, plain, budget=1.6,
    )  # fmt: skip


def _written(rows: int, *, audited: bool) -> float:
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
                cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER audit_insert")
        taken = seconds(write)
        transaction.set_rollback(True)
    return taken


def import_contacts(slug: str, rows: int) -> dict[str, Any]:
    """A CSV file read, checked, compared with what is there, written, with its trail.

    The floor is COPY of the very rows that came of it into the same table with its indexes,
    without triggers. What was imported is removed after each round.
    """
    ours, floor, peaks = [], [], []
    sent = measured_file(rows)
    with in_tenant(slug) as tenant:
        forget_imported(tenant.schema)
        for _ in range(ROUNDS):
            peak = PeakMemory()
            ours.append(seconds(lambda: _imported(sent, rows)))
            peaks.append(peak.megabytes())
            floor.append(_copied_in(tenant.schema, rows))
            forget_imported(tenant.schema)
            Import.objects.filter(file_name="measured.csv").delete()
    return row(
        "import", f"import of {rows:,} contacts from a CSV file", ours, floor,
        budget=4.0, seconds_budget=30, memory_mb=max(peaks),
    )  # fmt: skip


def measured_file(rows: int) -> bytes:
    held = io.StringIO()
    table = csv.writer(held)
    table.writerow(("First name", "Last name", "Email", "Phone", "Title"))
    for n in range(rows):
        phone = f"+49 40 {9_000_000 + n}"
        table.writerow(("Ada", f"Imported {n}", f"i{n}@imported.example.test", phone, "Buyer"))
    return held.getvalue().encode()


def _imported(sent: bytes, rows: int) -> None:
    upload = Upload("measured.csv", len(sent), io.BytesIO(sent))
    begun = start_import(upload, object_name="contacts", actor=user_as_actor())
    work_off(10_000)
    begun.refresh_from_db()
    if begun.state != ImportState.DONE or begun.counts.get("created") != rows:
        raise RuntimeError(f"The import ended as {begun.state}: {begun.counts}.")


def _copied_in(schema: str, rows: int) -> float:
    with plain_connection(schema) as run:
        run.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        names = run.execute(
            "SELECT string_agg(quote_ident(attname), ',') FROM pg_attribute WHERE attrelid ="
            " %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [TABLE],
        ).fetchone()
        columns = names[0] if names else ""
        taken_out = f"COPY (SELECT {columns} FROM {TABLE} WHERE email LIKE '{_MARK}') TO STDOUT"
        with run.cursor().copy(taken_out) as copy:
            held = b"".join(bytes(piece) for piece in copy)
        removed = run.execute(f"DELETE FROM {TABLE} WHERE email LIKE '{_MARK}'").rowcount
        if removed != rows:
            raise RuntimeError(f"{removed} rows to copy instead of {rows}.")

        def put() -> None:
            with run.cursor().copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:
                copy.write(held)

        taken = seconds(put)
        run.rollback()
    return taken


def forget_imported(schema: str) -> None:
    with plain_connection(schema) as run:
        run.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER audit_delete")
        run.execute(f"DELETE FROM {TABLE} WHERE email LIKE '{_MARK}'")
        run.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER audit_delete")


def export_contacts(slug: str) -> dict[str, Any]:
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

        download()
        taken = [
            (seconds(download), seconds(lambda: _copied_out(tenant.schema, columns)))
            for _ in range(ROUNDS)
        ]
        memory = round(server.memory_mb(), 1)
    ours, floor = (list(one) for one in zip(*taken, strict=True))
    return row(
        "export", "export of all contacts as CSV, six columns", ours, floor,
        budget=1.5, seconds_budget=4, memory_mb=memory,
    )  # fmt: skip


def _copied_out(schema: str, columns: str) -> None:
    wanted = (
        f"SELECT {columns} FROM {TABLE} WHERE deleted_at IS NULL"
        ' ORDER BY extensions.fold(name) COLLATE "C", id'
    )
    with (
        plain_connection(schema) as run,
        run.cursor().copy(f"COPY ({wanted}) TO STDOUT (FORMAT csv, HEADER)") as copy,
    ):
        for _ in copy:
            pass
