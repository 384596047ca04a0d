"""No two live records of an object have the same value in a unique field.

Whoever writes waits for others and looks first, so that each row is told by itself; a unique index
holds it against everything else.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.policy import Policy
from crm_core.records.query.filters import equal_to
from crm_core.records.query.source import Located, rows_of_object
from crm_core.records.rules import Draft
from crm_core.records.services.turns import wait_for_others
from freehold.errors import Conflict, Invalid

#: Types whose values are told apart by their text.
COMPARABLE = frozenset(
    {"text", "phone", "email", "url", "integer", "date", "datetime", "picklist", "reference"}
)


#: The field's definition in the name of its unique index.
_INDEX = re.compile(r"cf_(?P<definition>[0-9a-f]{32})_u")
#: Values that are told where several records share one.
_MOST_NAMED = 3


def check_unique(drafts: Sequence[Draft]) -> None:
    """No other live record, and no other row of the same batch, has a unique field's value."""
    if not drafts:
        return
    object_type = drafts[0].object_type
    for field in _unique_fields(object_type):
        claims = _claims(drafts, field)
        if claims:
            wait_for_others(f"{object_type.name}/{field.name}")
            held = [_typed(field, claimants[0].values[field.name]) for claimants in claims.values()]
            _refuse_taken(claims, _taken(object_type, field, held), field)


def refuse_duplicates(object_type: ObjectType, ids: Sequence[UUID]) -> None:
    """`Conflict` when records that came back share a unique value with another live one."""
    for field in _unique_fields(object_type):
        wait_for_others(f"{object_type.name}/{field.name}")
        if _has_twin(object_type, field, ids):
            raise _has_come_back(field)


@contextmanager
def told_twins(object_type: ObjectType, *, coming_back: bool = False) -> Iterator[None]:
    """What a unique index refuses, told as everywhere; `coming_back`: of records that return."""
    try:
        yield
    except (IntegrityError, UniqueViolation) as error:
        field = _indexed_field(object_type, error)
        if field is None:
            raise
        if coming_back:
            raise _has_come_back(field) from error
        raise Invalid.at(field.name, "not_unique", _taken_already()) from error


def _indexed_field(object_type: ObjectType, error: Exception) -> Field | None:
    violation = error if isinstance(error, UniqueViolation) else error.__cause__
    if not isinstance(violation, UniqueViolation):
        return None
    found = _INDEX.match(violation.diag.constraint_name or "")
    if found is None:
        return None
    ident = UUID(found["definition"])
    return next(
        (one for one in object_type.custom_fields if ident and one.definition == ident), None
    )


def _taken_already() -> str:
    return _("Another record has this value already.")


def _has_come_back(field: Field) -> Conflict:
    return Conflict(
        _("Another record has the same “%(field)s” by now: change it first.")
        % {"field": field.label}
    )


def refuse_shared_values(object_type: ObjectType, field: Field, policy: Policy) -> None:
    """`Invalid` when live records share a value, naming some that the reader may see."""
    wait_for_others(f"{object_type.name}/{field.name}")
    at = Located("r", field, object_type, field.name)
    seen = policy.condition(object_type, "read", "r")
    with connection.cursor() as run:
        run.execute(
            f"SELECT ({at.sql})::text, count(*), count(*) FILTER (WHERE {seen.sql})"
            f' FROM {object_type.table} "r" WHERE {_live(object_type, "r")}'
            f" AND {at.sql} IS NOT NULL GROUP BY 1 HAVING count(*) > 1 ORDER BY 3 DESC, 2 DESC, 1"
            f" LIMIT {_MOST_NAMED}",
            seen.params,
        )
        shared = run.fetchall()
    if not shared:
        return
    hidden = policy.field_access(object_type.name, field.name) == "hidden"
    named = [f"“{value}” ({count})" for value, count, visible in shared if visible and not hidden]
    message = _("Several records have the same value; make them differ first.")
    if named:
        message = _(
            "Several records have the same value, such as %(values)s; make them differ first."
        ) % {"values": ", ".join(named)}
    raise Invalid.at("unique", "not_unique", message)


def _unique_fields(object_type: ObjectType) -> list[Field]:
    return [one for one in object_type.fields.values() if one.unique and one.type in COMPARABLE]


def _claims(drafts: Sequence[Draft], field: Field) -> dict[str, list[Draft]]:
    claims: dict[str, list[Draft]] = {}
    for draft in drafts:
        value = draft.values.get(field.name)
        if value is not None and draft.changes(field.name):
            claims.setdefault(str(value), []).append(draft)
    return claims


def _live(object_type: ObjectType, alias: str) -> str:
    return f'"{alias}".deleted_at IS NULL AND {rows_of_object(object_type, alias).sql}'


def _taken(object_type: ObjectType, field: Field, values: list[Any]) -> dict[str, UUID]:
    """The text of each value that is there, and whose it is; by the field's own index."""
    at = Located("r", field, object_type, field.name)
    same = equal_to(at, values)
    with connection.cursor() as run:
        run.execute(
            f'SELECT ({at.sql})::text, "r".id FROM {object_type.table} "r"'
            f" WHERE {_live(object_type, 'r')} AND {same.sql}",
            same.params,
        )
        return dict(run.fetchall())


def _typed(field: Field, value: Any) -> Any:
    return UUID(str(value)) if field.type == "reference" else value


def _refuse_taken(claims: dict[str, list[Draft]], taken: dict[str, UUID], field: Field) -> None:
    for value, claimants in claims.items():
        for index, draft in enumerate(claimants):
            own = draft.instance is not None and taken.get(value) == draft.instance.id
            if (value in taken and not own) or index:
                draft.refuse(field.name, "not_unique", _taken_already())


def _has_twin(object_type: ObjectType, field: Field, ids: Sequence[UUID]) -> bool:
    mine = Located("r", field, object_type, field.name).sql
    theirs = Located("o", field, object_type, field.name).sql
    params: list[Any] = [list(ids)]
    with connection.cursor() as run:
        run.execute(
            f'SELECT EXISTS (SELECT 1 FROM {object_type.table} "r" JOIN {object_type.table} "o"'
            f' ON {theirs} = {mine} AND "o".id <> "r".id AND {_live(object_type, "o")}'
            f' WHERE "r".id = ANY(%s) AND {_live(object_type, "r")})',
            params,
        )
        (found,) = run.fetchone() or (False,)
        return bool(found)
