"""Keeping the names that are compared as the records have them; who differs waits to be looked for.

Idempotent: told of any records, it notes what is new, renamed or gone, and nothing else. Events
tell it of records soon after they changed, and every night it goes through all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Naming, ObjectType
from crm_core.records.likeness import codes, organisation_key, person_key
from crm_core.records.models import ComparedName, SimilarPair
from freehold.identity.actor import SYSTEM
from freehold.jobs.models import Job, JobState
from freehold.jobs.services import start_job

KIND = "records.similar_names"
#: Changes of a minute are looked at together.
_PAUSE = timedelta(minutes=1)
#: Records that one step of the nightly walk compares.
STEP = 2000


@dataclass(frozen=True)
class _Name:
    key: str
    place: str


def note_names(object_name: str, ids: Sequence[UUID]) -> None:
    """Note these records, in the running transaction, and see to it that a job looks for them."""
    object_type = catalogue.current().objects.get(object_name)
    if object_type is None or object_type.naming is None:
        return
    if _note(object_type, _names(object_type, Q(id__in=ids)), Q(record_id__in=ids)):
        look_soon()


def look_soon() -> None:
    if not Job.objects.filter(kind=KIND, state=JobState.QUEUED).exists():
        start_job(KIND, actor=SYSTEM, delay=_PAUSE)


def forget_names(ids: Iterable[UUID]) -> None:
    """Of records that are in use no longer: neither their names nor their pairs are kept."""
    gone = list(ids)
    ComparedName.objects.filter(record_id__in=gone).delete()
    forget_pairs(gone)


def forget_pairs(ids: Sequence[UUID]) -> None:
    SimilarPair.objects.filter(Q(record_id__in=ids) | Q(other_id__in=ids)).delete()


def walk(cursor: Mapping[str, str] | None) -> dict[str, str] | None:
    """Note the next records, object by object and by id; where to go on, None at the end."""
    place = cursor or {"object": "", "after": ""}
    compared = {one.name: one for one in _compared_objects()}
    left = sorted(name for name in compared if name >= place["object"])
    if left:
        after = place["after"] if left[0] == place["object"] else ""
        last = _walk(compared[left[0]], UUID(after) if after else UUID(int=0))
        if last is not None:
            return {"object": left[0], "after": str(last)}
        if left[1:]:
            return {"object": left[1], "after": ""}
    _drop_remains(sorted(compared))
    if ComparedName.objects.filter(waiting=True).exists():
        look_soon()
    return None


def _walk(object_type: ObjectType, after: UUID) -> UUID | None:
    with transaction.atomic():
        names = _names(object_type, Q(id__gt=after), most=STEP)
        last = max(names) if len(names) == STEP else None
        held = Q(object=object_type.name, record_id__gt=after)
        _note(object_type, names, held & Q(record_id__lte=last) if last else held)
    return last


def _drop_remains(compared: Sequence[str]) -> None:
    """Names of objects that are out of use, and pairs one of whose records is."""
    ComparedName.objects.exclude(object__in=compared).delete()
    live = ComparedName.objects.all()
    first, other = (
        Exists(live.filter(record_id=OuterRef(name))) for name in ("record_id", "other_id")
    )
    SimilarPair.objects.filter(~first | ~other).delete()


def _compared_objects() -> list[ObjectType]:
    return [one for one in catalogue.current().objects.values() if one.naming is not None]


def _note(object_type: ObjectType, names: Mapping[UUID, _Name], held: Q) -> bool:
    """True when somebody waits to be looked for. `held` are the noted ones that `names` covers."""
    known = {
        ident: _Name(key, place)
        for ident, key, place in ComparedName.objects.filter(held).values_list(
            "record_id", "key", "place"
        )
    }
    if gone := known.keys() - names.keys():
        forget_names(gone)
    changed = {ident: one for ident, one in names.items() if known.get(ident) != one}
    ComparedName.objects.bulk_create(
        [
            ComparedName(
                record_id=ident,
                object=object_type.name,
                key=one.key,
                place=one.place,
                codes=[f"{object_type.name}:{code}" for code in codes(one.key, one.place)],
            )
            for ident, one in sorted(changed.items())
        ],
        update_conflicts=True,
        unique_fields=["record_id"],
        update_fields=["object", "key", "place", "codes", "waiting"],
    )
    return bool(changed)


def _names(object_type: ObjectType, which: Q, *, most: int | None = None) -> dict[UUID, _Name]:
    """Of the live records; of the first `most` by id."""
    naming = object_type.naming
    assert naming is not None
    columns = [object_type.fields[one].column for one in _compared(naming)]
    rows: QuerySet[Any] = object_type.model._default_manager.filter(which, deleted_at=None)
    if object_type.custom:
        rows = rows.filter(object=object_type.name)
    found = rows.order_by("id").values_list("id", *columns)[:most]
    return {ident: _name(naming, values) for ident, *values in found}


def _compared(naming: Naming) -> tuple[str, ...]:
    return (*naming.fields, naming.place) if naming.place else naming.fields


def _name(naming: Naming, values: Sequence[Any]) -> _Name:
    if not naming.person:
        return _Name(organisation_key(values[0] or ""), "")
    first, last, *places = values
    place = places[0] if places else None
    where = organisation_key(place) if isinstance(place, str) else str(place or "")
    return _Name(person_key(first or "", last or ""), where)


def concerns_names(object_name: str, fields: Iterable[str]) -> bool:
    """Whether a change of these fields makes a record's name another one."""
    object_type = catalogue.current().objects.get(object_name)
    naming = object_type.naming if object_type else None
    return naming is not None and not set(_compared(naming)).isdisjoint(fields)
