"""Pieces of SQL with their parameters: text comes from code and catalogue, values never do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.expressions import Expression


@dataclass(frozen=True, slots=True)
class Fragment:
    """`sql` holds one `%s` for each of `params`."""

    sql: str
    params: tuple[Any, ...] = ()

    def __and__(self, other: "Fragment") -> "Fragment":
        return conjunction([self, other])

    def negated(self) -> "Fragment":
        """True where this is false or unknown: filters know no third value."""
        return Fragment(f"NOT coalesce(({self.sql}), false)", self.params)


TRUE = Fragment("TRUE")
FALSE = Fragment("FALSE")


def conjunction(parts: Iterable[Fragment]) -> Fragment:
    kept = [part for part in parts if part.sql != TRUE.sql]
    return _join(kept, " AND ") if kept else TRUE


def disjunction(parts: Iterable[Fragment]) -> Fragment:
    kept = list(parts)
    return _join(kept, " OR ") if kept else FALSE


def _join(parts: list[Fragment], word: str) -> Fragment:
    if len(parts) == 1:
        return parts[0]
    sql = word.join(f"({part.sql})" for part in parts)
    return Fragment(sql, tuple(value for part in parts for value in part.params))


def with_arrays_written(fragment: Fragment) -> Fragment:
    """The same with each list of ids as PostgreSQL reads it: for values that are sent often."""
    if "%%" in fragment.sql:
        return fragment
    *texts, rest = fragment.sql.split("%s", len(fragment.params))
    written = [_written(value) for value in fragment.params]
    sql = "".join(f"{text}%s{cast}" for text, (_, cast) in zip(texts, written, strict=True))
    return Fragment(sql + rest, tuple(value for value, _ in written))


def _written(value: Any) -> tuple[Any, str]:
    if isinstance(value, list | tuple) and value:
        for kind, cast in ((UUID, "::uuid[]"), (int, "::int[]")):
            if all(isinstance(one, kind) for one in value):
                return "{" + ",".join(map(str, value)) + "}", cast
    return value, ""


class SqlCondition(Expression):
    """A fragment as a boolean expression of the ORM: `queryset.filter(SqlCondition(fragment))`."""

    conditional = True

    def __init__(self, fragment: Fragment) -> None:
        super().__init__(output_field=models.BooleanField())
        self.fragment = fragment

    @property
    def identity(self) -> tuple[Any, ...]:
        """Parameters may be lists, which Django's own way of comparing expressions can't hash."""
        return (self.__class__, self.fragment.sql, repr(self.fragment.params))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return f"({self.fragment.sql})", list(self.fragment.params)


def literal(text: str) -> str:
    """A constant of the code or the catalogue as an SQL string literal, safe beside parameters."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
