"""A custom field takes another type, with all its values: tried first, then done at once.

What does not convert, or not exactly, is kept beside the record's values under `_kept`, and comes
back when the field is changed back.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from crm_core.records import catalogue
from crm_core.records.catalogue.deriving import CannotCompute, derive
from crm_core.records.catalogue.types import Catalogue, Choice, Field, ObjectType
from crm_core.records.models import FieldDefinition, Record
from crm_core.records.policy import policy_for, require_right
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services import storing
from crm_core.records.services.conversions import CHANGEABLE, as_text, converted, is_exact
from crm_core.records.services.field_definitions import choices_of, rules_for
from crm_core.records.services.field_indexes import start_indexing
from crm_core.records.services.fields import found_field
from crm_core.records.services.storing import KEPT
from crm_core.records.services.uniqueness import COMPARABLE, refuse_duplicates, told_twins
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, Invalid
from freehold.identity.actor import Actor
from freehold.jobs.models import Job
from freehold.jobs.services import start_job
from freehold.row_batches import update_rows

KIND = "records.field_type"
#: More values than this are converted by a job.
AT_ONCE = 2000
_BATCH = 1000
_EXAMPLES = 10
_MOST_CHOICES = 500


@dataclass
class Outcome:
    """What a change of type does, or did. `failures` are (record, value, reason), a few."""

    type: str
    total: int = 0
    converted: int = 0
    inexact: int = 0
    failures: list[tuple[UUID, Any, str]] = field(default_factory=list)

    @property
    def unconvertible(self) -> int:
        return self.total - self.converted


def try_change(field_id: UUID, change: Mapping[str, Any], *, actor: Actor) -> dict[str, Any]:
    """How many values would convert, and examples of those that would not."""
    require_right(actor, "settings")
    definition = found_field(field_id)
    old, new = _fields(definition, change)
    outcome = Outcome(new.type)
    for rows in _batches(definition, lock=False):
        _convert_rows(rows, old, new, outcome)
    return _told(definition, outcome, actor, dry_run=True)


def change_type(
    field_id: UUID, change: Mapping[str, Any], *, actor: Actor
) -> tuple[dict[str, Any], Job | None]:
    """Change the type with all values; a job does it when there are many. `Conflict` when a
    formula that reads the field could not go on.
    """
    require_right(actor, "settings")
    definition = found_field(field_id)
    _fields(definition, change)
    if _rows(definition).count() <= AT_ONCE:
        return convert(field_id, change, actor=actor), None
    with transaction.atomic():
        payload = {"field": str(field_id), "change": dict(change)}
        job = start_job(KIND, payload, actor=actor)
    return _told(definition, Outcome(str(change.get("type"))), actor, dry_run=False), job


def convert(field_id: UUID, change: Mapping[str, Any], *, actor: Actor) -> dict[str, Any]:
    """Definition and values in one transaction, so that nobody reads one without the other."""
    require_right(actor, "settings")
    with transaction.atomic():
        act_as(actor)
        FieldDefinition.objects.select_for_update().get(id=field_id)
        definition = found_field(field_id)
        old, new = _fields(definition, change)
        outcome = Outcome(new.type)
        _redefine(definition, new)
        epoch.bump()
        object_type = catalogue.current().object(definition.object)
        for rows in _batches(definition, lock=True):
            touched = _convert_rows(rows, old, new, outcome)
            with told_twins(object_type, coming_back=True):
                _store(object_type, touched, actor)
            if definition.unique:
                refuse_duplicates(object_type, [row.id for row in touched])
        start_indexing(definition, actor=actor)
        _audit(actor, definition, old, outcome)
    return _told(definition, outcome, actor, dry_run=False)


def _fields(definition: FieldDefinition, change: Mapping[str, Any]) -> tuple[Field, Field]:
    """The field as it is and as it would be; refuses what no value could survive."""
    object_type = catalogue.current().object(definition.object)
    old = object_type.fields.get(f"custom.{definition.name}")
    wanted = change.get("type")
    if old is None:
        raise Conflict(gettext("Take the field back into use first."))
    if definition.type not in CHANGEABLE or wanted not in CHANGEABLE:
        raise Invalid.at(
            "type",
            "fixed",
            gettext("A field can become one of: %(changeable)s.")
            % {"changeable": ", ".join(sorted(CHANGEABLE))},
        )
    if wanted == old.type:
        raise Invalid.at("type", "unchanged", gettext("The field has this type already."))
    choices = _choices(definition, old, change) if "picklist" in str(wanted) else None
    new = replace(old, type=str(wanted), choices=choices, limits=None, max_length=None)
    _refuse_broken_readers(catalogue.current(), object_type, new)
    return old, new


def _choices(
    definition: FieldDefinition, old: Field, change: Mapping[str, Any]
) -> tuple[Choice, ...]:
    """Those that are sent, or those of the former pick list, or the values that there are."""
    if change.get("choices"):
        told = choices_of(change["choices"])
        return tuple(Choice(one["value"], one["label"], one["color"]) for one in told)
    if old.choices:
        return old.choices
    counts: Counter[str] = Counter()
    for row in _rows(definition).values_list("custom", flat=True).iterator():
        value = row.get(definition.name)
        if value is not None:
            counts[as_text(old, value).strip()[:100]] += 1
    if not counts or len(counts) > _MOST_CHOICES:
        raise Invalid.at(
            "choices",
            "invalid",
            gettext("Give the choices: 1 to %(most_choices)s.") % {"most_choices": _MOST_CHOICES},
        )
    return tuple(Choice(text, text) for text, _ in counts.most_common() if text)


def _refuse_broken_readers(known: Catalogue, object_type: ObjectType, new: Field) -> None:
    """Formulas and roll-ups that read the field must go on with the same type of result."""
    changed = replace(object_type, fields={**object_type.fields, new.name: new})
    after = replace(known, objects={**known.objects, object_type.name: changed})
    place = (object_type.name, new.name)
    for one in FieldDefinition.objects.filter(retired_at=None).exclude(computed=None):
        reader = after.objects.get(one.object)
        held = reader.fields.get(f"custom.{one.name}") if reader is not None else None
        if reader is None or held is None or not held.computed:
            continue
        if place in held.computed.reads and not _goes_on(after, reader, one, held):
            raise Conflict(
                gettext("“%(label)s” reads this field and could not read it then.")
                % {"label": held.label}
            )


def _goes_on(
    after: Catalogue, object_type: ObjectType, definition: FieldDefinition, held: Field
) -> bool:
    try:
        found = derive(after, object_type, definition.type, definition.computed or {})
    except CannotCompute:
        return False
    return found.type == held.type


def _rows(definition: FieldDefinition) -> Any:
    """All rows with a value, those in the Trash too, and those with one kept aside."""
    object_type = catalogue.current().object(definition.object)
    rows: Any = object_type.model._default_manager.filter(
        Q(custom__has_key=definition.name) | Q(custom___kept__has_key=definition.name)
    )
    return rows.filter(object=object_type.name) if object_type.custom else rows


def _batches(definition: FieldDefinition, *, lock: bool) -> Iterator[list[Record]]:
    last = UUID(int=0)
    while True:
        rows = _rows(definition).filter(id__gt=last).order_by("id")
        found = list((rows.select_for_update(of=("self",)) if lock else rows)[:_BATCH])
        if not found:
            return
        yield found
        last = found[-1].id


def _convert_rows(rows: Sequence[Record], old: Field, new: Field, outcome: Outcome) -> list[Record]:
    for row in rows:
        custom = dict(row.custom)
        kept = dict(custom.pop(KEPT, {}))
        stored, aside = custom.pop(old.key, None), kept.pop(old.key, None)
        if stored is not None or aside is not None:
            outcome.total += 1
            _convert_one(row.id, custom, kept, old, new, stored, aside, outcome)
        row.custom = {**custom, KEPT: kept} if kept else custom
    return list(rows)


def _convert_one(
    ident: UUID,
    custom: dict[str, Any],
    kept: dict[str, Any],
    old: Field,
    new: Field,
    stored: Any,
    aside: Any,
    outcome: Outcome,
) -> None:
    """A value that was kept aside in the new type comes back, unless it was changed since."""
    value = stored
    if aside is not None and (stored is None or _came_from(aside, old, new, stored)):
        if aside["type"] == new.type:
            custom[new.key] = aside["value"]
            outcome.converted += 1
            return
        value = stored if stored is not None else aside["value"]
    origin = old if stored is not None else replace(old, type=aside["type"])
    try:
        custom[new.key] = converted(origin, new, value)
    except ValueError as error:
        kept[new.key] = aside or {"type": origin.type, "value": value}
        if len(outcome.failures) < _EXAMPLES * 10:
            outcome.failures.append((ident, value, str(error)))
        return
    outcome.converted += 1
    if not is_exact(origin, new, value, custom[new.key]):
        outcome.inexact += 1
        kept[new.key] = {"type": origin.type, "value": value}


def _came_from(aside: Mapping[str, Any], old: Field, new: Field, stored: Any) -> bool:
    try:
        return bool(converted(replace(new, type=aside["type"]), old, aside["value"]) == stored)
    except ValueError:
        return False


def _store(object_type: ObjectType, rows: Sequence[Record], actor: Actor) -> None:
    now = timezone.now()
    for row in rows:
        row.version += 1
        row.updated_at = now
        row.updated_by_id = actor.user_id
        row.search_text = storing.search_text(object_type, row)
    update_rows(rows, ["custom", *storing.STAMPS])


def _redefine(definition: FieldDefinition, new: Field) -> None:
    definition.type = new.type
    definition.choices = [
        {"value": one.value, "label": str(one.label), "color": one.color}
        for one in new.choices or ()
    ]
    definition.rules = rules_for(new.type, definition.rules)
    definition.default = None
    definition.unique = definition.unique and new.type in COMPARABLE
    definition.save()


def _audit(actor: Actor, definition: FieldDefinition, old: Field, outcome: Outcome) -> None:
    record(
        actor=actor,
        action="records.field.type_changed",
        object="fields",
        record_id=definition.id,
        record_name=f"{catalogue.current().words_for(definition.object)}: {definition.label}",
        changes={
            "type": [old.type, outcome.type],
            "converted": [None, outcome.converted],
            "kept_aside": [None, outcome.unconvertible + outcome.inexact],
        },
    )


def _told(
    definition: FieldDefinition, outcome: Outcome, actor: Actor, *, dry_run: bool
) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "type": outcome.type,
        "total": outcome.total,
        "converted": outcome.converted,
        "unconvertible": outcome.unconvertible,
        "inexact": outcome.inexact,
        "examples": _examples(definition, outcome, actor),
    }


def _examples(definition: FieldDefinition, outcome: Outcome, actor: Actor) -> list[dict[str, Any]]:
    """Only of records and a field that the administrator may see themselves."""
    policy = policy_for(actor)
    object_type = catalogue.current().object(definition.object)
    name = f"custom.{definition.name}"
    if not outcome.failures or policy.field_access(object_type.name, name) == "hidden":
        return []
    titled = policy.field_access(object_type.name, object_type.title) != "hidden"
    fields = ("id", *((object_type.title,) if titled else ()))
    ids = [ident for ident, _, _ in outcome.failures]
    seen = {one["id"]: one for one in fetch_records(policy, object_type, ids, fields=fields)}
    return [
        {
            "record": {"id": ident, "name": seen[ident].get(object_type.title)},
            "value": value,
            "reason": reason,
        }
        for ident, value, reason in outcome.failures
        if ident in seen
    ][:_EXAMPLES]
