"""Global search: everything the reader may see, in one statement or two."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.search import (
    hidden_fields,
    holding,
    is_number,
    matches,
    readable_text,
    similar,
    words_of,
)
from crm_core.records.query.source import Located, Source, readable_field
from crm_core.records.sights import note_field, note_records
from freehold.identity.actor import Actor
from freehold.text import fold, like_pattern

HIDDEN = "NULL::text"
#: How many rows that hold the words are ranked; of more, those are looked for besides whose title
#: begins with them.
_RANKED = 500
#: Object, id, title, second line, score.
_Row = tuple[str, UUID, str | None, str | None, float]


def search_everything(
    q: str, *, actor: Actor, objects: list[str] | None = None, limit: int = 5
) -> list[dict[str, Any]]:
    """Groups, best first: [{"object", "label", "results": [{"id", "name", "detail"}]}].

    Rows that hold the words come first; where they are few, those follow that forgive a typing
    error.
    """
    if not words_of(q):
        return []
    policy = policy_for(actor)
    sources = [
        Source(catalogue.current(), policy, one)
        for one in catalogue.current().objects.values()
        if _is_searched(one, policy, objects)
    ]
    rows, seen = _holding(sources, q, limit)
    further = [part for one in sources for part in _further(one, q, limit, seen)]
    known_ids = {row[1] for row in rows}
    rows += [row[:5] for row in _read(further) if row[1] not in known_ids]
    rows.sort(key=lambda row: (row[4], row[1]), reverse=True)
    groups = []
    for one in sources:
        name = one.object_type.name
        best = [row for row in rows if row[0] == name][:limit]
        if best:
            note_records(name, [row[1] for row in best])
            groups.append((best[0][4], _group(one.object_type, best)))
    return [group for _, group in sorted(groups, key=lambda one: -one[0])]


def _is_searched(one: ObjectType, policy: Policy, objects: list[str] | None) -> bool:
    wanted = objects is None or one.name in objects
    return wanted and "search" in one.features and policy.can(one.name, "read")


def _holding(sources: list[Source], q: str, limit: int) -> tuple[list[_Row], dict[str, int]]:
    """The best rows that hold the words, and of how many these are the best, by object."""
    rows = _read([_best(one, q, limit, matches(one, q), f"LIMIT {_RANKED}") for one in sources])
    return [row[:5] for row in rows], {row[0]: row[5] for row in rows}


def _further(source: Source, q: str, limit: int, seen: dict[str, int]) -> Iterator[Fragment]:
    """What may be missing where too few rows hold the words, or too many to rank them all."""
    held = seen.get(source.object_type.name, 0)
    # A number with another digit is somebody else's: of numbers nothing nearly the same is wanted.
    if held < limit and not hidden_fields(source) and not is_number(q):
        yield _best(source, q, limit, similar(source, q))
    title = title_text(source)
    if held >= _RANKED and title != HIDDEN and _sorts_by_title(source.object_type):
        begins = f'extensions.fold({title}) COLLATE "C"'
        where = Fragment(f"{begins} LIKE %s", (like_pattern(q.strip(), before=""),))
        yield _best(source, q, limit, where, f'ORDER BY {begins}, "r".id LIMIT {limit}')


def _sorts_by_title(one: ObjectType) -> bool:
    """Whether an index holds the titles (`record_indexes`)."""
    return any(index.name.endswith("_title") for index in one.model._meta.indexes)


def _best(source: Source, q: str, limit: int, where: Fragment, chosen: str = "") -> Fragment:
    """Rows with their score, best first: 2 where the title begins with what was searched for, 1
    where the row holds it, and how similar it is besides; last, how many rows were ranked."""
    title, detail, text = title_text(source), detail_text(source), readable_text(source)
    words = fold(q.strip())
    begins, holds = like_pattern(words, before=""), holding("text", q)
    origin, reached = source.from_clause(), source.base_condition() & where
    return Fragment(
        "SELECT %s AS object, id, name, detail, CASE WHEN begins THEN 2 WHEN"
        f" {holds.sql} THEN 1"
        " ELSE 0 END + word_similarity(%s, text) AS score, count(*) OVER () FROM ("
        f'SELECT "r".id, {title} AS name, {detail} AS detail, {text} AS text,'
        f" extensions.fold({title}) LIKE %s AS begins FROM {origin.sql}"
        f" WHERE {reached.sql} {chosen}) found ORDER BY score DESC, id DESC LIMIT {limit}",
        (
            source.object_type.name,
            *holds.params,
            words,
            begins,
            *origin.params,
            *reached.params,
        ),
    )


def _read(parts: list[Fragment]) -> list[tuple[Any, ...]]:
    if not parts:
        return []
    sql = " UNION ALL ".join(f"({part.sql})" for part in parts)
    with connection.cursor() as run:
        run.execute(sql, [value for part in parts for value in part.params])
        rows: list[tuple[Any, ...]] = run.fetchall()
        return rows


def title_text(source: Source) -> str:
    """SQL of what a row is called; NULL to whom that is hidden."""
    title = source.object_type.title
    if readable_field(source.policy, source.object_type, title) is None:
        return HIDDEN
    return f'"r".{title}::text'


def detail_text(source: Source) -> str:
    """SQL of the second line that tells a row from its namesakes."""
    name = source.object_type.detail
    field = readable_field(source.policy, source.object_type, name) if name else None
    if field is None or name is None:
        return "NULL::text"
    note_field(source.object_type.name, field)
    at = Located("r", field, source.object_type, name)
    if field.type == "reference":
        return f"{source.join(at, name).title_sql}::text"
    return f"{at.sql}::text"


def choice_labels(one: ObjectType) -> dict[str, str]:
    """How the values of the second line are called, where it is a pick list."""
    detail = one.fields.get(one.detail or "")
    return {choice.value: str(choice.label) for choice in (detail.choices or ())} if detail else {}


def _group(one: ObjectType, rows: list[_Row]) -> dict[str, Any]:
    labels = choice_labels(one)
    return {
        "object": one.name,
        "label": str(one.label_plural),
        "results": [
            {"id": row[1], "name": row[2], "detail": labels.get(row[3] or "", row[3])}
            for row in rows
        ],
    }
