"""What operators do with one tenant among many: listed, taken out, restored, moved, erased."""

import secrets
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection

from freehold.identity.actor import SYSTEM
from tenants import listing, placements
from tenants.archives import services
from tenants.context import in_public
from tenants.models import Tenant
from tenants.moving import services as moving
from tenants.operations import running
from tenants.services.erasing import erase_tenant
from tests.ground.elsewhere import second_database
from tests.load.batch_rows import ROUNDS, row, seconds
from tests.load.sizes import small

_CATALOGUE = """
SELECT count(*), (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
  WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r') FROM pg_class
"""


def lives() -> list[dict[str, Any]]:
    """Of the first small tenant; what is made of its archive is erased again."""
    slug = small(0).slug
    with in_public():
        many = Tenant.objects.exclude(state="erased").count()
    pages = [seconds(lambda: listing.page_of_tenants(listing.TenantsWanted())) for _ in range(9)]
    taken: dict[str, list[float]] = {"export": [], "restore": [], "erase": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            archive, copy = Path(folder, f"{number}.zip"), f"copy-{secrets.token_hex(4)}"
            taken["export"].append(seconds(partial(_export, slug, archive)))
            taken["restore"].append(seconds(partial(_restore, archive, copy)))
            taken["erase"].append(seconds(partial(erase_tenant, copy, actor=SYSTEM)))
    told = f"among {many:,}"
    moved, paused = _moved(slug)
    return [
        row("tenant_list", f"a page of the operators' list of tenants {told}", pages),
        row("tenant_export", f"one tenant exported to an archive {told}", taken["export"]),
        row("tenant_restore", f"one tenant restored under a new name {told}", taken["restore"]),
        row("tenant_move", f"one tenant moved to another database {told}", moved),
        row("tenant_pause", "of which it could not be worked in", paused, seconds_budget=5),
        row("tenant_erase", f"one tenant erased {told}", taken["erase"]),
        _catalogue(many),
    ]


def _moved(slug: str) -> tuple[list[float], list[float]]:
    """Seconds of each move, there and back by turns, and of its pause."""
    taken, paused = [], []

    def move(to: str) -> None:
        operation = moving.ask_move(slug, to, actor=SYSTEM, is_foreground=True)
        paused.append(running.carry_out(operation.id).result["paused_seconds"])

    with second_database() as there:
        for _ in range(ROUNDS):
            for to in (there, placements.HOME):
                taken.append(seconds(partial(move, to)))
                running.carry_out(services.ask_confirm(slug, actor=SYSTEM).id)
    return taken, paused


def _export(slug: str, archive: Path) -> None:
    running.carry_out(services.ask_export(slug, actor=SYSTEM, path=archive).id)


def _restore(archive: Path, slug: str) -> None:
    running.carry_out(services.ask_restore(archive, slug, actor=SYSTEM).id)


def _catalogue(many: int) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_CATALOGUE)
        relations, size = cursor.fetchone()
    found = row("tenant_catalogue", f"the database's catalogue with {many:,} tenants: "
                f"{relations:,} relations", [0.0])  # fmt: skip
    return {**found, "memory_mb": round(size / 1024 / 1024, 1)}
