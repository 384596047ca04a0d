"""Records that a new one would probably repeat, as far as its writer may see them.

Only fields that the writer may read are compared: neither a hidden field nor a record out of reach
can be probed by what is answered here.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field
from crm_core.records.expressions import HOST, PHONE, phone_key
from crm_core.records.fragments import Fragment, conjunction, disjunction
from crm_core.records.policy import policy_for
from crm_core.records.query.source import Source, readable_field
from crm_core.records.selectors.reading import readable_object
from crm_core.records.selectors.searching import choice_labels, detail_text, title_text
from crm_core.records.sights import note_records
from freehold.identity.actor import Actor
from freehold.text import fold, like_pattern

MOST_NAMED = 5
#: Longer than what any compared field holds.
LONGEST = 2000
#: What the index of a row's words finds nothing shorter than.
_TRIGRAM = 3


def records_alike(
    object_name: str, values: Mapping[str, Any], *, actor: Actor
) -> list[dict[str, Any]]:
    """At most five: [{"id", "name", "detail", "fields"}], with the fields that hold the same."""
    policy = policy_for(actor)
    object_type = readable_object(object_name, policy)
    source = Source(catalogue.current(), policy, object_type)
    told = _by_field(values)
    sets = {names: _same_in(source, names, told) for names in object_type.alike}
    asked = {names: found for names, found in sets.items() if found is not None}
    if not asked:
        return []
    rows = _found(source, list(asked.values()))
    note_records(object_name, [row[0] for row in rows])
    labels = choice_labels(object_type)
    return [
        {
            "id": row[0],
            "name": row[1],
            "detail": labels.get(row[2], row[2]),
            "fields": _shared(list(asked), row[3:]),
        }
        for row in rows
    ]


def _by_field(values: Mapping[str, Any]) -> dict[str, Any]:
    custom = values.get("custom")
    own = custom if isinstance(custom, Mapping) else {}
    return {**values, **{f"custom.{name}": value for name, value in own.items()}}


def _found(source: Source, asked: list[Fragment]) -> list[tuple[Any, ...]]:
    """One statement. Found first and sorted then: in order of age, all rows would be looked at."""
    told = ", ".join(f"coalesce({one.sql}, false)" for one in asked)
    title, detail = title_text(source), detail_text(source)
    where = source.base_condition() & disjunction(asked)
    origin = source.from_clause()
    with connection.cursor() as run:
        run.execute(
            f'WITH found AS MATERIALIZED (SELECT "r".id, {title}, {detail}, {told}'
            f" FROM {origin.sql} WHERE {where.sql})"
            f" SELECT * FROM found ORDER BY id DESC LIMIT {MOST_NAMED}",
            (*(value for one in asked for value in one.params), *origin.params, *where.params),
        )
        rows: list[tuple[Any, ...]] = run.fetchall()
        return rows


def _shared(sets: Sequence[tuple[str, ...]], same: Sequence[bool]) -> list[str]:
    found = (name for names, is_same in zip(sets, same, strict=True) if is_same for name in names)
    return list(dict.fromkeys(found))


def _same_in(source: Source, names: Sequence[str], values: Mapping[str, Any]) -> Fragment | None:
    """True for rows that hold all of these values; None where one is missing or not to be read."""
    parts = []
    for name in names:
        field = readable_field(source.policy, source.object_type, name)
        part = _same(source, field, values.get(name)) if field else None
        if part is None:
            return None
        parts.append(part)
    return conjunction(parts)


def _same(source: Source, field: Field, value: Any) -> Fragment | None:
    if field.type == "reference":
        return _same_reference(source, field, value)
    if not isinstance(value, str) or len(value) > LONGEST or "\x00" in value:
        return None
    text = fold(value.strip())
    if field.type == "url":
        text = re.sub(HOST, r"\3", text, flags=re.DOTALL)
    if field.type == "phone":
        return _same_phone(source, field, text)
    if not text:
        return None
    held = f"extensions.fold({source.locate(field.name).sql})"
    if field.type == "url":
        held = f"regexp_replace({held}, '{HOST}', '\\3')"
    same = Fragment(f'{held} COLLATE "C" = %s', (text,))
    if not field.searchable or len(text) < _TRIGRAM:
        return same
    return Fragment('"r".search_text LIKE %s', (like_pattern(text),)) & same


def _same_phone(source: Source, field: Field, text: str) -> Fragment | None:
    """However it is written; words of its row don't hold the other ways."""
    found = re.search(PHONE, re.sub("[^0-9]", "", text).lstrip("0"), flags=re.ASCII)
    if found is None:
        return None
    folded = f'extensions.fold({source.locate(field.name).sql}) COLLATE "C"'
    return Fragment(f"{phone_key(folded)} = %s", (found[0],))


def _same_reference(source: Source, field: Field, value: Any) -> Fragment | None:
    """Through the referenced record, which the writer must be able to see."""
    told = value.get("id") if isinstance(value, Mapping) else value
    try:
        ident = UUID(told)
    except (TypeError, ValueError, AttributeError):
        return None
    at = source.locate(field.name)
    joined = source.join(at, field.name)
    return Fragment(f'{at.sql} = %s AND "{joined.alias}".id IS NOT NULL', (ident,))
