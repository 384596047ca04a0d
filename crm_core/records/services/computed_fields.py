"""Formulas and roll-ups as they are defined: checked before they are kept, tried on records."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.computed import Computed
from crm_core.records.catalogue.deriving import CannotCompute, Derived, derive, weigh
from crm_core.records.catalogue.types import Catalogue, Field, ObjectType
from crm_core.records.formulas.functions import FUNCTIONS, Function
from crm_core.records.formulas.syntax import FormulaError
from crm_core.records.models import FieldDefinition
from crm_core.records.policy import Policy, policy_for, require_right
from crm_core.records.query.computing import computed_columns
from crm_core.records.query.listing import ListParams, list_page
from crm_core.records.query.source import Source
from freehold.errors import Invalid, Malformed, Unavailable
from freehold.identity.actor import SYSTEM, Actor

_TRIED_ON = 5
_TRIED = "custom.tried"
_PARTS = ("object", "reference", "function", "field", "by", "filter")

Place = tuple[str, str]


@dataclass(frozen=True)
class CheckedField:
    """A formula or roll-up that can be kept, or what is wrong with it, and where."""

    error: CannotCompute | None = None
    derived: Derived | None = None
    preview: list[dict[str, Any]] | None = None


def functions(*, actor: Actor) -> list[Function]:
    """What formulas can call, for the editor's list."""
    require_right(actor, "settings")
    return list(FUNCTIONS.values())


def told_by(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a request that say how the field is computed."""
    if kind == "formula":
        return {"expression": str(values.get("expression") or "").strip()}
    rollup = values.get("rollup")
    if not isinstance(rollup, Mapping):
        raise Invalid.at(
            "rollup", "invalid", _("Say what is rolled up: object, reference, function.")
        )
    return {name: rollup[name] for name in _PARTS if rollup.get(name) not in (None, "", [])}


def defined(definition: FieldDefinition, told: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept on the definition: `told`, checked, and the type of its result."""
    known = catalogue.current()
    object_type = known.object(definition.object)
    place = (definition.object, f"custom.{definition.name}")
    try:
        found = _checked(known, object_type, place, definition.type, told)
    except CannotCompute as error:
        raise _refusal(definition.type, error) from error
    return {**told, "result": found.type}


def check_field(
    values: Mapping[str, Any], *, actor: Actor, field_id: UUID | None = None
) -> CheckedField:
    """Whether a formula or roll-up would do, and its values on a few records the actor sees."""
    policy = require_right(actor, "settings")
    known = catalogue.current()
    object_type = known.object(str(values.get("object") or ""))
    kind = str(values.get("type") or "formula")
    held = FieldDefinition.objects.filter(id=field_id).first() if field_id else None
    place = (object_type.name, f"custom.{held.name}" if held else _TRIED)
    try:
        derived = _checked(known, object_type, place, kind, told_by(kind, values))
    except CannotCompute as error:
        return CheckedField(error=error)
    return CheckedField(derived=derived, preview=_tried(known, object_type, policy, derived))


def _checked(
    known: Catalogue, object_type: ObjectType, place: Place, kind: str, told: Mapping[str, Any]
) -> Derived:
    derived = derive(known, object_type, kind, told)
    computed = {**_computed(known), place: derived.computed}
    weights: dict[Place, tuple[int, int]] = {}
    for one in (place, *computed):
        weigh(one, computed, weights, known.broken)
    _refuse_change_of_result(known, place, derived)
    _compiled(known, object_type, derived)
    return derived


def _computed(known: Catalogue) -> dict[Place, Computed]:
    return {
        (object_type.name, field.name): field.computed
        for object_type in known.objects.values()
        for field in object_type.fields.values()
        if field.computed is not None
    }


def readers_of(known: Catalogue, place: Place) -> list[Field]:
    """The formulas and roll-ups that read the field directly."""
    return [
        field
        for object_type in known.objects.values()
        for field in object_type.fields.values()
        if field.computed is not None and place in field.computed.reads
    ]


def _refuse_change_of_result(known: Catalogue, place: Place, derived: Derived) -> None:
    held = known.objects[place[0]].fields.get(place[1])
    readers = readers_of(known, place)
    if held is not None and readers and held.type != derived.type:
        names = ", ".join(f"“{one.label}”" for one in readers[:3])
        raise CannotCompute(
            "expression",
            _("Its result must stay of the type %(type)s: %(names)s reads it.")
            % {"type": held.type, "names": names},
        )


def _compiled(known: Catalogue, object_type: ObjectType, derived: Derived) -> None:
    """Compiling finds what types alone don't: operators of the filter, too much SQL."""
    source = Source(known, policy_for(SYSTEM), object_type)
    try:
        computed_columns(source, source.root, _field(derived), object_type, "")
    except FormulaError as error:
        raise CannotCompute("expression", error.message, error.start, error.end) from error
    except Malformed as problem:
        raise CannotCompute("filter", problem.detail) from problem


def _field(derived: Derived) -> Field:
    return Field(
        _TRIED,
        "",
        derived.type,
        read_only=True,
        custom=True,
        choices=derived.choices,
        computed=derived.computed,
    )


def _tried(
    known: Catalogue, object_type: ObjectType, policy: Policy, derived: Derived
) -> list[dict[str, Any]] | None:
    """The newest records with the value; None when the actor may not read all that it reads."""
    if not policy.can(object_type.name, "read") or any(
        policy.field_access(*read) == "hidden" for read in derived.computed.reads
    ):
        return None
    tried = replace(object_type, fields={**object_type.fields, _TRIED: _field(derived)})
    titled = policy.field_access(object_type.name, object_type.title) != "hidden"
    fields = ("id", *((object_type.title,) if titled else ()), _TRIED)
    params = ListParams(fields=fields, limit=_TRIED_ON, sort=("-created_at",))
    try:
        with transaction.atomic():
            page = list_page(known, policy, tried, params)
    except DatabaseError as error:
        raise Unavailable(_("The preview took too long; try again.")) from error
    return [
        {
            "id": one["id"],
            "name": one.get(object_type.title),
            "value": one["custom"][_TRIED.removeprefix("custom.")],
        }
        for one in page.results
    ]


def _refusal(kind: str, error: CannotCompute) -> Invalid:
    if kind == "rollup":
        return Invalid.at(f"rollup.{error.part}", "invalid", error.message)
    at = _(" (at character %(place)s)") % {"place": error.start + 1}
    where = at if error.end else ""
    return Invalid.at(error.part, "invalid", f"{error.message}{where}")
