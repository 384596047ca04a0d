"""Periodic work, spread over tenants and time: each tenant has its own moment in every interval."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from freehold.jobs.registry import Kind, periodic_kinds
from freehold.tenancy import every_working_id


def due_between(last: datetime, now: datetime) -> Iterator[tuple[UUID, str, int]]:
    """(tenant, kind, slot) of every periodic job whose moment lies after `last` and up to `now`.

    Of several missed moments only the latest counts.
    """
    kinds = periodic_kinds()
    if not kinds:
        return
    for tenant_id in every_working_id():
        for kind in kinds:
            slot = slot_of(kind, tenant_id, now)
            if slot > slot_of(kind, tenant_id, last):
                yield tenant_id, kind.name, slot


def slot_of(kind: Kind, tenant_id: UUID, at: datetime) -> int:
    """The number of this tenant's interval at that time; intervals begin at its own offset."""
    every = kind.every or timedelta(days=1)
    seconds = every.total_seconds()
    digest = hashlib.sha256(f"{tenant_id}:{kind.name}".encode()).digest()
    offset = int.from_bytes(digest[:4]) / 2**32 * seconds
    return int((at.timestamp() - offset) // seconds)
