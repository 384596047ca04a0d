"""Custom objects: called into being, renamed, retired and brought back."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.models import ObjectDefinition
from crm_core.records.policy import require_right
from crm_core.records.services import subject_fields
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, Faults, Invalid, NotFound
from freehold.identity.actor import Actor
from freehold.text import fold
from tenants.entitlements import require

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")
#: Names that the API's addresses need for themselves.
RESERVED = frozenset(
    {
        "api-keys",
        "audit",
        "billing",
        "calendar",
        "company",
        "custom-objects",
        "domains",
        "docs",
        "exchange-rates",
        "favourites",
        "fields",
        "files",
        "imports",
        "jobs",
        "layouts",
        "me",
        "my-day",
        "notifications",
        "objects",
        "openapi",
        "operator",
        "pipelines",
        "roles",
        "search",
        "stages",
        "teams",
        "undo",
        "users",
        "views",
        "webhooks",
    }
)
MOST_OBJECTS = 100
CHANGEABLE = (
    "label", "label_plural", "title_label", "icon", "description", "navigation", "default_columns",
)  # fmt: skip


def list_objects(*, actor: Actor) -> list[ObjectDefinition]:
    require_right(actor, "settings")
    return list(ObjectDefinition.objects.order_by("name"))


def create_object(values: Mapping[str, Any], *, actor: Actor) -> ObjectDefinition:
    """Add an object with a title field; its other fields are added as custom fields.

    Activities can be about its records unless `activities` is false.
    """
    require_right(actor, "settings")
    require("custom_objects", actor=actor)
    if ObjectDefinition.objects.count() >= MOST_OBJECTS:
        raise Invalid.at(
            "name",
            "too_many",
            _("A workspace has at most %(most_objects)s objects.") % {"most_objects": MOST_OBJECTS},
        )
    definition, faults = ObjectDefinition(), Faults()
    with faults:
        definition.label = _text(values, "label")
    with faults:
        definition.label_plural = _text(values, "label_plural")
        definition.name = _free_name(values, definition.label_plural)
    with faults:
        _assign(definition, values)
    faults.tell()
    with transaction.atomic():
        act_as(actor)
        definition.save(force_insert=True)
        told = {one: [None, getattr(definition, one)] for one in ("name", *CHANGEABLE)}
        _audit(actor, "created", definition, {one: pair for one, pair in told.items() if pair[1]})
        epoch.bump()
        if values.get("activities", True):
            _switch(definition, wanted=True, actor=actor)
    return definition


def update_object(object_id: UUID, values: Mapping[str, Any], *, actor: Actor) -> ObjectDefinition:
    """Change labels and looks; `retired` true or false takes the object out of use and back."""
    definition = found_object(object_id, actor=actor)
    before = {name: getattr(definition, name) for name in CHANGEABLE}
    was_retired = definition.retired_at is not None
    faults = Faults()
    for name in ("label", "label_plural"):
        with faults:
            if name in values:
                setattr(definition, name, _text(values, name))
    with faults:
        _assign(definition, values)
    faults.tell()
    if "retired" in values:
        retired_at = definition.retired_at or timezone.now()
        definition.retired_at = retired_at if values["retired"] else None
    changes = {
        name: [old, getattr(definition, name)]
        for name, old in before.items()
        if old != getattr(definition, name)
    }
    if was_retired != (definition.retired_at is not None):
        changes["retired"] = [was_retired, not was_retired]
    with transaction.atomic():
        act_as(actor)
        definition.save()
        epoch.bump()
        if {"label", "label_plural"} & changes.keys():
            former = (before["label"], before["label_plural"])
            subject_fields.rename(definition, *former, actor=actor)
        if values.get("activities") is not None:
            changes |= _switch(definition, values["activities"], actor)
        _audit(actor, _verb(changes), definition, changes)
    return definition


def _switch(definition: ObjectDefinition, wanted: bool, actor: Actor) -> dict[str, Any]:
    switched = subject_fields.switch(definition, wanted, actor=actor)
    return {"activities": [not wanted, wanted]} if switched else {}


def _verb(changes: Mapping[str, Any]) -> str:
    if "retired" not in changes:
        return "updated"
    return "retired" if changes["retired"][1] else "restored"


def found_object(object_id: UUID, *, actor: Actor) -> ObjectDefinition:
    require_right(actor, "settings")
    definition = ObjectDefinition.objects.filter(id=object_id).first()
    if definition is None:
        raise NotFound(_("There is no such object."))
    return definition


def _assign(definition: ObjectDefinition, values: Mapping[str, Any]) -> None:
    for name, longest in (("title_label", 80), ("icon", 40), ("description", 300)):
        if name in values:
            setattr(definition, name, str(values[name] or "")[:longest])
    if "navigation" in values:
        definition.navigation = bool(values["navigation"])
    if "default_columns" in values:
        definition.default_columns = _columns(definition, values["default_columns"])


def _columns(definition: ObjectDefinition, told: Any) -> list[str]:
    """Names of fields of the object; none go back to its name, owner and age."""
    known = catalogue.current().objects.get(definition.name)
    fields = known.fields if known is not None else {}
    wrong = [name for name in told if name not in fields]
    if wrong:
        raise Invalid.at(
            "default_columns",
            "unknown",
            _("There is no field “%(wrong)s”.") % {"wrong": wrong[0][:80]},
        )
    return list(dict.fromkeys(told))


def _free_name(values: Mapping[str, Any], plural: str) -> str:
    name = str(values.get("name") or _name_from(plural))
    if not _NAME.match(name):
        raise Invalid.at(
            "name", "invalid", _("Use lower-case letters, digits and “-”, a letter first.")
        )
    if _is_taken(name):
        raise Conflict.at(
            "name" if values.get("name") else "label_plural",
            "not_unique",
            _("The name “%(name)s” is taken.") % {"name": name},
        )
    return name


def _name_from(plural: str) -> str:
    """The plural in an address; where none of its letters can stand in one, a number."""
    name = re.sub(r"[^a-z0-9]+", "-", fold(plural)).strip("-")[:33].rstrip("-")
    if name:
        return name if _NAME.match(name) else f"object-{name}"
    held = set(ObjectDefinition.objects.values_list("name", flat=True))
    held |= {*catalogue.current().objects, *RESERVED}
    numbered = (f"object-{number}" for number in range(1, MOST_OBJECTS + 2))
    return next(one for one in numbered if one not in held)


def _is_taken(name: str) -> bool:
    known = name in catalogue.current().objects or name in RESERVED
    return known or ObjectDefinition.objects.filter(name=name).exists()


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if isinstance(value, str) and not value.strip():
        raise Invalid.at(name, "empty", _("This must not be empty."))
    if not isinstance(value, str) or len(value) > 80 or "\x00" in value:
        raise Invalid.at(name, "invalid", _("Give a text of 1 to 80 characters."))
    return value.strip()


def _audit(actor: Actor, verb: str, one: ObjectDefinition, changes: dict[str, Any]) -> None:
    record(
        actor=actor,
        action=f"records.object.{verb}",
        object="custom-objects",
        record_id=one.id,
        record_name=one.label,
        changes={**changes, "object": [one.name, one.name]},
    )
