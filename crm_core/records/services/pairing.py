"""Looking for the names that are nearly the same as those that wait, in steps of bounded work.

Names that many bear tell nothing: a record has at most `MOST_PAIRS` pairs, and of people with one
and the same name, where there are many, only those at the same place are a pair.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from crm_core.records.likeness import BETWEEN, likeness
from crm_core.records.models import ComparedName, SimilarPair
from crm_core.records.services.comparing import forget_pairs

#: Names that one step looks for.
STEP = 200
#: Pairs that one record is in.
MOST_PAIRS = 5
#: Names that are looked at for one, in no order, and those of them that are compared: the nearest
#: by trigrams.
_MOST_LOOKED, _MOST_FOUND = 500, 50
#: A name is no more letters longer than one that is like it; a first name may be shortened.
_LONGER = 12


@dataclass(frozen=True)
class _Noted:
    ident: UUID
    key: str
    place: str


def pair_waiting() -> int:
    """Look for some of the names that wait; how many, 0 when none is left."""
    with transaction.atomic():
        first = ComparedName.objects.filter(waiting=True).order_by("object", "record_id").first()
        if first is None:
            return 0
        rows = ComparedName.objects.select_for_update(skip_locked=True)
        waiting = rows.filter(waiting=True, object=first.object).order_by("record_id")
        noted = [_Noted(*row) for row in waiting.values_list("record_id", "key", "place")[:STEP]]
        ids = [one.ident for one in noted]
        forget_pairs(ids)
        _keep(first.object, _pairs(noted, _found(ids)))
        ComparedName.objects.filter(record_id__in=ids).update(waiting=False)
    return len(noted)


def _found(ids: Sequence[UUID]) -> dict[UUID, list[_Noted]]:
    """For each of these the names that share a code with it, the nearest first."""
    found: dict[UUID, list[_Noted]] = {ident: [] for ident in ids}
    with connection.cursor() as run:
        # With its LIMIT the planner would rather go through the table until it has seen enough.
        run.execute("SET LOCAL enable_seqscan = off")
        run.execute(
            "SELECT w.record_id, n.record_id, n.key, n.place FROM records_comparedname w"
            " CROSS JOIN LATERAL (SELECT * FROM (SELECT c.record_id, c.key, c.place"
            " FROM records_comparedname c WHERE c.codes && w.codes AND c.record_id <> w.record_id"
            f" AND abs(length(c.key) - length(w.key)) <= {_LONGER} LIMIT {_MOST_LOOKED}) near"
            f" ORDER BY similarity(near.key, w.key) DESC, near.record_id LIMIT {_MOST_FOUND}) n"
            " WHERE w.record_id = ANY(%s)",
            [list(ids)],
        )
        for ident, *told in run.fetchall():
            found[ident].append(_Noted(*told))
    return found


def _pairs(
    noted: Sequence[_Noted], found: Mapping[UUID, Sequence[_Noted]]
) -> dict[tuple[UUID, UUID], int]:
    """(smaller id, other id) → difference, the nearest first."""
    pairs = {}
    for one in noted:
        others = found[one.ident]
        common = sum(other.key == one.key for other in others) > MOST_PAIRS
        for other in others:
            same_place = bool(one.place) and one.place == other.place
            if common and BETWEEN in one.key and other.key == one.key and not same_place:
                continue
            same = likeness(one.key, other.key, same_place=same_place)
            if same is not None:
                low, high = sorted((one.ident, other.ident))
                pairs[low, high] = 100 - same
    return dict(sorted(pairs.items(), key=lambda pair: (pair[1], pair[0])))


def _keep(object_name: str, pairs: Mapping[tuple[UUID, UUID], int]) -> None:
    held = _held({ident for pair in pairs for ident in pair})
    kept = []
    for (low, high), difference in pairs.items():
        if held[low] < MOST_PAIRS and held[high] < MOST_PAIRS:
            held.update((low, high))
            kept.append(
                SimilarPair(object=object_name, record_id=low, other_id=high, difference=difference)
            )
    SimilarPair.objects.bulk_create(kept, ignore_conflicts=True)


def _held(ids: set[UUID]) -> Counter[UUID]:
    """In how many pairs each of them is."""
    with connection.cursor() as run:
        run.execute(
            "SELECT w.id, (SELECT count(*) FROM records_similarpair WHERE record_id = w.id)"
            " + (SELECT count(*) FROM records_similarpair WHERE other_id = w.id)"
            " FROM unnest(%s::uuid[]) w(id)",
            [list(ids)],
        )
        rows: list[tuple[Any, Any]] = run.fetchall()
    return Counter(dict(rows))
