"""Values in API form to stored values: known, allowed, well formed, complete, unique."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.titles import titles_of
from crm_core.records.catalogue.types import SYSTEM_FIELDS, Field, ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.policy import Policy
from crm_core.records.query.source import readable_field, rows_of_object
from crm_core.records.rules import Draft
from freehold.errors import FieldError, Malformed

EMPTY: tuple[Any, ...] = (None, "", [])


def flat_values(
    object_type: ObjectType, policy: Policy, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Field name → raw value, custom ones as `custom.<key>`; 400 for what this caller can't know.

    What the server alone sets is ignored, so that a record can be sent back as it was read.
    """
    flat = {name: value for name, value in values.items() if name != "custom"}
    custom = values.get("custom")
    if custom is not None and not isinstance(custom, Mapping):
        raise Malformed(_("“custom” is an object of field names and values."))
    flat.update({f"custom.{name}": value for name, value in (custom or {}).items()})
    unknown = [
        FieldError(
            name[:80], "unknown_field", _("There is no field “%(name)s”.") % {"name": name[:80]}
        )
        for name in flat
        if readable_field(policy, object_type, name) is None
    ]
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)
    return {
        name: value
        for name, value in flat.items()
        if name not in SYSTEM_FIELDS and not object_type.fields[name].read_only
    }


def read_draft(draft: Draft, policy: Policy, flat: Mapping[str, Any]) -> None:
    """Parse each value into the draft; what is wrong goes into the draft's errors."""
    object_type = draft.object_type
    for name, value in flat.items():
        field = object_type.fields[name]
        if policy.field_access(object_type.name, name) != "write":
            draft.refuse(name, "not_allowed", _("Your roles do not let you change this field."))
            continue
        try:
            parsed = field.parse(value)
            if field.limits is not None:
                field.limits.check(parsed)
        except ValueError as error:
            draft.refuse(name, "invalid", str(error))
            continue
        draft.values[name] = _stored(field, parsed)


def fill_emptied(draft: Draft) -> None:
    """Where a column takes no NULL, emptying the field gives it its default again."""
    for name, value in list(draft.values.items()):
        field = draft.object_type.fields.get(name)
        if value is not None or field is None or field.custom or field.required or field.reference:
            continue
        column: Any = draft.object_type.model._meta.get_field(field.column)
        if not column.null:
            draft.values[name] = column.get_default()


def _stored(field: Field, parsed: Any) -> Any:
    """Empty text is no text; custom values are kept in their JSON form."""
    if parsed == "" or (parsed == [] and not field.custom):
        return None
    return field.kind.store(parsed) if field.custom and parsed is not None else parsed


def add_defaults(draft: Draft) -> None:
    """A default that does not fit any more, as its choice was removed, is none."""
    for name, field in draft.object_type.fields.items():
        if field.default is not None and draft.values.get(name) is None and not field.read_only:
            with suppress(ValueError):
                draft.values[name] = _stored(field, field.parse(field.default))


def check_required(draft: Draft, policy: Policy) -> None:
    """Every required field of a new record; of an old one those that the change would empty.

    A custom field that the writer may not write does not bind them: they could not fill it in.
    """
    refused = {error.field for error in draft.errors}
    for name, field in draft.object_type.fields.items():
        touched = draft.is_new or name in draft.values
        if field.required and touched and name not in refused and draft.get(name) in EMPTY:
            if field.custom and policy.field_access(draft.object_type.name, name) != "write":
                continue
            label = str(field.label)
            draft.refuse(name, "required", _("“%(field)s” must be filled in.") % {"field": label})


def check_references(drafts: Sequence[Draft], policy: Policy) -> None:
    """Each referenced record exists and the writer may see it; one statement for each target."""
    wanted: dict[str, set[UUID]] = {}
    places: list[tuple[Draft, str, str, UUID]] = []
    for draft in drafts:
        for name in draft.values:
            field = draft.object_type.fields.get(name)
            value = draft.values[name]
            if field is None or not field.reference or value is None or field.read_only:
                continue
            if not draft.changes(name):
                continue
            ident = value if isinstance(value, UUID) else UUID(value)
            wanted.setdefault(field.reference, set()).add(ident)
            places.append((draft, name, field.reference, ident))
    found = {target: existing(target, ids, policy) for target, ids in wanted.items()}
    for draft, name, target, ident in places:
        if ident not in found[target]:
            draft.refuse(
                name, "unknown_reference", _("There is no such record, or you may not see it.")
            )


def existing(target: str, ids: Iterable[UUID], policy: Policy) -> set[UUID]:
    """Those of `ids` that may be referred to: they are there, and the writer may see them."""
    known = catalogue.current()
    resource = known.resources.get(target)
    if resource is not None and target != "users":
        return {one for one in ids if titles_of(resource)(one) is not None}
    condition = Fragment('"t".id = ANY(%s)', (list(ids),))
    if resource is not None:
        table = resource.table
        condition = condition & Fragment('"t".is_active')
    else:
        object_type = known.object(target)
        table = object_type.table
        condition = condition & Fragment('"t".deleted_at IS NULL')
        condition = condition & rows_of_object(object_type, "t")
        condition = condition & policy.condition(object_type, "read", "t")
    with connection.cursor() as run:
        run.execute(f'SELECT "t".id FROM {table} "t" WHERE {condition.sql}', condition.params)
        return {row[0] for row in run.fetchall()}
