"""Which fields count as sensitive: showing them to anybody is written into the audit trail."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import SYSTEM_FIELDS, Field, ObjectType
from crm_core.records.models import SensitiveField
from crm_core.records.policy import require_right
from freehold import epoch
from freehold.audit.services import record
from freehold.errors import Invalid
from freehold.identity.actor import Actor


def sensitive_fields(*, actor: Actor) -> list[dict[str, Any]]:
    """All of them, in the catalogue's order."""
    require_right(actor, "settings")
    return [
        {
            "object": object_type.name,
            "object_label": str(object_type.label),
            "field": one.name,
            "label": str(one.label),
        }
        for object_type in catalogue.current().objects.values()
        for one in object_type.fields.values()
        if one.sensitive
    ]


def set_sensitive(
    object_name: str, field: str, sensitive: bool, *, actor: Actor
) -> list[dict[str, Any]]:
    """Mark a field, or take the mark away; `Invalid` for one that can't bear it."""
    require_right(actor, "settings")
    object_type = catalogue.current().objects.get(object_name)
    if object_type is None:
        raise Invalid.at("object", "unknown", _("There is no such object."))
    one = _markable(object_type, field)
    if one.sensitive != sensitive:
        with transaction.atomic():
            _store(object_type, one, sensitive)
            record(
                actor=actor,
                action="records.field.sensitivity_changed",
                object="fields",
                record_name=f"{object_type.label}: {one.label}",
                changes={"sensitive": [one.sensitive, sensitive]},
            )
            epoch.bump()
    return sensitive_fields(actor=actor)


def _markable(object_type: ObjectType, field: str) -> Field:
    one = object_type.fields.get(field)
    if one is None:
        raise Invalid.at("field", "unknown", _("There is no such field."))
    if field == object_type.title or field in SYSTEM_FIELDS or field == "owner":
        message = _(
            "This field names or orders records everywhere, so it can't be marked sensitive."
        )
        raise Invalid.at("field", "not_markable", message)
    return one


def _store(object_type: ObjectType, one: Field, sensitive: bool) -> None:
    if sensitive:
        SensitiveField.objects.get_or_create(object=object_type.name, field=one.name)
    else:
        SensitiveField.objects.filter(object=object_type.name, field=one.name).delete()
