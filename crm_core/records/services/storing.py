"""Drafts to rows: columns, searchable text, versions, and what undo needs to put back."""

from collections.abc import Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import models

from crm_core.records.catalogue.types import Field, ObjectType
from crm_core.records.models import Record, UndoStep
from crm_core.records.rules import Draft
from freehold.identity.actor import Actor
from freehold.row_batches import insert_along
from freehold.text import fold

#: Before the name of a custom field, where columns are named.
CUSTOM = "custom."
#: Where a record keeps values that its fields have no type for, by the field's key.
KEPT = "_kept"
_TEXT = "text"
#: Columns that every write sets.
STAMPS = ("version", "updated_at", "updated_by_id", "search_text")


def apply(draft: Draft, actor: Actor) -> Record:
    """Put the draft's values and stamps on its row, which is made when the record is new."""
    row = draft.instance
    if row is None:
        row = draft.object_type.model()
        row.created_at = draft.now
        row.created_by_id = actor.user_id
        if draft.object_type.custom:
            row.object = draft.object_type.name  # type: ignore[attr-defined]
    else:
        row.version += 1
    row.updated_at = draft.now
    row.updated_by_id = actor.user_id
    for name, value in draft.values.items():
        _set(row, draft.object_type.fields.get(name), name, value)
    row.search_text = search_text(draft.object_type, row)
    return row


def _set(row: Record, field: Field | None, name: str, value: Any) -> None:
    if field is None:
        setattr(row, name, value)
    elif field.custom:
        row.custom = {key: held for key, held in row.custom.items() if key != field.key}
        if value is not None:
            row.custom[field.key] = value
    elif field.type == "money":
        setattr(row, name, None if value is None else value["amount"])
        setattr(row, f"{name}_currency", None if value is None else value["currency"])
    else:
        setattr(row, field.column, value)


def fitting(object_type: ObjectType, custom: dict[str, Any]) -> dict[str, Any]:
    """Custom values without those that a field has no type for any more: they are kept aside."""
    wrong = {key: value for key, value in custom.items() if not _fits(object_type, key, value)}
    if not wrong:
        return custom
    kept = {key: {"type": _TEXT, "value": str(value)} for key, value in wrong.items()}
    rest = {key: value for key, value in custom.items() if key not in wrong}
    return {**rest, KEPT: {**custom.get(KEPT, {}), **kept}}


def _fits(object_type: ObjectType, key: str, value: Any) -> bool:
    field = object_type.fields.get(f"custom.{key}")
    if field is None or value is None or field.computed is not None or field.choices is not None:
        return True
    try:
        return bool(field.kind.store(field.parse(value)) == value)
    except ValueError:
        return False


def search_text(object_type: ObjectType, row: Record) -> str:
    """The folded text of the searchable fields, as list and global search read it."""
    parts = [
        _text(row.custom.get(one.key) if one.custom else getattr(row, one.column))
        for one in object_type.searchable_fields
    ]
    return fold(" ".join(part for part in parts if part))[:4000]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(str(entry.get("value", "")) for entry in value if isinstance(entry, dict))
    return "" if value is None else str(value)


def columns_of(row: Record) -> dict[str, Any]:
    """A row's stored values by column."""
    held = vars(row)
    return {name: held[name] for name in _attributes_of(type(row))}


@cache
def _attributes_of(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def changed_columns(draft: Draft) -> dict[str, Any]:
    """The former values of the columns that the write changes, stamps aside."""
    return _changed(draft, columns_of(draft.instance) if draft.instance else {})


def _changed(draft: Draft, after: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in draft.before.items()
        if name not in STAMPS and after.get(name) != value
    }


def written_columns(draft: Draft) -> set[str]:
    """The columns that differ from what is stored, and the stamps of every write."""
    after = columns_of(draft.instance) if draft.instance else {}
    return {name for name, value in after.items() if draft.before.get(name) != value} | set(STAMPS)


def undo_record(draft: Draft) -> dict[str, Any]:
    """What an undo step keeps of one record: the values before and after, by column.

    Custom fields stand for themselves (`custom.tier`), so that a later change of one of them does
    not stand in the way of the others.
    """
    assert draft.instance is not None
    model, now = draft.object_type.model, columns_of(draft.instance)
    before = _changed(draft, now)
    after = {name: now[name] for name in before}
    return {
        "id": str(draft.instance.id),
        "version": draft.instance.version,
        "before": _kept(model, before, after),
        "after": _kept(model, after, before),
    }


def _kept(
    model: type[models.Model], values: dict[str, Any], others: dict[str, Any]
) -> dict[str, Any]:
    kept = {
        name: column_json(model, name, value) for name, value in values.items() if name != "custom"
    }
    own, other = values.get("custom") or {}, others.get("custom") or {}
    changed = [key for key in {**own, **other} if own.get(key) != other.get(key)]
    return kept | {f"{CUSTOM}{key}": own.get(key) for key in changed}


def put_column(row: Record, name: str, value: Any) -> None:
    """Set a column, or one custom field, from what an undo step keeps."""
    if not name.startswith(CUSTOM):
        setattr(row, name, column_value(type(row), name, value))
        return
    key = name.removeprefix(CUSTOM)
    row.custom = {held: one for held, one in row.custom.items() if held != key}
    if value is not None:
        row.custom[key] = value


def holds(row: Record, name: str, value: Any) -> bool:
    """The row still has what an undo step keeps as its value afterwards."""
    if name.startswith(CUSTOM):
        return bool(row.custom.get(name.removeprefix(CUSTOM)) == value)
    return bool(getattr(row, name) == column_value(type(row), name, value))


def column_json(model: type[models.Model], name: str, value: Any) -> Any:
    """A column's value as an undo step keeps it."""
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    field: Any = model._meta.get_field(name)
    return field.value_to_string(SimpleNamespace(**{name: value}))


def column_value(model: type[models.Model], name: str, value: Any) -> Any:
    if value is None:
        return None
    field: Any = model._meta.get_field(name)
    return field.target_field.to_python(value) if field.is_relation else field.to_python(value)


def keep_undo(
    action: str, object_type: ObjectType, drafts: Sequence[Draft], actor: Actor
) -> UUID | None:
    """Store what the action changed; None when nothing did or nobody could ask for it back."""
    steps = [undo_record(draft) for draft in drafts if draft.instance is not None]
    return keep_step(action, object_type, steps, actor)


def keep_step(
    action: str, object_type: ObjectType, steps: list[dict[str, Any]], actor: Actor
) -> UUID | None:
    """Store what one action changed, as `undo_record` tells it of each record."""
    if not steps or actor.user_id is None:
        return None
    step = UndoStep(
        actor_id=actor.user_id,
        action=action,
        object=object_type.name,
        records=steps,
        count=len(steps),
    )
    insert_along([step])
    return step.id
