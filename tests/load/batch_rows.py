"""The figures of work that is measured as a whole, and a plain connection for its floors."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from crm_core.sales.models import Contact
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.ownership import owner_connection
from tests.load.company import ADMIN

ROUNDS = 3
TABLE = Contact._meta.db_table


def row(
    key: str,
    name: str,
    ours: list[float],
    floor: list[float] | None = None,
    *,
    budget: float | None = None,
    seconds_budget: float | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One row: seconds of each round, and of the floor's where there is one, by turns."""
    ratios = [a / b for a, b in zip(ours, floor, strict=True)] if floor else []
    told = {
        "key": key,
        "name": name,
        "ratio": round(median(ratios), 2) if ratios else None,
        "ratio_min": round(min(ratios), 2) if ratios else None,
        "ratio_max": round(max(ratios), 2) if ratios else None,
        "budget": budget,
        "seconds": round(median(ours), 3),
        "min_seconds": round(min(ours), 3),
        "max_seconds": round(max(ours), 3),
        "floor_seconds": round(median(floor), 3) if floor else None,
        "seconds_budget": seconds_budget,
        "memory_mb": None,
        **more,
    }
    print({name: value for name, value in told.items() if value is not None}, flush=True)
    return told


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def user_as_actor(email: str = ADMIN) -> Actor:
    """In the active tenant."""
    user = User.objects.get(email=email)
    return Actor(user.id, str(user), "web", "bench")


@contextmanager
def plain_connection(schema: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner's, without anything of the product; it must commit by itself."""
    with owner_connection(options=f'-c search_path="{schema}",public,extensions') as run:
        yield run


class PeakMemory:
    """The most memory that this process has held since, in MB."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5")

    def megabytes(self) -> float:
        lines = Path("/proc/self/status").read_text().splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM:"))
        return round(int(peak.split()[1]) / 1024, 1)
