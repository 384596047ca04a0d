"""How many records the active tenant keeps, the Trash included; parts such as line items aside."""

from django.db import connection

from crm_core.records.catalogue.building import builtin
from crm_core.records.models import CustomRecord

_ABOUT = """
SELECT coalesce(sum(greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)), 0)::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname = ANY(%s)
"""


def about_records() -> int:
    """By PostgreSQL's statistics: at once, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [_tables()])
        (about,) = cursor.fetchone()
    return int(about)


def exact_records() -> int:
    parts = [f"SELECT count(*) AS n FROM {connection.ops.quote_name(table)}" for table in _tables()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(n)::bigint FROM ({' UNION ALL '.join(parts)}) counted")
        (exact,) = cursor.fetchone()
    return int(exact)


def _tables() -> list[str]:
    built_in = {one.table for one in builtin().values() if one.parent is None}
    return sorted({*built_in, CustomRecord._meta.db_table})
