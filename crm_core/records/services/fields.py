"""Custom fields: added, changed, retired and brought back; no migration, no data lost."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_core.records import catalogue
from crm_core.records.catalogue.kinds import KINDS
from crm_core.records.catalogue.types import Choice, Field
from crm_core.records.models import FieldDefinition
from crm_core.records.policy import require_right
from crm_core.records.services.uniqueness import COMPARABLE
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, Invalid, NotFound
from freehold.identity.actor import Actor
from freehold.text import fold

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
MOST_FIELDS = 200
CHANGEABLE = frozenset(
    {"label", "help", "choices", "required", "unique", "default", "section", "position"}
)


def list_fields(*, actor: Actor, object_name: str | None = None) -> list[FieldDefinition]:
    require_right(actor, "settings")
    found = FieldDefinition.objects.exclude(name__startswith="+").order_by(
        "object", "position", "name"
    )
    return list(found.filter(object=object_name) if object_name else found)


def create_field(values: Mapping[str, Any], *, actor: Actor) -> FieldDefinition:
    """Add a field to an object; it is in forms, lists, filters and the API at once."""
    require_right(actor, "settings")
    object_name = str(values.get("object") or "")
    known = catalogue.current().objects.get(object_name)
    if known is None:
        raise Invalid.at("object", "unknown", "There is no such object.")
    label = _text(values, "label", 80)
    name = str(values.get("name") or _name_from(label))
    if not _NAME.match(name):
        raise Invalid.at(
            "name", "invalid", "Use lower-case letters, digits and “_”, a letter first."
        )
    if FieldDefinition.objects.filter(object=object_name).count() >= MOST_FIELDS:
        raise Invalid.at(
            "object", "too_many", f"An object has at most {MOST_FIELDS} custom fields."
        )
    if FieldDefinition.objects.filter(object=object_name, name=name).exists():
        raise Conflict(f"“{label}” would be called “{name}”, which this object has had already.")
    definition = FieldDefinition(object=object_name, name=name, type=_type(values))
    definition.reference = _reference(values, definition.type)
    _assign(definition, values)
    with transaction.atomic():
        act_as(actor)
        definition.save(force_insert=True)
        _audit(actor, "created", definition, {"type": [None, definition.type]})
        epoch.bump()
    return definition


def update_field(field_id: UUID, values: Mapping[str, Any], *, actor: Actor) -> FieldDefinition:
    """Change what can change without touching stored values: everything but name and type."""
    require_right(actor, "settings")
    fixed = sorted(set(values) & {"object", "name", "type", "reference"})
    definition = _found(field_id)
    if any(values[name] not in (getattr(definition, name), None) for name in fixed):
        raise Invalid.at(fixed[0], "fixed", "Object, name and type of a field stay as they are.")
    before = {name: getattr(definition, name) for name in CHANGEABLE}
    _assign(definition, values)
    changes = {
        name: [old, getattr(definition, name)]
        for name, old in before.items()
        if old != getattr(definition, name)
    }
    with transaction.atomic():
        act_as(actor)
        definition.save()
        _audit(actor, "updated", definition, changes)
        epoch.bump()
    return definition


def retire_field(field_id: UUID, *, actor: Actor) -> FieldDefinition:
    """Take a field out of use. Its values stay, and come back with it."""
    return _set_retired(field_id, timezone.now(), actor)


def restore_field(field_id: UUID, *, actor: Actor) -> FieldDefinition:
    return _set_retired(field_id, None, actor)


def _set_retired(field_id: UUID, at: Any, actor: Actor) -> FieldDefinition:
    require_right(actor, "settings")
    definition = _found(field_id)
    with transaction.atomic():
        act_as(actor)
        definition.retired_at = at
        definition.save(update_fields=["retired_at"])
        _audit(actor, "retired" if at else "restored", definition, {})
        epoch.bump()
    return definition


def _found(field_id: UUID) -> FieldDefinition:
    found = FieldDefinition.objects.filter(id=field_id).first()
    if found is None:
        raise NotFound("There is no such field.")
    return found


def _audit(actor: Actor, verb: str, one: FieldDefinition, changes: dict[str, Any]) -> None:
    record(
        actor=actor,
        action=f"records.field.{verb}",
        object="fields",
        record_id=one.id,
        record_name=f"{one.object}.{one.label}",
        changes=changes,
    )


def _name_from(label: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")
    return (name if name[:1].isalpha() else f"field_{name}")[:40]


def _text(values: Mapping[str, Any], name: str, longest: int) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest or "\x00" in value:
        raise Invalid.at(name, "invalid", f"Give a text of 1 to {longest} characters.")
    return value.strip()


def _type(values: Mapping[str, Any]) -> str:
    kind = values.get("type")
    if kind not in KINDS or kind == "id":
        raise Invalid.at("type", "unknown", f"The types are: {', '.join(sorted(KINDS))}.")
    return str(kind)


def _reference(values: Mapping[str, Any], kind: str) -> str:
    if kind != "reference":
        return ""
    target = values.get("reference")
    if isinstance(target, Mapping):
        target = target.get("object")
    known = catalogue.current()
    if target not in known.objects and target not in known.resources:
        raise Invalid.at("reference", "unknown", "Name the object that the field refers to.")
    return str(target)


def _assign(definition: FieldDefinition, values: Mapping[str, Any]) -> None:
    if "label" in values or not definition.label:
        definition.label = _text(values, "label", 80)
    for name in ("required", "unique"):
        if name in values:
            if not isinstance(values[name], bool):
                raise Invalid.at(name, "invalid", "Give true or false.")
            setattr(definition, name, values[name])
    if definition.unique and definition.type not in COMPARABLE:
        raise Invalid.at("unique", "invalid", "Values of this type can't be unique.")
    if "help" in values:
        definition.help = str(values["help"] or "")[:300]
    if "section" in values:
        definition.section = str(values["section"] or "")[:40]
    if isinstance(values.get("position"), int):
        definition.position = values["position"]
    listed = definition.type in ("picklist", "multipicklist")
    if listed and ("choices" in values or not definition.choices):
        definition.choices = _choices(values.get("choices"))
    if "default" in values:
        definition.default = _default(definition, values["default"])


def _choices(found: Any) -> list[dict[str, str]]:
    if not isinstance(found, Sequence) or isinstance(found, str) or not found or len(found) > 500:
        raise Invalid.at("choices", "invalid", "A pick list has 1 to 500 choices.")
    choices = []
    for one in found:
        entry = {"value": one, "label": one} if isinstance(one, str) else one
        if not isinstance(entry, Mapping) or not isinstance(entry.get("value"), str):
            raise Invalid.at("choices", "invalid", "Each choice has a value and a label.")
        value = entry["value"].strip()
        if not value or len(value) > 100 or "\x00" in value:
            raise Invalid.at("choices", "invalid", "A choice's value has 1 to 100 characters.")
        label = str(entry.get("label") or value)[:100]
        choices.append(
            {"value": value, "label": label, "color": str(entry.get("color") or "")[:20]}
        )
    if len({one["value"] for one in choices}) < len(choices):
        raise Invalid.at("choices", "not_unique", "Each choice's value stands there once.")
    return choices


def _default(definition: FieldDefinition, value: Any) -> Any:
    if value is None:
        return None
    choices = tuple(Choice(one["value"], one["label"]) for one in definition.choices)
    field = Field(
        f"custom.{definition.name}", definition.label, definition.type, choices=choices, custom=True
    )
    try:
        return field.kind.store(field.parse(value))
    except ValueError as error:
        raise Invalid.at("default", "invalid", str(error)) from error
