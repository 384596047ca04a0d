"""Which samples must stay when the others go: changed ones, and what anything else relies on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.fragments import literal

#: (record, what it refers to)
Link = tuple[UUID, UUID]


@dataclass
class Staying:
    ids: set[UUID] = field(default_factory=set)
    titles: dict[UUID, tuple[str, str]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [title for _, title in self.titles.values() if title]

    def shown(self) -> list[dict[str, Any]]:
        """The first of them, as the reader finds them."""
        return [
            {"object": name, "id": ident, "name": title}
            for ident, (name, title) in list(self.titles.items())[:20]
        ]


def staying(marked: list[dict[str, Any]]) -> Staying:
    """Changed samples, samples that records of people's own refer to, and what these refer to."""
    samples = {UUID(one["id"]): one for one in marked}
    if not samples:
        return Staying()
    rows = _rows(marked)
    start = {
        ident
        for ident, one in samples.items()
        if ident in rows and rows[ident][1] != one["version"]
    }
    inner: dict[UUID, set[UUID]] = {}
    for source, target in _links(list(samples)):
        if source not in samples:
            start.add(target)
        elif source in rows:
            inner.setdefault(source, set()).add(target)
            if _is_part_of(samples[source]["object"], samples[target]["object"]):
                inner.setdefault(target, set()).add(source)
    found = _closed(start & set(rows), inner) & set(rows)
    titles = {ident: rows[ident][::2] for ident in rows if ident in found}
    return Staying(found, {ident: (name, title) for ident, (name, title) in titles.items()})


def _is_part_of(part: str, whole: str) -> bool:
    parent = catalogue.current().object(part).parent
    return parent is not None and parent[1] == whole


def _closed(start: set[UUID], links: dict[UUID, set[UUID]]) -> set[UUID]:
    found, waiting = set(start), list(start)
    while waiting:
        for target in links.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _rows(marked: list[dict[str, Any]]) -> dict[UUID, tuple[str, int, str]]:
    """The samples that are not in the Trash: their object, version and title."""
    found: dict[UUID, tuple[str, int, str]] = {}
    for name in dict.fromkeys(one["object"] for one in marked):
        object_type = catalogue.current().object(name)
        ids = [one["id"] for one in marked if one["object"] == name]
        rows = object_type.model._default_manager.filter(id__in=ids, deleted_at=None)
        for ident, version, title in rows.values_list("id", "version", object_type.title):
            found[ident] = (name, version, str(title or ""))
    return found


def _links(ids: list[UUID]) -> Iterator[Link]:
    """Every live record that refers to one of these, by any field of any object."""
    for object_type in catalogue.current().objects.values():
        for one in object_type.fields.values():
            if one.type == "reference" and one.reference in catalogue.current().objects:
                yield from _links_of(object_type, one, ids)


def _links_of(object_type: ObjectType, one: Field, ids: list[UUID]) -> Iterator[Link]:
    column = f"{one.key}_id"
    if one.custom:
        column = f"(custom ->> {literal(one.key)})::uuid"
    own = f" AND object = {literal(object_type.name)}" if object_type.custom else ""
    with connection.cursor() as run:
        run.execute(
            f"SELECT id, {column} FROM {object_type.table}"
            f" WHERE {column} = ANY(%s) AND deleted_at IS NULL{own}",
            [ids],
        )
        yield from run.fetchall()
