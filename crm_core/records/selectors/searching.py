"""Global search: everything the reader may see, in one statement."""

from typing import Any

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment, conjunction, disjunction
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.search import matches, readable_text, similar, words_of
from crm_core.records.query.source import Located, Source, readable_field
from crm_core.records.sights import note_field, note_records
from freehold.identity.actor import Actor
from freehold.text import fold, like_pattern


def search_everything(
    q: str, *, actor: Actor, objects: list[str] | None = None, limit: int = 5
) -> list[dict[str, Any]]:
    """Groups, best first: [{"object", "label", "results": [{"id", "name", "detail"}]}]."""
    if not words_of(q):
        return []
    policy = policy_for(actor)
    known = catalogue.current()
    searched = [one for one in known.objects.values() if _is_searched(one, policy, objects)]
    if not searched:
        return []
    parts = [_part(Source(known, policy, one), q, limit) for one in searched]
    sql = " UNION ALL ".join(f"({part.sql})" for part in parts)
    with connection.cursor() as run:
        run.execute(sql, [value for part in parts for value in part.params])
        rows = run.fetchall()
    for one in searched:
        note_records(one.name, [row[1] for row in rows if row[0] == one.name])
    groups = [_group(one, [row for row in rows if row[0] == one.name]) for one in searched]
    return sorted((one for one in groups if one["results"]), key=lambda one: -one.pop("score"))


def _is_searched(one: ObjectType, policy: Policy, objects: list[str] | None) -> bool:
    wanted = objects is None or one.name in objects
    return wanted and "search" in one.features and policy.can(one.name, "read")


def _part(source: Source, q: str, limit: int) -> Fragment:
    """One object's best matches: whole words first, then those that forgive a typing error."""
    found = disjunction([matches(source, q), similar(source, q)])
    where = conjunction([source.base_condition(), found])
    title = title_text(source)
    detail = detail_text(source)
    origin = source.from_clause()
    ranked = (
        f"(CASE WHEN extensions.fold({title}) LIKE %s THEN 2 WHEN {readable_text(source)} LIKE %s"
        f" THEN 1 ELSE 0 END) + word_similarity(%s, {readable_text(source)})"
    )
    folded = fold(q.strip())
    told = (like_pattern(folded, before=""), like_pattern(folded), folded)
    return Fragment(
        f'SELECT %s AS object, "r".id, {title} AS name, {detail} AS detail, {ranked} AS score'
        f' FROM {origin.sql} WHERE {where.sql} ORDER BY score DESC, "r".id DESC LIMIT {limit}',
        (source.object_type.name, *told, *origin.params, *where.params),
    )


def title_text(source: Source) -> str:
    """SQL of what a row is called; NULL to whom that is hidden."""
    title = source.object_type.title
    if readable_field(source.policy, source.object_type, title) is None:
        return "NULL::text"
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


def _group(one: ObjectType, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    labels = choice_labels(one)
    return {
        "object": one.name,
        "label": str(one.label_plural),
        "score": max((float(row[4]) for row in rows), default=0.0),
        "results": [
            {"id": row[1], "name": row[2], "detail": labels.get(row[3], row[3])} for row in rows
        ],
    }
