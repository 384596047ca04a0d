"""Records that are probably the same, in groups: what the review queue shows.

The keys are those that a new record is compared by, as far as an index holds them
(`ObjectType.reviewed`); after them come pairs with nearly the same name, which a job has found. A
page reads at most `WINDOW` entries of a key's index, in its order, so that it costs the same
however large the table is; a page may hold no group and still lead to the next.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.expressions import HOST, phone_key
from crm_core.records.models import Verdict
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.source import Source, readable_field
from crm_core.records.selectors.reading import fetch_records, readable_object
from crm_core.records.selectors.similar import similar_pairs
from freehold.errors import Malformed
from freehold.identity.actor import Actor

WINDOW = 5_000
#: Records of one group that are shown; the rest is counted.
MOST_SHOWN = 5
_MOST_CURSOR = 4000


@dataclass
class Found:
    """Records with the same in `fields`, or nearly the same: then `similarity` is in per cent."""

    fields: list[str]
    ids: list[UUID]
    count: int
    similarity: int | None = None


@dataclass(frozen=True)
class Place:
    """Where the next page begins: in which set of fields, at or after which key.

    After the sets of `reviewed` come the similar names.
    """

    at: int = 0
    key: tuple[str, ...] | None = None
    after: bool = False


@dataclass
class Part:
    """What one look into a key's index found, and where to look on; None at its end."""

    groups: list[Found] = field(default_factory=list)
    next: Place | None = None


def duplicate_groups(
    object_name: str, *, actor: Actor, cursor: str | None = None, limit: int = 25
) -> dict[str, Any]:
    """Groups of records that the reader sees, less what was found to be different."""
    policy = policy_for(actor)
    object_type = readable_object(object_name, policy)
    place: Place | None = _place(cursor, object_type) if cursor else _first(object_type)
    found: list[Found] = []
    for _set in range(_sets(object_type)):
        if place is None or len(found) >= limit:
            break
        part = _look(object_type, policy, place, limit - len(found))
        found += part.groups
        place = part.next or _following(object_type, place)
        if part.next is not None:
            break
    groups = _together(_undecided(found))
    return {
        "results": _shown(object_type, policy, groups),
        "next": _cursor(place) if place is not None else None,
    }


def _first(object_type: ObjectType) -> Place | None:
    return Place() if _sets(object_type) else None


def _following(object_type: ObjectType, place: Place) -> Place | None:
    return Place(place.at + 1) if place.at + 1 < _sets(object_type) else None


def _sets(object_type: ObjectType) -> int:
    return len(object_type.reviewed) + (object_type.naming is not None)


def _look(object_type: ObjectType, policy: Policy, place: Place, limit: int) -> Part:
    if place.at == len(object_type.reviewed):
        return _look_at_similar(object_type, policy, place, limit)
    names = object_type.reviewed[place.at]
    source = Source(catalogue.current(), policy, object_type)
    if any(readable_field(policy, object_type, name) is None for name in names):
        return Part()
    keys = [_key(source, name) for name in names]
    rows, last = _groups(source, keys, place, limit)
    groups = [Found(list(names), list(row[-2]), row[-1]) for row in rows[:limit]]
    if len(rows) > limit:
        return Part(groups, Place(place.at, tuple(rows[limit][:-2])))
    return Part(groups, Place(place.at, *last) if last else None)


def _look_at_similar(object_type: ObjectType, policy: Policy, place: Place, limit: int) -> Part:
    source = Source(catalogue.current(), policy, object_type)
    sets = [
        [_key(source, name) for name in names]
        for names in object_type.reviewed
        if all(readable_field(policy, object_type, name) for name in names)
    ]
    after = (int(place.key[0]), UUID(place.key[1]), UUID(place.key[2])) if place.key else None
    pairs, last = similar_pairs(source, sets, after, limit)
    names = [object_type.title]
    groups = [Found(names, [low, high], 2, 100 - apart) for apart, low, high in pairs]
    return Part(groups, Place(place.at, tuple(map(str, last)), True) if last else None)


def _key(source: Source, name: str) -> str:
    """As the index of the key has it."""
    at = source.locate(name)
    if at.field.type == "reference":
        return at.sql
    folded = f'extensions.fold({at.sql}) COLLATE "C"'
    if at.field.type == "phone":
        return phone_key(folded)
    return f"regexp_replace({folded}, '{HOST}', '\\3')" if at.field.type == "url" else folded


def _groups(
    source: Source, keys: Sequence[str], place: Place, limit: int
) -> tuple[list[tuple[Any, ...]], tuple[tuple[str, ...], bool] | None]:
    """Groups in the order of their keys, one more than asked for; and where the window ended.

    The last key of a full window is left to the next one, which begins with it, unless it fills
    the window alone.
    """
    kinds = ["text" if "extensions" in key else "uuid" for key in keys]
    # Conditions on the index, so that neither blanks nor the keys before are looked at.
    filled = " AND ".join(
        f"{key} > ''" if kind == "text" else f"{key} IS NOT NULL"
        for key, kind in zip(keys, kinds, strict=True)
    )
    since = ""
    if place.key is not None:
        bound = ", ".join(f"%s::{kind}" for kind in kinds)
        since = f" AND ({', '.join(keys)}) {'>' if place.after else '>='} ({bound})"
    named = ", ".join(f"{key} AS k{index}" for index, key in enumerate(keys))
    ks, gs, es = (
        ", ".join(f"{alias}k{index}" for index in range(len(keys))) for alias in ("", "g.", "e.")
    )
    seen = source.policy.condition(source.object_type, "read", "r")
    table = source.object_type.table
    with connection.cursor() as run:
        run.execute(
            f'WITH seen AS MATERIALIZED (SELECT {named}, "r".id AS ident FROM {table} "r"'
            f' WHERE "r".deleted_at IS NULL AND {filled}{since}'
            f' ORDER BY {", ".join(keys)}, "r".id LIMIT {WINDOW}),'
            f" ending AS (SELECT {ks}, (SELECT count(*) FROM seen) AS size,"
            f" (SELECT ROW({ks}) FROM seen ORDER BY {ks} LIMIT 1) = ROW({ks}) AS alone"
            f" FROM seen ORDER BY {ks.replace(',', ' DESC,')} DESC LIMIT 1),"
            f" twins AS MATERIALIZED (SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY {ks})"
            " AS size FROM seen) told WHERE size > 1),"
            # Only these are asked about rights, by their ids: never the whole table.
            f' reached AS MATERIALIZED (SELECT "r".id FROM {table} "r"'
            f' WHERE "r".id = ANY(ARRAY(SELECT ident FROM twins)) AND {seen.sql}),'
            f" grouped AS (SELECT {ks}, array_agg(ident ORDER BY ident) AS ids, count(*) AS size"
            " FROM twins JOIN reached ON reached.id = twins.ident"
            f" GROUP BY {ks} HAVING count(*) > 1)"
            f" SELECT {gs.replace(',', '::text,')}::text, g.ids[1:{MOST_SHOWN}], g.size,"
            f" {es.replace(',', '::text,')}::text, e.size, e.alone"
            f" FROM ending e LEFT JOIN grouped g ON e.size < {WINDOW} OR e.alone"
            f" OR ROW({gs}) <> ROW({es}) ORDER BY {gs} LIMIT %s",
            [*(place.key or ()), *seen.params, limit + 1],
        )
        rows = run.fetchall()
    if not rows:
        return [], None
    width = len(keys)
    *last, size, alone = rows[0][width + 2 :]
    groups = [row[: width + 2] for row in rows if row[width] is not None]
    return groups, (tuple(last), alone) if size >= WINDOW else None


def _undecided(found: Sequence[Found]) -> list[Found]:
    """Without records that were found different from all the others of their group."""
    ids = {ident for one in found for ident in one.ids}
    if not ids:
        return []
    rows = Verdict.objects.filter(record_id__in=ids, other_id__in=ids, merged=False)
    apart = {frozenset(pair) for pair in rows.values_list("record_id", "other_id")}
    left = []
    for one in found:
        open_pairs = [set(p) for p in combinations(one.ids, 2) if frozenset(p) not in apart]
        still = set().union(*open_pairs)
        if still:
            ids_left = [ident for ident in one.ids if ident in still]
            count = one.count - len(one.ids) + len(ids_left)
            left.append(Found(one.fields, ids_left, count, one.similarity))
    return left


def _together(found: Sequence[Found]) -> list[Found]:
    """The same records found by several keys are one group, and some of them are not another."""
    groups: dict[frozenset[UUID], Found] = {}
    for one in found:
        ids = frozenset(one.ids)
        if ids not in groups and any(ids < larger for larger in groups):
            continue
        held = groups.setdefault(ids, one)
        held.fields = list(dict.fromkeys([*held.fields, *one.fields]))
    return list(groups.values())


def _shown(
    object_type: ObjectType, policy: Policy, groups: Sequence[Found]
) -> list[dict[str, Any]]:
    wanted = list(dict.fromkeys(ident for one in groups for ident in one.ids))
    names = dict.fromkeys((object_type.title, *object_type.default_columns, "created_at"))
    fields = [one for one in names if readable_field(policy, object_type, one) is not None]
    rows = fetch_records(policy, object_type, wanted, fields=("id", *fields)) if wanted else []
    records = {row["id"]: row for row in rows}
    return [
        {
            "fields": one.fields,
            "similarity": one.similarity,
            "count": one.count,
            "records": [records[ident] for ident in one.ids if ident in records],
        }
        for one in groups
    ]


def _cursor(place: Place) -> str:
    text = json.dumps([place.at, place.key, place.after])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(cursor: str, object_type: ObjectType) -> Place:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        at, key, after = json.loads(base64.urlsafe_b64decode(padded)[:_MOST_CURSOR])
        place = Place(at, tuple(key) if key is not None else None, after)
    except (ValueError, TypeError, binascii.Error) as error:
        raise _unknown() from error
    if not _fits(place, object_type):
        raise _unknown()
    return place


def _fits(place: Place, object_type: ObjectType) -> bool:
    if type(place.at) is not int or not 0 <= place.at < _sets(object_type):
        return False
    if place.key is None:
        return True
    if place.at == len(object_type.reviewed):
        return _is_pair(place.key)
    names = object_type.reviewed[place.at]
    if len(place.key) != len(names) or not isinstance(place.after, bool):
        return False
    return all(
        isinstance(value, str)
        and "\x00" not in value
        and (object_type.fields[name].type != "reference" or bool(_UUID.match(value)))
        for name, value in zip(names, place.key, strict=True)
    )


def _is_pair(key: tuple[str, ...]) -> bool:
    if len(key) != 3 or not all(isinstance(one, str) for one in key):
        return False
    return bool(re.fullmatch(r"[0-9]{1,3}", key[0])) and all(map(_UUID.match, key[1:]))


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def _unknown() -> Malformed:
    return Malformed(_("This cursor is not one of this list; begin again without it."))
