"""Layouts of record pages: made, changed, taken away. They show; they never grant."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_core.access.models import Layout, Role
from crm_core.access.services.ceilings import require_settings
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from freehold import epoch
from freehold.audit import services as audit
from freehold.errors import Conflict, Invalid, NotFound
from freehold.fingerprints import fingerprint, refuse_changed
from freehold.identity.actor import Actor

MOST_SECTIONS = 30
_LONGEST_LABEL = 80


def list_layouts(*, actor: Actor, object_name: str | None = None) -> list[Layout]:
    require_settings(actor)
    found = Layout.objects.select_related("role").order_by("object", "role__name")
    return list(found.filter(object=object_name) if object_name else found)


def found_layout(layout_id: UUID, *, actor: Actor) -> Layout:
    require_settings(actor)
    found = Layout.objects.select_related("role").filter(id=layout_id).first()
    if found is None:
        raise NotFound(_("There is no such layout."))
    return found


def create_layout(values: Mapping[str, Any], *, actor: Actor) -> Layout:
    """A layout for a role, or for everyone without one of their own (`role` null)."""
    require_settings(actor)
    object_type = catalogue.current().objects.get(str(values.get("object") or ""))
    if object_type is None:
        raise Invalid.at("object", "unknown", _("There is no such object."))
    layout = Layout(object=object_type.name, role=_role(values.get("role")))
    _assign(layout, object_type, values.get("sections"))
    try:
        with transaction.atomic():
            layout.save(force_insert=True)
            _tell(actor, "created", layout, [None, layout.sections])
    except IntegrityError as error:
        raise Conflict(
            _("There is a layout for this object and role already: change it.")
        ) from error
    return layout


def version_of(layout: Layout) -> int:
    """Another one once its sections are others."""
    return fingerprint({"sections": layout.sections})


@transaction.atomic
def update_layout(
    layout_id: UUID, values: Mapping[str, Any], *, actor: Actor, version: int | None = None
) -> Layout:
    """Put other sections in place of the former ones. Stale when `version` isn't its own."""
    require_settings(actor)
    layout = Layout.objects.select_for_update(of=("self",)).filter(id=layout_id).first()
    if layout is None:
        raise NotFound(_("There is no such layout."))
    refuse_changed(version, {"sections": layout.sections})
    before = layout.sections
    object_type = catalogue.current().objects.get(layout.object)
    if object_type is None:
        raise Conflict(_("Its object is out of use."))
    if "sections" in values:
        _assign(layout, object_type, values["sections"])
    layout.save()
    _tell(actor, "updated", layout, [before, layout.sections])
    return layout


@transaction.atomic
def delete_layout(layout_id: UUID, *, actor: Actor) -> None:
    """Whom it was for meets the default again."""
    layout = found_layout(layout_id, actor=actor)
    _tell(actor, "deleted", layout, [layout.sections, None])
    layout.delete()


def _role(role_id: Any) -> Role | None:
    if role_id is None:
        return None
    found = Role.objects.filter(id=role_id).first()
    if found is None:
        raise Invalid.at("role", "unknown", _("There is no such role."))
    return found


def _assign(layout: Layout, object_type: ObjectType, told: Any) -> None:
    if not isinstance(told, Sequence) or not 1 <= len(told) <= MOST_SECTIONS:
        raise Invalid.at(
            "sections",
            "invalid",
            _("A layout has 1 to %(most_sections)s sections.") % {"most_sections": MOST_SECTIONS},
        )
    placed: set[str] = set()
    layout.sections = [_section(one, index, object_type, placed) for index, one in enumerate(told)]
    layout.known = sorted(object_type.fields)


def _section(
    told: Mapping[str, Any], index: int, object_type: ObjectType, placed: set[str]
) -> dict[str, Any]:
    label = str(told.get("label") or "").strip()
    if len(label) > _LONGEST_LABEL or "\x00" in label:
        raise Invalid.at(
            f"sections.{index}.label", "invalid", _("A label has at most 80 characters.")
        )
    columns = told.get("columns", 1)
    if columns not in (1, 2) or isinstance(columns, bool):
        raise Invalid.at(f"sections.{index}.columns", "invalid", _("A section has 1 or 2 columns."))
    names = [str(name) for name in told.get("fields") or ()]
    for name in names:
        if name not in object_type.fields:
            raise Invalid.at(
                f"sections.{index}.fields",
                "unknown",
                _("There is no field “%(name)s”.") % {"name": name[:80]},
            )
        if name in placed:
            raise Invalid.at(
                f"sections.{index}.fields",
                "twice",
                _("“%(name)s” stands there twice.") % {"name": name[:80]},
            )
        placed.add(name)
    return {"label": label, "columns": columns, "fields": names}


def _tell(actor: Actor, verb: str, layout: Layout, sections: list[Any]) -> None:
    whose = layout.role.name if layout.role else _("for everybody")
    audit.record(
        actor=actor,
        action=f"access.layout.{verb}",
        object="layouts",
        record_id=layout.id,
        record_name=f"{catalogue.current().words_for(layout.object)}: {whose}",
        changes={"sections": sections, "object": [layout.object, layout.object]},
    )
    epoch.bump()
