"""Custom objects: called into being, renamed, retired and brought back."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_core.records import catalogue
from crm_core.records.models import ObjectDefinition
from crm_core.records.policy import require_right
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, Invalid, NotFound
from freehold.identity.actor import Actor
from freehold.text import fold

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}\Z")
#: Names that the API's addresses need for themselves.
RESERVED = frozenset(
    {
        "api-keys", "audit", "custom-objects", "docs", "fields", "imports", "jobs", "layouts", "me",
        "objects", "openapi", "operator", "pipelines", "roles", "search", "stages", "teams", "undo",
        "users", "views", "webhooks",
    }
)  # fmt: skip
MOST_OBJECTS = 100


def list_objects(*, actor: Actor) -> list[ObjectDefinition]:
    require_right(actor, "settings")
    return list(ObjectDefinition.objects.order_by("name"))


def create_object(values: Mapping[str, Any], *, actor: Actor) -> ObjectDefinition:
    """Add an object with a title field; its other fields are added as custom fields."""
    require_right(actor, "settings")
    plural = _text(values, "label_plural")
    name = str(values.get("name") or re.sub(r"[^a-z0-9]+", "-", fold(plural)).strip("-"))[:40]
    if not _NAME.match(name):
        raise Invalid.at(
            "name", "invalid", "Use lower-case letters, digits and “-”, a letter first."
        )
    taken = name in catalogue.current().objects or name in RESERVED
    if taken or ObjectDefinition.objects.filter(name=name).exists():
        raise Conflict(f"The name “{name}” is taken.")
    if ObjectDefinition.objects.count() >= MOST_OBJECTS:
        raise Invalid.at("name", "too_many", f"A workspace has at most {MOST_OBJECTS} objects.")
    definition = ObjectDefinition(name=name, label=_text(values, "label"), label_plural=plural)
    definition.title_label = str(values.get("title_label") or "")[:80]
    definition.icon = str(values.get("icon") or "")[:40]
    with transaction.atomic():
        act_as(actor)
        definition.save(force_insert=True)
        _audit(actor, "created", definition)
        epoch.bump()
    return definition


def update_object(object_id: UUID, values: Mapping[str, Any], *, actor: Actor) -> ObjectDefinition:
    """Change labels and icon; `retired` true or false takes the object out of use and back."""
    require_right(actor, "settings")
    definition = ObjectDefinition.objects.filter(id=object_id).first()
    if definition is None:
        raise NotFound("There is no such object.")
    for name in ("label", "label_plural"):
        if name in values:
            setattr(definition, name, _text(values, name))
    if "icon" in values:
        definition.icon = str(values["icon"] or "")[:40]
    if "retired" in values:
        definition.retired_at = timezone.now() if values["retired"] else None
    with transaction.atomic():
        act_as(actor)
        definition.save()
        _audit(actor, "updated", definition)
        epoch.bump()
    return definition


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > 80 or "\x00" in value:
        raise Invalid.at(name, "invalid", "Give a text of 1 to 80 characters.")
    return value.strip()


def _audit(actor: Actor, verb: str, one: ObjectDefinition) -> None:
    record(
        actor=actor,
        action=f"records.object.{verb}",
        object="custom-objects",
        record_id=one.id,
        record_name=one.label,
    )
