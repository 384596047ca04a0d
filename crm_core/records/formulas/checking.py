"""Types, before anything runs: which fields a formula reads, and what comes out of it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import Catalogue, ObjectType
from crm_core.records.formulas.functions import (
    FUNCTIONS,
    OPERATORS,
    TYPES,
    WRITTEN_OUT,
    Overload,
)
from crm_core.records.formulas.paths import Reads, references_on, walk
from crm_core.records.formulas.syntax import Call, Constant, FormulaError, Name, Node, parse
from freehold.text import fold

#: Types of fields → types of values in formulas. Others can't be read.
TYPE_OF_FIELD = {
    **dict.fromkeys(("text", "longtext", "email", "phone", "url", "picklist"), "text"),
    **dict.fromkeys(("integer", "number"), "number"),
    **{one: one for one in ("money", "date", "datetime", "boolean")},
}
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_WORDS = {"text": "text", "number": "a number", "money": "money", "date": "a date",
          "datetime": "a time", "boolean": "yes or no", "blank": "blank"}  # fmt: skip
#: What can only be asked for being blank.
_ONLY_BLANK = frozenset({"reference", "multipicklist", "emails", "phones", "addresses"})


@dataclass(frozen=True, slots=True)
class Literal:
    type: str
    value: str | bool | None


@dataclass(frozen=True, slots=True)
class Read:
    """A field's value; `type` is `other` for those that can only be asked for being blank."""

    type: str
    path: str


@dataclass(frozen=True, slots=True)
class Apply:
    """A function or operator with arguments that fit it."""

    name: str
    args: "tuple[Typed, ...]"
    type: str


Typed = Literal | Read | Apply


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula that can run: its tree, the type of its result, and every field it reads."""

    tree: Typed
    type: str
    reads: Reads


def check(text: str, object_type: ObjectType, known: Catalogue) -> Checked:
    """Parse and type a formula of the object; `FormulaError` names place and field."""
    checker = _Checker(object_type, known)
    tree = checker.typed(parse(text))
    if tree.type not in TYPES:
        raise FormulaError(_("This formula is always blank."), 0, len(text))
    return Checked(tree, tree.type, tuple(dict.fromkeys(checker.reads)))


class _Checker:
    def __init__(self, object_type: ObjectType, known: Catalogue) -> None:
        self.object_type = object_type
        self.known = known
        self.reads: list[tuple[str, str]] = []

    def typed(self, node: Node, *, only_blank: bool = False) -> Typed:
        if isinstance(node, Constant):
            return Literal(node.type, node.value)
        if isinstance(node, Name):
            return self._read(node, only_blank=only_blank)
        if node.name == "case":
            return self._case(node)
        return self._apply(node)

    def _read(self, node: Name, *, only_blank: bool) -> Read:
        found = walk(self.known, self.object_type, node.path)
        if found is None:
            raise _unknown(node, self.object_type)
        field, reads = found
        if references_on(self.known, self.object_type, node.path) > 1:
            raise _wrong(node, _("A formula follows one reference at most."), node.path)
        self.reads.extend(reads)
        kind = TYPE_OF_FIELD.get(field.type)
        if kind is None and not (only_blank and field.type in _ONLY_BLANK):
            raise _wrong(node, _not_readable(node.path, field.type), node.path)
        return Read(kind or "other", node.path)

    def _apply(self, node: Call) -> Apply:
        overloads = OPERATORS.get(node.name)
        if overloads is None:
            function = FUNCTIONS.get(node.name)
            if function is None:
                raise _wrong(node, _no_function(node.name))
            overloads = function.overloads
        blank = node.name == "is_blank"
        args = tuple(self.typed(one, only_blank=blank) for one in node.args)
        if node.name in _COMPARISONS and any(one.type == "blank" for one in args):
            raise _wrong(node, _("Ask for blanks with is_blank(…)."))
        counted = [one for one in overloads if one.fits_count(len(args))]
        if not counted:
            raise _wrong(
                node,
                _("It is used as %(signature)s.") % {"signature": FUNCTIONS[node.name].signature},
            )
        for overload in counted:
            result = _result(overload, args)
            if result == "blank":
                raise _wrong(node, _("This is always blank."))
            if result is not None:
                _written_out(node, args)
                return Apply(node.name, _with_blanks(overload, args, result), result)
        raise _misfit(node, args)

    def _case(self, node: Call) -> Apply:
        """value, then pairs of match and result, then perhaps what it is otherwise."""
        if len(node.args) < 3:
            raise _wrong(
                node, _("It is used as %(signature)s.") % {"signature": FUNCTIONS["case"].signature}
            )
        args = tuple(self.typed(one) for one in node.args)
        pairs = (len(args) - 1) // 2
        matches = [0, *(1 + 2 * one for one in range(pairs))]
        results = [one for one in range(1, len(args)) if one not in matches]
        value = _common([args[one] for one in matches])
        if value in (None, "blank"):
            raise _wrong(node, _("The value and all that it is compared with must be of one type."))
        result = _common([args[one] for one in results])
        if result in (None, "blank"):
            raise _wrong(node, _("All results must be of one type."))
        assert value is not None
        assert result is not None
        typed = [_blank_as(one, value if at in matches else result) for at, one in enumerate(args)]
        return Apply("case", tuple(typed), result)


def _result(overload: Overload, args: Sequence[Typed]) -> str | None:
    """The type that comes out; None when an argument does not fit."""
    alike = []
    for index, one in enumerate(args):
        param = overload.param(index)
        if param == "T":
            alike.append(one)
        elif one.type not in (param, "blank") and param != "any":
            return None
    if not alike:
        return overload.result
    return _common(alike) if overload.result == "T" else overload.result


def _with_blanks(overload: Overload, args: Sequence[Typed], result: str) -> tuple[Typed, ...]:
    """Blanks take the type of their place, so that PostgreSQL knows one."""
    kinds = {"T": result, "any": "text"}
    params = [overload.param(index) for index in range(len(args))]
    return tuple(
        _blank_as(one, kinds.get(param, param)) for one, param in zip(args, params, strict=True)
    )


def _blank_as(one: Typed, kind: str) -> Typed:
    return Literal(kind, None) if one.type == "blank" else one


def _common(args: Sequence[Typed]) -> str | None:
    found = {one.type for one in args} - {"blank"}
    if len(found) > 1 or "other" in found:
        return None
    return next(iter(found), "blank")


def _written_out(node: Call, args: tuple[Typed, ...]) -> None:
    """Currencies, days and digits decide about more than a value: they are constants."""
    place = WRITTEN_OUT.get(node.name)
    if place is None or place >= len(args) or args[place].type in ("datetime", "blank"):
        return
    constant, at = args[place], node.args[place]
    if not isinstance(constant, Literal):
        raise _wrong(
            at, _("Write this out, as in %(example)s.") % {"example": FUNCTIONS[node.name].example}
        )
    value = str(constant.value)
    if node.name == "money" and not (len(value) == 3 and value.isascii() and value.isupper()):
        raise _wrong(at, _("The currency is three capital letters, such as EUR."))
    if node.name == "round" and value not in ("0", "1", "2", "3", "4", "5", "6"):
        raise _wrong(at, _("Round to 0 to 6 digits."))
    if node.name == "date":
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise _wrong(at, _('Write a day as "2026-01-31".')) from None


def _misfit(node: Call, args: Sequence[Typed]) -> FormulaError:
    shown = [f"{_word(one.type)}" for one in args]
    fields = [one.path for one in node.args if isinstance(one, Name)]
    field = fields[0] if fields else ""
    if node.name in OPERATORS and len(shown) == 2:
        message = _("“%(name)s” can't join %(shown)s and %(shown2)s.%(args)s") % {
            "name": node.name,
            "shown": shown[0],
            "shown2": shown[1],
            "args": _hint(node, args),
        }
        return _wrong(node, message, field)
    if node.name == "negate":
        return _wrong(node, _("A minus can't stand before %(shown)s.") % {"shown": shown[0]}, field)
    used = FUNCTIONS[node.name].signature
    return _wrong(
        node,
        _("%(used)s does not take %(shown)s.") % {"used": used, "shown": ", ".join(shown)},
        field,
    )


def _hint(node: Call, args: Sequence[Typed]) -> str:
    kinds = {one.type for one in args}
    if node.name == "+" and "text" in kinds:
        return " Join texts with &."
    if kinds == {"number", "money"}:
        return " Write money(100) for an amount, or amount(…) for its number."
    if kinds == {"date", "datetime"}:
        return " Write date(…) for the day of a time."
    if kinds == {"date", "text"}:
        return ' Write date("2026-01-31") for a day.'
    return ""


def _word(kind: str) -> str:
    return _WORDS.get(kind, "this")


def _wrong(node: Node, message: str, field: str = "") -> FormulaError:
    return FormulaError(message, node.start, node.end, field)


def _unknown(node: Name, object_type: ObjectType) -> FormulaError:
    """Names the field that was perhaps meant."""
    wanted = fold(node.path)
    near = [
        name
        for name, one in object_type.fields.items()
        if wanted in (fold(str(one.label)), name.removeprefix("custom."))
    ]
    hint = _meant(near)
    return _wrong(
        node,
        _("There is no field “%(path)s”.%(hint)s") % {"path": node.path[:80], "hint": hint},
        node.path,
    )


def _no_function(name: str) -> str:
    near = [one for one in FUNCTIONS if one.startswith(name[:3])]
    return _("There is no function “%(name)s”.%(hint)s") % {
        "name": name[:40],
        "hint": _meant(near),
    }


def _meant(near: Sequence[str]) -> str:
    return _(" Did you mean %(name)s?") % {"name": near[0]} if near else ""


def _not_readable(path: str, kind: str) -> str:
    if kind == "reference":
        return _("“%(path)s” leads to a record: name one of its fields, such as %(path)s.name.") % {
            "path": path
        }
    return _("“%(path)s” holds several values; formulas can't read it.") % {"path": path}
