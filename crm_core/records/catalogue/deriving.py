"""Computed fields take their place in the catalogue once all stored fields stand there.

What can't be computed any more, because something it reads was taken away, is left out; `broken`
says why, for those who set fields up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from crm_core.records.catalogue.computed import FUNCTIONS, Computed, Rollup
from crm_core.records.catalogue.types import Catalogue, Choice, Field, ObjectType

if TYPE_CHECKING:
    from crm_core.records.models import FieldDefinition

#: Formulas and roll-ups that read one another go no deeper, and all of them hold no more parts.
DEEPEST = 5
LARGEST = 600
ORDERED = ("integer", "number", "money", "date", "datetime")
COUNTABLE = ("integer", "number", "money")
TELLABLE = (*ORDERED, "text", "longtext", "email", "phone", "url", "picklist", "boolean")


class CannotCompute(ValueError):
    """What is wrong with a formula or roll-up: `part` is the member of the definition."""

    def __init__(self, part: str, message: str, start: int = 0, end: int = 0) -> None:
        super().__init__(message)
        self.part = part
        self.message = message
        self.start = start
        self.end = end


@dataclass(frozen=True)
class Derived:
    """A computed field's result: its type in the catalogue, and how it is come by."""

    type: str
    computed: Computed
    choices: tuple[Choice, ...] | None = None


def with_computed(known: Catalogue, definitions: Iterable["FieldDefinition"]) -> Catalogue:
    """The catalogue with the computed fields filled in, and without those that can't be."""
    pending = {(one.object, f"custom.{one.name}"): one for one in definitions}
    good: dict[tuple[str, str], Derived] = {}
    broken = dict(known.broken)
    for place, one in pending.items():
        try:
            good[place] = derive(known, known.objects[one.object], one.type, one.computed or {})
        except CannotCompute as error:
            broken[place] = error.message
    _leave_out_circles(good, broken)
    return _placed(known, pending.keys(), good, broken)


def derive(
    known: Catalogue, object_type: ObjectType, kind: str, told: Mapping[str, Any]
) -> Derived:
    """Check a definition against the catalogue; `CannotCompute` says what is wrong with it."""
    if kind == "formula":
        return _formula(known, object_type, told)
    return _rollup(known, object_type, told)


def _formula(known: Catalogue, object_type: ObjectType, told: Mapping[str, Any]) -> Derived:
    from crm_core.records.formulas.checking import check
    from crm_core.records.formulas.syntax import FormulaError

    try:
        found = check(str(told.get("expression") or ""), object_type, known)
    except FormulaError as error:
        raise CannotCompute("expression", error.message, error.start, error.end) from error
    return Derived(found.type, Computed("formula", found.reads, tree=found.tree))


def _rollup(known: Catalogue, object_type: ObjectType, told: Mapping[str, Any]) -> Derived:
    from crm_core.records.formulas.paths import walk

    related = known.objects.get(str(told.get("object") or ""))
    if related is None:
        raise CannotCompute("object", gettext("Name the object whose records are rolled up."))
    reference = related.fields.get(str(told.get("reference") or ""))
    if reference is None or reference.reference != object_type.name or reference.computed:
        raise CannotCompute(
            "reference",
            gettext("Name the field of %(objects)s that leads here.")
            % {"objects": related.label_plural},
        )
    if told.get("function") not in FUNCTIONS:
        raise CannotCompute(
            "function",
            gettext("The functions are: %(functions)s.") % {"functions": ", ".join(FUNCTIONS)},
        )
    rollup = Rollup.from_json(told)
    reads = [(related.name, reference.name)]
    value = None
    if rollup.function != "count":
        found = walk(known, related, rollup.field or "")
        if found is None:
            raise CannotCompute(
                "field", gettext("Name a field of %(objects)s.") % {"objects": related.label_plural}
            )
        value = found[0]
        reads += found[1]
        _refuse_type(rollup.function, value)
    if rollup.function == "latest":
        by = walk(known, related, rollup.by)
        if by is None or by[0].type not in ("date", "datetime"):
            raise CannotCompute(
                "by", gettext("Name a date or time that says which one is the latest.")
            )
        reads += by[1]
    reads += _read_by_filter(known, related, rollup.filter)
    computed = Computed("rollup", tuple(dict.fromkeys(reads)), rollup=rollup)
    return Derived(_type_of(rollup.function, value), computed, value.choices if value else None)


def _refuse_type(function: str, field: Field) -> None:
    allowed = {"sum": COUNTABLE, "min": ORDERED, "max": ORDERED, "latest": TELLABLE}[function]
    if field.type not in allowed:
        raise CannotCompute(
            "field",
            gettext("“%(function)s” does not work on “%(label)s”.")
            % {"function": function, "label": field.label},
        )


def _type_of(function: str, field: Field | None) -> str:
    if field is None:
        return "integer"
    if function == "sum" and field.type == "integer":
        return "number"
    return "text" if field.type == "longtext" else field.type


def _read_by_filter(known: Catalogue, related: ObjectType, told: Any) -> list[tuple[str, str]]:
    """The fields that a filter names, for the rights of its reader."""
    from crm_core.records.formulas.paths import walk

    if not told:
        return []
    reads: list[tuple[str, str]] = []
    for path in paths_of(told):
        found = walk(known, related, path)
        if found is None:
            raise CannotCompute(
                "filter", gettext("There is no field “%(path)s”.") % {"path": path[:80]}
            )
        reads += found[1]
    return reads


def paths_of(told: Any) -> list[str]:
    """The paths that a filter names, whatever else may be wrong with it."""
    if isinstance(told, Mapping):
        own = [told["field"]] if isinstance(told.get("field"), str) else []
        return own + [path for one in ("and", "or", "not") for path in paths_of(told.get(one))]
    if isinstance(told, list):
        return [path for one in told for path in paths_of(one)]
    return []


def _leave_out_circles(
    good: dict[tuple[str, str], Derived], broken: dict[tuple[str, str], str]
) -> None:
    """Nothing may read itself, nor anything that can't be computed, however far around."""
    weights: dict[tuple[str, str], tuple[int, int]] = {}
    for place in list(good):
        try:
            weigh(place, {key: one.computed for key, one in good.items()}, weights, broken)
        except CannotCompute as error:
            broken[place] = error.message
    for place in broken:
        good.pop(place, None)


def weigh(
    place: tuple[str, str],
    computed: Mapping[tuple[str, str], Computed],
    weights: dict[tuple[str, str], tuple[int, int]],
    broken: Mapping[tuple[str, str], str],
    above: tuple[tuple[str, str], ...] = (),
) -> tuple[int, int]:
    """(depth, parts) of a computed field with all that it reads; 0 of a stored one."""
    if place in broken:
        raise CannotCompute(
            "expression",
            gettext("It reads “%(place)s”, which can't be computed.") % {"place": place[1]},
        )
    one = computed.get(place)
    if one is None:
        return 0, 0
    if place in above:
        raise CannotCompute(
            "expression", gettext("“%(place)s” would read itself.") % {"place": place[1]}
        )
    if place not in weights:
        under = [weigh(read, computed, weights, broken, (*above, place)) for read in one.reads]
        depth = 1 + max((deep for deep, _ in under), default=0)
        parts = _parts(one.tree) + sum(size for _, size in under)
        if depth > DEEPEST or parts > LARGEST:
            raise CannotCompute(
                "expression",
                gettext(
                    "Formulas and roll-ups read one another at most %(deepest)s deep, with "
                    "at most %(largest)s parts in all."
                )
                % {"deepest": DEEPEST, "largest": LARGEST},
            )
        weights[place] = depth, parts
    return weights[place]


def _parts(tree: Any) -> int:
    return 1 + sum(_parts(one) for one in getattr(tree, "args", ()))


def _placed(
    known: Catalogue,
    pending: Iterable[tuple[str, str]],
    good: Mapping[tuple[str, str], Derived],
    broken: dict[tuple[str, str], str],
) -> Catalogue:
    objects = dict(known.objects)
    for place in pending:
        object_type = objects[place[0]]
        fields = dict(object_type.fields)
        field = fields[place[1]]
        derived = good.get(place)
        if derived is not None:
            fields[place[1]] = replace(
                field, type=derived.type, choices=derived.choices, computed=derived.computed
            )
        else:
            del fields[place[1]]
        objects[place[0]] = replace(object_type, fields=fields)
    return replace(known, objects=objects, broken=broken)
