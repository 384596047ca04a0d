"""What an administrator sends about a custom field, put on its definition or refused."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.kinds import KINDS
from crm_core.records.catalogue.limits import check_pattern
from crm_core.records.catalogue.types import Choice, Field
from crm_core.records.models import FieldDefinition
from crm_core.records.services.uniqueness import COMPARABLE
from freehold.errors import Faults, Invalid
from freehold.text import fold

COMPUTED = ("formula", "rollup")
_BOUNDED = frozenset({"integer", "number", "money", "date", "datetime"})
_WORDED = frozenset({"text", "phone", "url", "email"})
#: Rules of values, and the types that know them.
_RULES: dict[str, frozenset[str]] = {
    "min": _BOUNDED,
    "max": _BOUNDED,
    "min_length": _WORDED | {"longtext"},
    "max_length": _WORDED | {"longtext"},
    "pattern": _WORDED,
    "pattern_help": _WORDED,
    "required_if": frozenset(KINDS) - {"id"},
}


def name_from(label: str, taken: Collection[str] = ()) -> str:
    """The label for programs; where none of its letters can stand in a name, one not yet taken."""
    name = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")
    if name:
        return (name if name[:1].isalpha() else f"field_{name}")[:40]
    return next(one for one in map("field_{}".format, count(1)) if one not in taken)


def text_of(values: Mapping[str, Any], name: str, longest: int) -> str:
    value = values.get(name)
    if isinstance(value, str) and not value.strip():
        raise Invalid.at(name, "empty", _("This must not be empty."))
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise Invalid.at(
            name, "invalid", _("Give a text of 1 to %(longest)s characters.") % {"longest": longest}
        )
    return value.strip()


def type_of(values: Mapping[str, Any]) -> str:
    kind = values.get("type")
    known = sorted({*KINDS, *COMPUTED} - {"id"})
    if kind not in known:
        raise Invalid.at(
            "type", "unknown", _("The types are: %(known)s.") % {"known": ", ".join(known)}
        )
    return str(kind)


def reference_of(values: Mapping[str, Any], kind: str) -> str:
    if kind != "reference":
        return ""
    target = values.get("reference")
    if isinstance(target, Mapping):
        target = target.get("object")
    known = catalogue.current()
    if target not in known.objects and target not in known.resources:
        raise Invalid.at("reference", "unknown", _("Name the object that the field refers to."))
    return str(target)


def assign(definition: FieldDefinition, values: Mapping[str, Any]) -> None:
    """All that is wrong is told at once; only what is right is put on the definition."""
    faults = Faults()
    with faults:
        if "label" in values or not definition.label:
            definition.label = text_of(values, "label", 80)
    for name in ("required", "unique"):
        with faults:
            if name in values:
                setattr(definition, name, _flag(definition, name, values[name]))
    if "help" in values:
        definition.help = str(values["help"] or "")[:300]
    if "section" in values:
        definition.section = str(values["section"] or "")[:40]
    if isinstance(values.get("position"), int):
        definition.position = values["position"]
    listed = definition.type in ("picklist", "multipicklist")
    with faults:
        if listed and ("choices" in values or not definition.choices):
            definition.choices = choices_of(values.get("choices"))
        if "default" in values:
            definition.default = _default(definition, values["default"])
    with faults:
        assign_rules(definition, values)
    faults.tell()


def _flag(definition: FieldDefinition, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Invalid.at(name, "invalid", _("Give true or false."))
    if name == "unique" and value and definition.type not in COMPARABLE:
        raise Invalid.at("unique", "invalid", _("Values of this type can't be unique."))
    return value


def assign_rules(definition: FieldDefinition, values: Mapping[str, Any]) -> None:
    """Each rule that is sent takes the place of the former one; null takes it away."""
    rules, faults = dict(definition.rules), Faults()
    for name, types in _RULES.items():
        if name not in values:
            continue
        value = values[name]
        if value in (None, ""):
            rules.pop(name, None)
            continue
        with faults:
            if definition.type not in types:
                raise Invalid.at(name, "invalid", _("Values of this type know no such rule."))
            rules[name] = _rule(definition, name, value)
    faults.tell()
    _refuse_empty_range(definition.type, rules)
    definition.rules = rules


def rules_for(kind: str, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The rules that still mean the same once the field has another type."""
    same = {"min_length", "max_length", "pattern", "pattern_help"} if kind in _WORDED else set()
    return {name: value for name, value in rules.items() if name in {"required_if"} | same}


def _rule(definition: FieldDefinition, name: str, value: Any) -> Any:
    if name in ("min", "max"):
        return _bound(definition, name, value)
    if name in ("min_length", "max_length"):
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100_000:
            raise Invalid.at(name, "invalid", _("Give a number of characters, from 1 to 100,000."))
        if definition.type != "longtext" and value > 255:
            raise Invalid.at(name, "invalid", _("Values of this type have at most 255 characters."))
        return value
    if name == "required_if":
        return _condition(definition, value)
    if not isinstance(value, str) or len(value) > 200 or "\x00" in value:
        raise Invalid.at(name, "invalid", _("Give a text of at most 200 characters."))
    if name == "pattern":
        try:
            check_pattern(value)
        except ValueError as error:
            raise Invalid.at(name, "invalid", str(error)) from error
    return value


def _bound(definition: FieldDefinition, name: str, value: Any) -> Any:
    """In the form of the values themselves; of money the minor units alone."""
    field = Field(f"custom.{definition.name}", "", definition.type, custom=True)
    try:
        stored = field.kind.store(field.parse(value))
    except ValueError as error:
        raise Invalid.at(name, "invalid", str(error)) from error
    if isinstance(stored, Mapping):
        return stored["amount"]
    return stored.replace("Z", "+00:00") if definition.type == "datetime" else stored


def _refuse_empty_range(kind: str, rules: Mapping[str, Any]) -> None:
    for low, high in (("min", "max"), ("min_length", "max_length")):
        least, most = rules.get(low), rules.get(high)
        if least is None or most is None:
            continue
        if kind == "number":
            least, most = Decimal(str(least)), Decimal(str(most))
        if least > most:
            raise Invalid.at(high, "invalid", _("The largest value is below the smallest one."))


def _condition(definition: FieldDefinition, told: Any) -> Any:
    """A filter over the object's own fields and one reference away, checked by compiling it."""
    from crm_core.records.policy import policy_for
    from crm_core.records.query.filters import compile_filter
    from crm_core.records.query.source import Source
    from freehold.errors import Malformed
    from freehold.identity.actor import SYSTEM

    known = catalogue.current()
    try:
        compile_filter(Source(known, policy_for(SYSTEM), known.object(definition.object)), told)
    except Malformed as problem:
        raise Invalid.at("required_if", "invalid", problem.detail) from problem
    return told


def choices_of(found: Any) -> list[dict[str, str]]:
    if not isinstance(found, Sequence) or isinstance(found, str) or not found or len(found) > 500:
        raise Invalid.at("choices", "invalid", _("A pick list has 1 to 500 choices."))
    choices = []
    for one in found:
        entry = {"value": one, "label": one} if isinstance(one, str) else one
        if not isinstance(entry, Mapping) or not isinstance(entry.get("value"), str):
            raise Invalid.at("choices", "invalid", _("Each choice has a value and a label."))
        value = entry["value"].strip()
        if not value or len(value) > 100 or "\x00" in value:
            raise Invalid.at("choices", "invalid", _("A choice's value has 1 to 100 characters."))
        label = str(entry.get("label") or value)[:100]
        choices.append(
            {"value": value, "label": label, "color": str(entry.get("color") or "")[:20]}
        )
    if len({one["value"] for one in choices}) < len(choices):
        raise Invalid.at("choices", "not_unique", _("Each choice's value stands there once."))
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
