"""From rows straight to the API's JSON: the columns of a record and how they go together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Any

import orjson

from crm_core.records.catalogue.titles import titles_of
from crm_core.records.catalogue.types import Field, Resource
from crm_core.records.fragments import TRUE, literal
from crm_core.records.query.source import Located, Source, readable_field, unknown_field

Row = tuple[Any, ...]
Emit = Callable[[Row], Any]
#: Asked for like a field: what the reader may do to each record beyond reading it.
ALLOW = "allow"
_WRITES = ("update", "delete")
JSON_TYPES = frozenset({"emails", "phones", "addresses", "multipicklist"})


@dataclass
class Projection:
    """The SELECT list, and how a row of it becomes a record."""

    columns: list[str] = field(default_factory=list)
    emitters: dict[str, Emit] = field(default_factory=dict)
    custom: dict[str, Emit] = field(default_factory=dict)
    nested: list[tuple[str, str, Emit]] = field(default_factory=list)
    #: Where all custom values are, if they are read at once; a row then ends with them.
    stored: int | None = None
    has_custom: bool = False
    _places: dict[str, int] = field(default_factory=dict)

    def add(self, sql: str) -> int:
        """The index of a column, added once."""
        place = self._places.setdefault(sql, len(self.columns))
        if place == len(self.columns):
            self.columns.append(sql)
        return place

    def record(self, row: Row) -> dict[str, Any]:
        if self.stored is not None:
            row = (*row, from_json(row[self.stored]))
        found = {name: emit(row) for name, emit in self.emitters.items()}
        if self.has_custom:
            found["custom"] = {name: emit(row) for name, emit in self.custom.items()}
        for name, inner, emit in self.nested:
            place = found["custom"] if name.startswith("custom.") else found
            held = place.get(name.removeprefix("custom."))
            if held is not None:
                held[inner] = emit(row)
        return found


def project(source: Source, paths: Sequence[str] | None) -> Projection:
    """The projection of the fields asked for, or of all that the reader may read."""
    projection = Projection()
    for path in paths if paths is not None else _all_fields(source):
        if path == "custom":
            projection.stored = projection.add(f'"{source.root}".custom')
            for one in _custom_fields(source):
                _add(source, projection, one)
            projection.has_custom = True
        elif path == ALLOW:
            add_allowed(source, projection)
        else:
            _add(source, projection, path)
    return projection


def add_allowed(source: Source, projection: Projection) -> None:
    """Each record tells under “allow” which of “update” and “delete” its reader may do to it.

    Where they may do it to all that they see, or to none, no row is asked.
    """
    told = {verb: _allowed(source, projection, verb) for verb in _WRITES}
    projection.emitters[ALLOW] = lambda row: [verb for verb, may in told.items() if may(row)]


def _allowed(source: Source, projection: Projection, verb: str) -> Emit:
    policy, object_type = source.policy, source.object_type
    if not policy.can(object_type.name, verb):
        return lambda row: False
    may = policy.condition(object_type, verb, source.root, seeking=source.seeking)
    if may in (TRUE, policy.condition(object_type, "read", source.root, seeking=source.seeking)):
        return lambda row: True
    index = projection.add(source.verdict(verb, may))
    return lambda row: row[index]


def _all_fields(source: Source) -> list[str]:
    found = [
        name
        for name, one in source.object_type.fields.items()
        if not (one.on_demand or one.custom)
        and readable_field(source.policy, source.object_type, name)
    ]
    return [*found, "custom"]


def _custom_fields(source: Source) -> list[str]:
    return [
        one.name
        for one in source.object_type.custom_fields
        if readable_field(source.policy, source.object_type, one.name)
    ]


def _add(source: Source, projection: Projection, path: str) -> None:
    own = readable_field(source.policy, source.object_type, path)
    if own is None:
        _add_nested(source, projection, path)
        return
    projection.has_custom |= own.custom
    place, name = (projection.custom, own.key) if own.custom else (projection.emitters, path)
    if name not in place:
        place[name] = _emitter(source, projection, source.locate(path))


def _add_nested(source: Source, projection: Projection, path: str) -> None:
    """`account.industry` stands inside `account`, `custom.partner.city` inside the partner."""
    parts = path.split(".")
    cut = 2 if parts[0] == "custom" else 1
    head, inner = ".".join(parts[:cut]), ".".join(parts[cut:])
    if not inner or readable_field(source.policy, source.object_type, head) is None:
        raise unknown_field(path)
    at = source.locate(path)
    _add(source, projection, head)
    if inner not in ("id", "name"):
        projection.nested.append((head, inner, _emitter(source, projection, at)))


def _emitter(source: Source, projection: Projection, at: Located) -> Emit:
    if at.field.type == "reference" and at.field.reference:
        return _reference(source, projection, at)
    if at.field.custom and at.field.computed is None:
        whole = projection.stored is not None and at.alias == source.root
        return _stored(at.field) if whole else _custom(projection, at)
    if at.field.type == "money":
        return _money(projection, at)
    index = projection.add(at.sql)
    if at.field.type == "number":
        return lambda row: _number(row[index])
    if at.field.type in JSON_TYPES:
        return lambda row: from_json(row[index])
    return itemgetter(index)


def from_json(value: Any) -> Any:
    """Django reads JSON columns as text, so that each place may choose its reader."""
    return orjson.loads(value) if isinstance(value, str) else value


def _number(value: Decimal | None) -> Decimal | float | int | None:
    """A float where it holds every digit, else the decimal itself, which JSON can tell too."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else value


def _custom_number(value: Any) -> Any:
    return _number(Decimal(value)) if isinstance(value, str) else value


def _money(projection: Projection, at: Located) -> Emit:
    amount, currency = projection.add(at.sql), projection.add(at.currency_sql)

    def emit(row: Row) -> dict[str, Any] | None:
        if row[amount] is None:
            return None
        return {"amount": row[amount], "currency": row[currency]}

    return emit


def _custom(projection: Projection, at: Located) -> Emit:
    index = projection.add(f'("{at.alias}".custom -> {literal(at.field.key)})')
    if at.field.type == "number":
        return lambda row: _custom_number(from_json(row[index]))
    return lambda row: from_json(row[index])


def _stored(field: Field) -> Emit:
    key = field.key
    if field.type == "number":
        return lambda row: _custom_number(row[-1].get(key))
    return lambda row: row[-1].get(key)


def _reference(source: Source, projection: Projection, at: Located) -> Emit:
    resource = source.catalogue.resources.get(at.field.reference or "")
    if resource is not None:
        return _setting(projection, at, resource)
    joined = source.join(at, at.path)
    ident, title = projection.add(at.sql), projection.add(joined.title_sql)

    def emit(row: Row) -> dict[str, Any] | None:
        if row[ident] is None:
            return None
        return {"id": row[ident], "name": row[title]}

    return emit


def _setting(projection: Projection, at: Located, resource: Resource) -> Emit:
    index, title = projection.add(at.sql), titles_of(resource)

    def emit(row: Row) -> dict[str, Any] | None:
        ident = row[index]
        return None if ident is None else {"id": ident, "name": title(ident)}

    return emit


def plain_value(field: Field, value: Any) -> Any:
    """A stored value in API form, where there is no row: undo, audit, reports."""
    return field.kind.store(value) if value is not None else None
