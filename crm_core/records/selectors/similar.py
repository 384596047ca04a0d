"""Pairs of records with nearly the same name, as the job found them, for one reader.

Who may not read the names is shown none, and neither is a pair that the reader finds among the
records with the same in some fields already.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from crm_core.records.fragments import Fragment, disjunction
from crm_core.records.query.source import Source, readable_field, rows_of_object

#: Pairs that one page looks at, in the queue's order.
WINDOW = 250
_PLACE = "difference, record_id, other_id"

#: difference, smaller id, other id
Pair = tuple[int, UUID, UUID]


def similar_pairs(
    source: Source, sets: Sequence[Sequence[str]], after: Pair | None, limit: int
) -> tuple[list[Pair], Pair | None]:
    """The next pairs that the reader sees and nobody has decided on; where to look on, or None.

    `sets` are the sets of keys, as SQL, by which records are found to hold the same.
    """
    object_type = source.object_type
    naming = object_type.naming
    if naming is None:
        return [], None
    names = (*naming.fields, object_type.title)
    if any(readable_field(source.policy, object_type, name) is None for name in names):
        return [], None
    for name in names:
        source.locate(name)
    keys = [key for one in sets for key in one]
    named = "".join(f", {key} AS k{place}" for place, key in enumerate(keys))
    seen = source.policy.condition(object_type, "read", "r") & rows_of_object(object_type, "r")
    since = f" AND ({_PLACE}) > (%s, %s, %s)" if after else ""
    with connection.cursor() as run:
        run.execute(
            f"WITH looked AS MATERIALIZED (SELECT {_PLACE} FROM records_similarpair"
            f" WHERE object = %s{since} ORDER BY {_PLACE} LIMIT {WINDOW}),"
            f' reached AS MATERIALIZED (SELECT "r".id{named} FROM {object_type.table} "r"'
            ' WHERE "r".id = ANY(ARRAY(SELECT record_id FROM looked'
            ' UNION SELECT other_id FROM looked)) AND "r".deleted_at IS NULL'
            f" AND {seen.sql}),"
            f" shown AS (SELECT {_PLACE} FROM looked l JOIN reached a ON a.id = l.record_id"
            " JOIN reached b ON b.id = l.other_id"
            f" WHERE NOT ({_same(sets)}) AND NOT EXISTS (SELECT 1 FROM records_verdict v"
            " WHERE v.record_id = l.record_id AND v.other_id = l.other_id AND NOT v.merged)"
            f" ORDER BY {_PLACE} LIMIT %s)"
            f" SELECT {_PLACE}, false FROM shown UNION ALL"
            f" (SELECT {_PLACE}, true FROM looked ORDER BY {_PLACE} OFFSET {WINDOW - 1})",
            [object_type.name, *(after or ()), *seen.params, limit + 1],
        )
        rows = run.fetchall()
    pairs = [row[:3] for row in rows if not row[3]]
    if len(pairs) > limit:
        return pairs[:limit], pairs[limit - 1]
    return pairs, next((row[:3] for row in rows if row[3]), None)


def _same(sets: Sequence[Sequence[str]]) -> str:
    """Both rows hold the same in all of one set, and hold something."""
    found, place = [], 0
    for keys in sets:
        parts = [f"a.k{place + at} = b.k{place + at}" for at in range(len(keys))]
        parts += [f"a.k{place + at}::text > ''" for at in range(len(keys))]
        found.append(Fragment(f"coalesce({' AND '.join(parts)}, false)"))
        place += len(keys)
    return disjunction(found).sql
