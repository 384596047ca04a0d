"""Custom fields: added, changed, retired and brought back; no migration, no data lost."""

import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.models import FieldDefinition
from crm_core.records.policy import policy_for, require_right
from crm_core.records.services import computed_fields
from crm_core.records.services.field_definitions import (
    COMPUTED,
    assign,
    name_from,
    reference_of,
    type_of,
)
from crm_core.records.services.field_indexes import start_indexing
from crm_core.records.services.turns import wait_for_others
from crm_core.records.services.uniqueness import refuse_shared_values
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, Faults, Invalid, NotFound
from freehold.identity.actor import Actor

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
MOST_FIELDS = 200
CHANGEABLE = (
    "label", "help", "choices", "required", "unique", "default", "section", "position", "computed",
    "rules",
)  # fmt: skip


def list_fields(*, actor: Actor, object_name: str | None = None) -> list[FieldDefinition]:
    require_right(actor, "settings")
    found = FieldDefinition.objects.exclude(name__startswith="+").order_by(
        "object", "position", "name"
    )
    return list(found.filter(object=object_name) if object_name else found)


def read_field(field_id: UUID, *, actor: Actor) -> FieldDefinition:
    require_right(actor, "settings")
    return found_field(field_id)


@transaction.atomic
def create_field(values: Mapping[str, Any], *, actor: Actor) -> FieldDefinition:
    """Add a field to an object; it is in forms, lists, filters and the API at once."""
    require_right(actor, "settings")
    object_name = str(values.get("object") or "")
    if object_name not in catalogue.current().objects:
        raise Invalid.at("object", "unknown", _("There is no such object."))
    _wait_for_others(object_name)
    taken = set(FieldDefinition.objects.filter(object=object_name).values_list("name", flat=True))
    if len(taken) >= MOST_FIELDS:
        raise Invalid.at(
            "object",
            "too_many",
            _("An object has at most %(most_fields)s custom fields.")
            % {"most_fields": MOST_FIELDS},
        )
    definition, faults = FieldDefinition(object=object_name, type=type_of(values)), Faults()
    with faults:
        assign(definition, values)
    with faults:
        definition.name = _free_name(definition, values, taken)
    with faults:
        definition.reference = reference_of(values, definition.type)
    faults.tell()
    _compute(definition, values)
    act_as(actor)
    definition.save(force_insert=True)
    start_indexing(definition, actor=actor)
    _audit(actor, "created", definition, {"type": [None, definition.type]})
    epoch.bump()
    return definition


def _free_name(
    definition: FieldDefinition, values: Mapping[str, Any], taken: Collection[str]
) -> str:
    """For programs, from the label where none is told; without a label there is none yet."""
    if not definition.label:
        return ""
    name = str(values.get("name") or name_from(definition.label, taken))
    if not _NAME.match(name):
        raise Invalid.at(
            "name", "invalid", _("Use lower-case letters, digits and “_”, a letter first.")
        )
    _refuse_second(definition)
    if name in taken:
        raise Conflict.at(
            "name" if values.get("name") else "label",
            "not_unique",
            _("“%(label)s” would be called “%(name)s”, which this object has had already.")
            % {"label": definition.label, "name": name},
        )
    return name


def _refuse_second(definition: FieldDefinition) -> None:
    """Two fields of one label can't be told apart in lists, filters and imports."""
    if definition.label.casefold() in labels_of(definition.object, besides=definition.id):
        raise Conflict.at(
            "label",
            "not_unique",
            _("There is a field called “%(label)s” here already.") % {"label": definition.label},
        )


def labels_of(object_name: str, *, besides: UUID | None = None) -> set[str]:
    """The labels, for comparison, that the object's fields in use bear.

    Those of other requests are read from the table: what this one remembers may be older.
    """
    known = catalogue.current().objects.get(object_name)
    built_in = [str(one.label) for one in known.fields.values() if not one.custom] if known else []
    others = FieldDefinition.objects.filter(object=object_name, retired_at=None)
    added = others.exclude(name__startswith="+").values_list("id", "label")
    return {
        *(one.casefold() for one in built_in),
        *(label.casefold() for ident, label in added if ident != besides),
    }


def _wait_for_others(object_name: str) -> None:
    """Of two who name fields of one object at the same moment, the second sees the first's."""
    wait_for_others(f"fields/{object_name}")


def _compute(definition: FieldDefinition, values: Mapping[str, Any]) -> None:
    """A formula or roll-up has a way to be computed, and nothing that only stored values have."""
    if definition.type not in COMPUTED:
        return
    for name in ("required", "unique", "default"):
        if values.get(name):
            raise Invalid.at(
                name, "invalid", _("A computed field has no value of its own to ask for.")
            )
    member = "expression" if definition.type == "formula" else "rollup"
    if definition.computed is None or member in values:
        told = computed_fields.told_by(definition.type, values)
        definition.computed = computed_fields.defined(definition, told)


@transaction.atomic
def update_field(field_id: UUID, values: Mapping[str, Any], *, actor: Actor) -> FieldDefinition:
    """Change what can change without touching stored values: everything but name and type."""
    require_right(actor, "settings")
    fixed = sorted(set(values) & {"object", "name", "type", "reference"})
    definition = found_field(field_id)
    if any(values[name] not in (getattr(definition, name), None) for name in fixed):
        raise Invalid.at(fixed[0], "fixed", _("Object, name and type of a field stay as they are."))
    before = {name: getattr(definition, name) for name in CHANGEABLE}
    assign(definition, values)
    if definition.label.casefold() != before["label"].casefold():
        _wait_for_others(definition.object)
        _refuse_second(definition)
    _compute(definition, values)
    changes = {
        name: [old, getattr(definition, name)]
        for name, old in before.items()
        if old != getattr(definition, name)
    }
    act_as(actor)
    if "unique" in changes:
        _change_uniqueness(definition, actor)
    definition.save()
    _audit(actor, "updated", definition, changes)
    epoch.bump()
    return definition


def _change_uniqueness(definition: FieldDefinition, actor: Actor) -> None:
    """Becoming unique is refused while records share a value; the index comes or goes after it."""
    known = catalogue.current().objects.get(definition.object)
    field = known.fields.get(f"custom.{definition.name}") if known else None
    if definition.unique and known is not None and field is not None:
        refuse_shared_values(known, field, policy_for(actor))
    start_indexing(definition, actor=actor)


def retire_field(field_id: UUID, *, actor: Actor) -> FieldDefinition:
    """Take a field out of use. Its values stay, and come back with it.

    `Conflict` while a formula or roll-up reads it.
    """
    require_right(actor, "settings")
    definition = found_field(field_id)
    place = (definition.object, f"custom.{definition.name}")
    readers = computed_fields.readers_of(catalogue.current(), place)
    if readers and definition.retired_at is None:
        names = ", ".join(f"“{one.label}”" for one in readers[:3])
        raise Conflict(
            _("%(names)s reads this field: change or retire that first.") % {"names": names}
        )
    return _set_retired(definition, timezone.now(), actor)


@transaction.atomic
def restore_field(field_id: UUID, *, actor: Actor) -> FieldDefinition:
    """Take a field back into use, with the values that it had; not beside one of its label."""
    require_right(actor, "settings")
    definition = found_field(field_id)
    if definition.retired_at is not None:
        _wait_for_others(definition.object)
        _refuse_second(definition)
    if definition.computed and definition.retired_at is not None:
        told = {name: value for name, value in definition.computed.items() if name != "result"}
        definition.computed = computed_fields.defined(definition, told)
    return _set_retired(definition, None, actor)


def _set_retired(definition: FieldDefinition, at: Any, actor: Actor) -> FieldDefinition:
    with transaction.atomic():
        act_as(actor)
        definition.retired_at = at
        definition.save(update_fields=["retired_at", "computed"])
        start_indexing(definition, actor=actor)
        _audit(actor, "retired" if at else "restored", definition, {})
        epoch.bump()
    return definition


def found_field(field_id: UUID) -> FieldDefinition:
    found = FieldDefinition.objects.filter(id=field_id).exclude(name__startswith="+").first()
    if found is None:
        raise NotFound(_("There is no such field."))
    return found


def _audit(actor: Actor, verb: str, one: FieldDefinition, changes: dict[str, Any]) -> None:
    record(
        actor=actor,
        action=f"records.field.{verb}",
        object="fields",
        record_id=one.id,
        record_name=f"{catalogue.current().words_for(one.object)}: {one.label}",
        changes=changes,
    )
