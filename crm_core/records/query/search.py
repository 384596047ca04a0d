"""Searching by words: through a row's indexed text, only in fields that the reader sees."""

from itertools import groupby

from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import Field
from crm_core.records.fragments import TRUE, Fragment, conjunction, disjunction
from crm_core.records.query.phones import (
    Number,
    holds_number,
    is_written_as_number,
    read_number,
)
from crm_core.records.query.source import Located, Source
from crm_core.records.sights import note_field
from freehold.errors import FieldError, Malformed
from freehold.text import fold, like_pattern

MOST_WORDS = 8
LONGEST = 200


def words_of(text: str) -> list[str]:
    if len(text) > LONGEST or "\x00" in text:
        message = _("Search for at most %(longest)s characters.") % {"longest": LONGEST}
        raise Malformed(message, errors=[FieldError("search", "too_long", message)])
    return fold(text).split()[:MOST_WORDS]


def matches(source: Source, text: str) -> Fragment:
    """Every word is part of the row's text, as far as the reader may read that text."""
    words = words_of(text)
    hidden = hidden_fields(source)
    for one in source.object_type.searchable_fields:
        if one not in hidden:
            note_field(source.object_type.name, one)
    return _held('"r".search_text', words) & _in_readable(source, words)


def _held(text_sql: str, words: list[str]) -> Fragment:
    """Words that are written as a telephone number are that number, too, however it is written."""
    parts = []
    for of_number, run in groupby(words, key=is_written_as_number):
        ones = list(run)
        found = conjunction(Fragment(f"{text_sql} LIKE %s", (like_pattern(one),)) for one in ones)
        number = _number_in(" ".join(ones)) if of_number else None
        same = [holds_number(text_sql, number)] if number else []
        parts.append(disjunction([found, *same]))
    return conjunction(parts)


def similar(source: Source, text: str) -> Fragment:
    """The same, forgiving a typing error, for whom nothing is hidden; for global search, which also
    ranks.

    Each word stands in a SELECT of its own. Written out, PostgreSQL compares it with all that it
    knows of the column's values to guess how many rows follow (measured: 0.15 ms for each table).
    """
    return conjunction(
        Fragment('(SELECT %s::text) <%% "r".search_text', (word,)) for word in words_of(text)
    )


def is_number(text: str) -> bool:
    """Whether what is searched for is a telephone number, as far as it is typed."""
    return is_written_as_number(text) and _number_in(text) is not None


def holding(text_sql: str, text: str) -> Fragment:
    """Rows that hold what was typed as it stands, or as a number: they come before others."""
    as_typed = Fragment(f"{text_sql} LIKE %s", (like_pattern(text.strip()),))
    number = _number_in(text)
    return disjunction([as_typed, holds_number(text_sql, number)]) if number else as_typed


def _number_in(text: str) -> Number | None:
    number = read_number(text)
    return number if number and holds_number("", number) != TRUE else None


def hidden_fields(source: Source) -> list[Field]:
    return [
        one
        for one in source.object_type.searchable_fields
        if source.policy.field_access(source.object_type.name, one.name) == "hidden"
    ]


def _in_readable(source: Source, words: list[str]) -> Fragment:
    """A word found in a hidden field alone is no match: hidden values can't be probed."""
    if not words or not hidden_fields(source):
        return TRUE
    return _held(readable_text(source), words)


def readable_text(source: Source) -> str:
    """SQL of the folded text that the reader may see; folding it anew costs, so it is the row's own
    where nothing is hidden."""
    if not hidden_fields(source):
        return '"r".search_text'
    readable = [
        one for one in source.object_type.searchable_fields if one not in hidden_fields(source)
    ]
    parts = [f"coalesce({_as_text(source, one)}, '')" for one in readable] or ["''"]
    return f"extensions.fold({' || chr(32) || '.join(parts)})"


def _as_text(source: Source, one: Field) -> str:
    sql = Located("r", one, source.object_type, one.name).sql
    return f"{sql}::text" if one.type in ("emails", "phones", "addresses", "integer") else sql
