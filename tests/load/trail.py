"""What the audit trigger costs: the same import with and without it, one after the other."""

import statistics
import time
from typing import Any

from django.db import connection, transaction

from crm_core.records.services import create_many
from freehold.identity.actor import SYSTEM
from tenants.context import in_tenant
from tenants.ownership import as_owner
from tests.load.company import SLUG

BUDGET = 1.6
_BATCH = 1_000
_ROUNDS = 5
_TABLE = "sales_contact"


def trigger_cost(rows: int) -> dict[str, Any]:
    """A row of the table: the import's time with the trigger over that without, medians of rounds.

    Everything is rolled back; the two kinds alternate, so that other load meets both alike.
    """
    with as_owner(), in_tenant(SLUG):
        _import(_BATCH, audited=True)
        taken = [
            (_import(rows, audited=False), _import(rows, audited=True)) for _ in range(_ROUNDS)
        ]
    plain, audited = (statistics.median(one) for one in zip(*taken, strict=True))
    slowest = sorted(pair[1] for pair in taken)
    return {
        "name": f"audit trigger cost, import of {rows:,} rows",
        "ratio": round(audited / plain, 2),
        "budget": BUDGET,
        "p50_ms": round(audited, 2),
        "p95_ms": round(slowest[-1], 2),
        "min_ms": round(slowest[0], 2),
        "max_ms": round(slowest[-1], 2),
        "floor_p50_ms": round(plain, 2),
        "statements": 0,
        "bytes": 0,
    }


def _import(rows: int, *, audited: bool) -> float:
    """Milliseconds of the write door's own time and the database's; nothing is kept."""
    values = [
        {
            "first_name": "Ada",
            "last_name": f"Row {n}",
            "email": f"r{n}@example.test",
            "title": "CEO",
        }
        for n in range(rows)
    ]
    with transaction.atomic():
        if not audited:
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {_TABLE} DISABLE TRIGGER audit_insert")
        start = time.perf_counter()
        for begin in range(0, rows, _BATCH):
            create_many("contacts", values[begin : begin + _BATCH], actor=SYSTEM)
        taken = (time.perf_counter() - start) * 1000
        transaction.set_rollback(True)
    return taken
