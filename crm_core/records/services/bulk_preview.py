"""What a bulk change would do, told before it is done; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy
from crm_core.records.query.listing import ListParams
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services.bulk import (
    AT_ONCE,
    MOST_ERRORS,
    BulkChange,
    act,
    allowed,
    checked_change,
    refuse_nonsense,
)
from crm_core.records.services.many import examine_many
from crm_core.records.services.selections import Selection, choose
from freehold.audit.services import act_as
from freehold.errors import FieldError, Invalid
from freehold.identity.actor import Actor

#: Records beyond these are counted, not tried; the answer says how many were tried.
MOST_EXAMINED = 10_000
SAMPLE = 5
_STAMPS = frozenset(
    {
        *("version", "updated_at", "updated_by", "deleted_at"),
        *("last_activity_at", "last_contacted_at", "next_activity_at"),
    }
)


@dataclass
class _Examined:
    """Counts of what was tried, a few that would change, and the errors of others."""

    changing: int = 0
    unchanged: int = 0
    sample: list[UUID] = field(default_factory=list)
    errors: list[tuple[UUID, list[FieldError]]] = field(default_factory=list)


def preview_bulk(
    object_name: str,
    action: str,
    *,
    actor: Actor,
    ids: Sequence[UUID] | None = None,
    params: ListParams | None = None,
    values: Mapping[str, Any] | None = None,
    exclude: frozenset[UUID] = frozenset(),
) -> dict[str, Any]:
    """{"total", "count", "unchanged", "not_allowed", "invalid", "examined", "sample", "errors"}.

    Every one of `total` is in one of the four counts, as far as it was examined. Records out of
    reach, missing ones and those of other tenants are all `not_allowed`.
    """
    change = checked_change(action, values or {}, partial=True)
    selection = Selection(ids, params, exclude)
    policy, object_type = allowed(object_name, change, selection, actor)
    refuse_nonsense(object_type, change, policy)
    chosen = choose(object_type, policy, change.verb, selection, trash=action == "restore")
    examined = _examine(object_type, change, chosen.may[:MOST_EXAMINED], actor)
    return {
        "total": len(chosen.may) + chosen.refused,
        "count": examined.changing,
        "unchanged": examined.unchanged,
        "not_allowed": chosen.refused,
        "invalid": len(examined.errors),
        "examined": min(len(chosen.may), MOST_EXAMINED),
        "sample": _sample(object_type, change, examined.sample, policy, actor),
        "errors": _named_errors(object_type, examined.errors, policy),
        "job": len(chosen.may) > AT_ONCE,
    }


def _examine(
    object_type: ObjectType, change: BulkChange, ids: Sequence[UUID], actor: Actor
) -> _Examined:
    if not change.writes_values:
        return _Examined(changing=len(ids), sample=list(ids[:SAMPLE]))
    found = _Examined()
    with transaction.atomic():
        for start in range(0, len(ids), AT_ONCE):
            part = [(ident, change.values) for ident in ids[start : start + AT_ONCE]]
            for (ident, _), one in zip(
                part, examine_many(object_type.name, part, actor=actor), strict=True
            ):
                _note(found, ident, one.errors, changed=one.changed)
        transaction.set_rollback(True)
    return found


def _note(found: _Examined, ident: UUID, errors: list[FieldError], *, changed: bool) -> None:
    if errors:
        found.errors.append((ident, errors))
    elif changed:
        found.changing += 1
        if len(found.sample) < SAMPLE:
            found.sample.append(ident)
    else:
        found.unchanged += 1


def _sample(
    object_type: ObjectType,
    change: BulkChange,
    ids: Sequence[UUID],
    policy: Policy,
    actor: Actor,
) -> list[dict[str, Any]]:
    """The change is made and taken back at once, so that what follows from it shows, too."""
    in_trash = change.action == "restore"
    before = fetch_records(policy, object_type, ids, trash=in_trash)
    after: dict[UUID, dict[str, Any]] = {}
    if change.writes_values and ids:
        with transaction.atomic():
            act_as(actor)
            try:
                act(object_type, change, ids, policy, actor)
                after = {one["id"]: one for one in fetch_records(policy, object_type, ids)}
            except Invalid:
                after = {}
            transaction.set_rollback(True)
    return [
        {
            "id": one["id"],
            "name": one.get(object_type.title),
            "changes": _changes(object_type, one, after.get(one["id"], {})),
        }
        for one in before
    ]


def _changes(
    object_type: ObjectType, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[dict[str, Any]]:
    old, new = _flat(before), _flat(after)
    return [
        {
            "field": name,
            "label": str(object_type.fields[name].label),
            "from": old.get(name),
            "to": value,
        }
        for name, value in new.items()
        if name not in _STAMPS and name in object_type.fields and old.get(name) != value
    ]


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in record.items() if name != "custom"}
    return {**own, **{f"custom.{key}": held for key, held in record.get("custom", {}).items()}}


def _named_errors(
    object_type: ObjectType, wrong: Sequence[tuple[UUID, list[FieldError]]], policy: Policy
) -> list[dict[str, Any]]:
    told = wrong[:MOST_ERRORS]
    fields = ["id"]
    if policy.field_access(object_type.name, object_type.title) != "hidden":
        fields.append(object_type.title)
    found = fetch_records(policy, object_type, [ident for ident, _ in told], fields=fields)
    names = {one["id"]: one.get(object_type.title) for one in found}
    return [
        {"id": ident, "name": names.get(ident), "errors": [one.as_json() for one in errors]}
        for ident, errors in told
    ]
