"""Work that is measured as a whole: many records at once, files, many tenants."""

from collections.abc import Callable
from typing import Any

from tests.load import bulk_rows, life_rows, tenant_rows, tenants, transfer_rows

Rows = list[dict[str, Any]]
BULK = 10_000


def batches(slug: str, rows: int, count: int, only: set[str]) -> Rows:
    """`rows` is how many an import has, `count` how many tenants there are; 0 leaves those out."""
    works: dict[str, Callable[[], Rows]] = {}
    if rows:
        works |= {
            "trail": lambda: [transfer_rows.trail(slug, rows)],
            "bulk": lambda: bulk_rows.bulk_edit(slug, min(rows, BULK)),
            "import": lambda: [transfer_rows.import_contacts(slug, rows)],
            "export": lambda: [transfer_rows.export_contacts(slug)],
        }
    if count:
        works |= {
            "tenant": lambda: [tenant_rows.new_tenant()],
            "among": lambda: tenant_rows.among_others(slug, count),
            "migrate": tenant_rows.migrations,
            "life": life_rows.lives,
            "tenants": lambda: [tenant_rows.made_by_two(count)],
        }
    if count and (not only or only & {"among", "life"}):
        tenants.ensure_small(print, count)
    return [found for key, work in works.items() if not only or key in only for found in work()]
