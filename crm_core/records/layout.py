"""How an object's fields are laid out on its record page, as one reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_core.records.catalogue.types import Field, ObjectType


@dataclass(frozen=True, slots=True)
class LaidOutSection:
    label: str
    columns: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """`known` are the fields that could be placed; others came later and stand at the end."""

    sections: tuple[LaidOutSection, ...]
    known: frozenset[str]


def sections_of(
    object_type: ObjectType, readable: Sequence[Field], layout: LaidOut | None
) -> list[dict[str, Any]]:
    """[{"name", "label", "columns", "fields"}]: only fields the reader may read, none twice."""
    if layout is None:
        return _as_declared(object_type, readable)
    names = {one.name for one in readable}
    placed = [[name for name in section.fields if name in names] for section in layout.sections]
    late = [one.name for one in readable if one.name not in layout.known]
    if placed and late:
        placed[-1] += late
    return [
        {"name": f"section-{at}", "label": one.label, "columns": one.columns, "fields": fields}
        for at, (one, fields) in enumerate(zip(layout.sections, placed, strict=True), start=1)
        if fields
    ]


def _as_declared(object_type: ObjectType, readable: Sequence[Field]) -> list[dict[str, Any]]:
    ordered = sorted(readable, key=lambda one: one.position)
    return [
        {
            "name": section.name,
            "label": str(section.label),
            "columns": 1,
            "fields": [one.name for one in ordered if one.section == section.name],
        }
        for section in object_type.sections
    ]
