"""The columns of an exported list: what stands above them and where their values come from."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm_core.records.catalogue.types import Field
from crm_core.records.query.source import Located, Source, readable_field, unknown_field

MOST_COLUMNS = 200


@dataclass(frozen=True)
class Column:
    """One field of the list. `title_sql` is the name behind a reference."""

    path: str
    header: str
    at: Located
    title_sql: str = ""

    @property
    def field(self) -> Field:
        return self.at.field


def columns_of(source: Source, paths: Sequence[str] | None) -> list[Column]:
    """The columns asked for, or those that the list shows at first; 400 for unknown fields."""
    if paths is None:
        paths = _usual(source)
    wanted = [one for path in paths for one in _spread(source, path)]
    found = list(dict.fromkeys(wanted))
    if not found or len(found) > MOST_COLUMNS:
        raise unknown_field(f"{len(found)} fields")
    return [_column(source, path) for path in found]


def _usual(source: Source) -> list[str]:
    object_type = source.object_type
    return [
        name
        for name in dict.fromkeys((object_type.title, *object_type.default_columns))
        if readable_field(source.policy, object_type, name) is not None
    ] or ["id"]


def _spread(source: Source, path: str) -> list[str]:
    if path != "custom":
        return [path]
    object_type = source.object_type
    return [
        one.name
        for one in object_type.custom_fields
        if readable_field(source.policy, object_type, one.name) is not None
    ]


def _column(source: Source, path: str) -> Column:
    at = source.locate(path)
    title = ""
    if at.field.type == "reference" and at.field.reference:
        title = source.join(at, at.path).title_sql
    return Column(path, _header(source, path, at), at, title)


def _header(source: Source, path: str, at: Located) -> str:
    """`Account: Industry` for a field of a referenced record."""
    if path in source.object_type.fields:
        return str(at.field.label)
    head = path[: -len(at.field.name) - 1]
    reference = source.object_type.fields.get(head)
    return f"{reference.label if reference else head}: {at.field.label}"
