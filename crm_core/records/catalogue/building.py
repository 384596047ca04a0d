"""Puts a tenant's catalogue together: what the code declares, then what the tenant added."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from crm_core.records.catalogue.computed import Computed
from crm_core.records.catalogue.deriving import with_computed
from crm_core.records.catalogue.limits import Limits
from crm_core.records.catalogue.types import (
    ACTIVITIES,
    Catalogue,
    Choice,
    Field,
    Naming,
    ObjectType,
    Resource,
    Section,
)
from freehold.epoch import TenantMemo

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from crm_core.records.models import FieldDefinition, ObjectDefinition

#: Why a reference is left out. A catalogue serves readers of several languages.
OUT_OF_USE = gettext_noop("What it refers to is out of use.")

_builtin: dict[str, Callable[[], ObjectType]] = {}
_resources: dict[str, Resource] = {
    "users": Resource("users", "identity_user"),
}
_IN_TOUCH = (
    ("last_activity_at", _("Last activity")),
    ("last_contacted_at", _("Last contacted")),
    ("next_activity_at", _("Next activity")),
)
#: A position behind those of a tenant's own fields.
_BEHIND_OWN_FIELDS = 1_000_000
_memo: TenantMemo[Catalogue] = TenantMemo(size=512)


def register_object(name: str, declare: Callable[[], ObjectType]) -> None:
    """Called by the CRM apps when they are ready; `declare` runs when a catalogue is built."""
    _builtin[name] = declare


def register_resource(resource: Resource) -> None:
    _resources[resource.name] = resource


def current() -> Catalogue:
    """The active tenant's catalogue; rebuilt when the tenant's epoch moves."""
    return _memo.get("catalogue", build)


def builtin() -> dict[str, ObjectType]:
    """The objects that every tenant has, with the fields that every object has."""
    return {name: _with_system_fields(declare()) for name, declare in _builtin.items()}


def build() -> Catalogue:
    from crm_core.records.models import ObjectDefinition, SensitiveField

    objects = builtin()
    fields = list(_definitions())
    subjects = {one.reference for one in fields if one.object == ACTIVITIES and one.reference}
    for definition in ObjectDefinition.objects.filter(retired_at=None).order_by("name"):
        own = _custom_object(definition, is_subject=definition.name in subjects)
        objects[definition.name] = _with_system_fields(own)
    added: dict[str, list[Field]] = {}
    computed: list[FieldDefinition] = []
    gone: dict[tuple[str, str], str] = {}
    for one in fields:
        if one.name.startswith("+"):
            _add_choices(objects, one)
        else:
            if one.reference and one.reference not in objects and one.reference not in _resources:
                gone[one.object, f"custom.{one.name}"] = OUT_OF_USE
                continue
            added.setdefault(one.object, []).append(_custom_field(one))
            if one.computed and one.object in objects:
                computed.append(one)
    objects = {
        name: _with_fields(object_type, added.get(name, []))
        for name, object_type in objects.items()
    }
    for name, field in SensitiveField.objects.values_list("object", "field"):
        _mark_sensitive(objects, name, field)
    stored = Catalogue(objects=objects, resources=dict(_resources), broken=gone)
    return with_computed(stored, computed) if computed else stored


def _definitions() -> "QuerySet[FieldDefinition]":
    """Fields in use, as they are placed; those that nobody placed, as they were made."""
    from crm_core.records.models import FieldDefinition

    used = FieldDefinition.objects.filter(retired_at=None)
    return used.order_by("position", "created_at", "name")


def _mark_sensitive(objects: dict[str, ObjectType], name: str, field: str) -> None:
    object_type = objects.get(name)
    held = object_type.fields.get(field) if object_type else None
    if object_type is not None and held is not None:
        fields = {**object_type.fields, field: replace(held, sensitive=True)}
        objects[name] = replace(object_type, fields=fields)


def _add_choices(objects: dict[str, ObjectType], added: "FieldDefinition") -> None:
    """A tenant's further choices of a built-in pick list (`services.choices`)."""
    object_type = objects.get(added.object)
    held = object_type.fields.get(added.name[1:]) if object_type else None
    if object_type is None or held is None:
        return
    choices = (*(held.choices or ()), *_choices(added))
    fields = {**object_type.fields, held.name: replace(held, choices=choices)}
    objects[added.object] = replace(object_type, fields=fields)


def _choices(one: "FieldDefinition") -> tuple[Choice, ...]:
    return tuple(
        Choice(choice["value"], choice.get("label") or choice["value"], choice.get("color", ""))
        for choice in one.choices
    )


def _with_fields(object_type: ObjectType, fields: list[Field]) -> ObjectType:
    """A custom object is made of them, so they stand with its name; elsewhere before the system."""
    if not fields:
        return object_type
    sections = object_type.sections
    if object_type.custom:
        fields = [replace(one, section="general") if one.section == "custom" else one
                  for one in fields]  # fmt: skip
        addresses = tuple((one.name,) for one in fields if one.type == "email" and not one.computed)
        object_type = replace(object_type, alike=(*object_type.alike, *addresses))
    elif not any(section.name == "custom" for section in sections):
        last = [section for section in sections if section.name == "system"]
        own = [section for section in sections if section.name != "system"]
        sections = (*own, Section("custom", _("More")), *last)
    return replace(
        object_type,
        fields={**object_type.fields, **{one.name: one for one in fields}},
        sections=sections,
    )


def _system_fields() -> tuple[Field, ...]:
    system = {"section": "system", "read_only": True}
    return (
        Field("owner", _("Owner"), "reference", reference="users", section="system"),
        Field("created_at", _("Created"), "datetime", **system),  # type: ignore[arg-type]
        Field("created_by", _("Created by"), "reference", reference="users", **system),  # type: ignore[arg-type]
        Field("updated_at", _("Last changed"), "datetime", **system),  # type: ignore[arg-type]
        Field("updated_by", _("Last changed by"), "reference", reference="users", **system),  # type: ignore[arg-type]
        Field("version", _("Version"), "integer", **system),  # type: ignore[arg-type]
        Field("deleted_at", _("Deleted"), "datetime", **system),  # type: ignore[arg-type]
    )


def _with_system_fields(object_type: ObjectType) -> ObjectType:
    fields = {"id": Field("id", "Id", "id", read_only=True, section="system")}
    fields.update(object_type.fields)
    fields.update({one.name: one for one in _system_fields()})
    placed = {
        name: one if one.position else replace(one, position=index)
        for index, (name, one) in enumerate(fields.items())
    }
    sections = (*object_type.sections, Section("system", _("System")))
    return replace(object_type, fields=placed, sections=sections)


def _custom_field(one: "FieldDefinition") -> Field:
    if one.computed:
        return _computed_field(one)
    return Field(
        name=f"custom.{one.name}",
        label=one.label,
        type=one.type,
        required=one.required,
        unique=one.unique,
        searchable=one.type in {"text", "email", "phone", "url"},
        choices=_choices(one) if one.type in {"picklist", "multipicklist"} else None,
        reference=one.reference or None,
        default=one.default,
        section=one.section or "custom",
        position=1000 + one.position,
        help=one.help,
        custom=True,
        max_length=one.rules.get("max_length"),
        limits=Limits.from_json(one.rules),
        required_if=one.rules.get("required_if"),
        definition=one.id,
    )


def _computed_field(one: "FieldDefinition") -> Field:
    """Until `with_computed` has checked it, it only has the type that it was found to have."""
    return Field(
        name=f"custom.{one.name}",
        label=one.label,
        type=(one.computed or {})["result"],
        read_only=True,
        section=one.section or "custom",
        position=1000 + one.position,
        help=one.help,
        custom=True,
        computed=Computed(one.type, ()),  # type: ignore[arg-type]  # only these types compute
    )


def in_touch(position: int = 0) -> tuple[Field, ...]:
    """What follows from the activities about a record."""
    return tuple(
        Field(name, label, "datetime", read_only=True, position=position)
        for name, label in _IN_TOUCH
    )


def _custom_object(definition: "ObjectDefinition", *, is_subject: bool) -> ObjectType:
    from crm_core.records.models import CustomRecord

    name = Field(
        "name", definition.title_label or _("Name"), "text", required=True, searchable=True
    )
    touched = in_touch(_BEHIND_OWN_FIELDS) if is_subject else ()
    columns = tuple(definition.default_columns) or ("name", "owner", "created_at")
    return ObjectType(
        name=definition.name,
        label=definition.label,
        label_plural=definition.label_plural,
        model=CustomRecord,
        fields={one.name: one for one in (name, *touched)},
        icon=definition.icon or "box",
        sections=(Section("general", definition.label),),
        default_columns=columns,
        default_sort="name",
        custom=True,
        navigation=definition.navigation,
        help=definition.description,
        alike=(("name",),),
        naming=Naming(("name",)),
    )
