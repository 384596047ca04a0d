"""Fields that must be filled in under a condition: asked about drafts as if they were stored."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection, models
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.fragments import FALSE, Fragment
from crm_core.records.policy import Policy
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.source import Source
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from freehold.errors import Malformed

EMPTY: tuple[Any, ...] = (None, "", [])


def check_conditions(drafts: Sequence[Draft], policy: Policy) -> None:
    """Refuse drafts that leave a field empty which their values make required; one statement.

    A condition on what the writer may not read does not bind them, as it would tell them of it,
    nor one on a field that they may not write.
    """
    object_type = drafts[0].object_type
    asked = [
        one
        for one in object_type.fields.values()
        if one.required_if is not None
        and policy.field_access(object_type.name, one.name) == "write"
    ]
    open_drafts = [
        draft
        for draft in drafts
        if not draft.errors and any(draft.get(one.name) in EMPTY for one in asked)
    ]
    if not open_drafts:
        return
    answers = _answers(object_type, policy, asked, open_drafts)
    for draft, met in zip(open_drafts, answers, strict=True):
        for one, is_met in zip(asked, met, strict=True):
            if is_met and draft.get(one.name) in EMPTY:
                message = _("“%(field)s” must be filled in here.") % {"field": str(one.label)}
                draft.refuse(one.name, "required", message)


def _answers(
    object_type: ObjectType, policy: Policy, asked: Sequence[Field], drafts: Sequence[Draft]
) -> list[tuple[bool, ...]]:
    """For each draft whether each condition holds."""
    told = orjson.dumps([_row(draft, index) for index, draft in enumerate(drafts)]).decode()
    rows = Fragment(f"jsonb_populate_recordset(NULL::{object_type.table}, %s::jsonb)", (told,))
    source = Source(catalogue.current(), policy, object_type, rows=rows)
    conditions = [_condition(source, one) for one in asked]
    origin = source.from_clause()
    columns = ", ".join(f"coalesce(({one.sql}), false)" for one in conditions)
    params = [value for one in conditions for value in one.params]
    with connection.cursor() as run:
        run.execute(
            f'SELECT {columns} FROM {origin.sql} ORDER BY "{source.root}".version',
            [*params, *origin.params],
        )
        found: list[tuple[bool, ...]] = run.fetchall()
        return found


def _condition(source: Source, field: Field) -> Fragment:
    try:
        return compile_filter(source, field.required_if)
    except Malformed:
        return FALSE


def _row(draft: Draft, index: int) -> dict[str, Any]:
    """The row that the draft would be stored as, by column; `version` keeps its place."""
    model = draft.object_type.model
    row = draft.instance
    held = storing.columns_of(row) if row is not None else storing.columns_of(model())
    custom = dict(held.get("custom") or {})
    for name, value in draft.values.items():
        field = draft.object_type.fields.get(name)
        if field is not None and field.custom:
            custom[field.key] = value
        elif field is not None and field.type == "money":
            held[name] = value["amount"] if value else None
            held[f"{name}_currency"] = value["currency"] if value else None
        else:
            held[field.column if field is not None else name] = value
    told = {_column(model, name): _plain(value) for name, value in held.items()}
    return {**told, "custom": custom, "version": index}


def _column(model: type[models.Model], name: str) -> str:
    found: Any = model._meta.get_field(name)
    return str(found.column)


def _plain(value: Any) -> Any:
    """What JSON has no form for goes as text, which PostgreSQL reads by the column's type."""
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return str(value)
