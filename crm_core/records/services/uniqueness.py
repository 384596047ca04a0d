"""No two live records of an object have the same value in a unique field."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.query.filters import equal_to
from crm_core.records.query.source import Located, rows_of_object
from crm_core.records.rules import Draft
from freehold.errors import Conflict

#: Types whose values are told apart by their text.
COMPARABLE = frozenset(
    {"text", "phone", "email", "url", "integer", "date", "datetime", "picklist", "reference"}
)


def check_unique(drafts: Sequence[Draft]) -> None:
    """No other live record, and no other row of the same batch, has a unique field's value."""
    if not drafts:
        return
    object_type = drafts[0].object_type
    for field in _unique_fields(object_type):
        claims = _claims(drafts, field)
        if claims:
            _wait_for_others(object_type, field)
            held = [_typed(field, claimants[0].values[field.name]) for claimants in claims.values()]
            _refuse_taken(claims, _taken(object_type, field, held), field)


def refuse_duplicates(object_type: ObjectType, ids: Sequence[UUID]) -> None:
    """`Conflict` when records that came back share a unique value with another live one."""
    for field in _unique_fields(object_type):
        _wait_for_others(object_type, field)
        if _has_twin(object_type, field, ids):
            raise Conflict(f"Another record has the same “{field.label}” by now: change it first.")


def _unique_fields(object_type: ObjectType) -> list[Field]:
    return [one for one in object_type.fields.values() if one.unique and one.type in COMPARABLE]


def _claims(drafts: Sequence[Draft], field: Field) -> dict[str, list[Draft]]:
    claims: dict[str, list[Draft]] = {}
    for draft in drafts:
        value = draft.values.get(field.name)
        if value is not None and draft.changes(field.name):
            claims.setdefault(str(value), []).append(draft)
    return claims


def _wait_for_others(object_type: ObjectType, field: Field) -> None:
    """Whoever else writes this field commits first: two at once can't take the same value."""
    with connection.cursor() as run:
        run.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))",
            [f"/{object_type.name}/{field.name}"],
        )


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
                draft.refuse(field.name, "not_unique", _("Another record has this value already."))


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
