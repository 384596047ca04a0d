"""One action on many records: change, assign, delete, restore; all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment, SqlCondition
from crm_core.records.models import Record
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.listing import ListParams, condition_of
from crm_core.records.query.source import Source
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from crm_core.records.services.many import MOST_ROWS, update_many
from crm_core.records.services.uniqueness import refuse_duplicates
from crm_core.records.services.writing import allowed_object, rules_of
from freehold.audit.services import act_as
from freehold.errors import Forbidden, Invalid, Malformed
from freehold.events.services import emit
from freehold.identity.actor import Actor

MOST_RECORDS = 50_000
_VERBS = {"update": "update", "assign": "update", "delete": "delete", "restore": "delete"}


@dataclass(frozen=True)
class BulkResult:
    count: int
    undo: UUID | None


def bulk_change(
    object_name: str,
    action: str,
    *,
    actor: Actor,
    ids: Sequence[UUID] | None = None,
    params: ListParams | None = None,
    values: Mapping[str, Any] | None = None,
) -> BulkResult:
    """Do `action` to the records named or filtered; 403 when one of them is out of reach.

    `assign` is `update` of the owner alone. Everything happens in one transaction.
    """
    verb = _VERBS.get(action)
    if verb is None:
        raise Malformed(f"“{action[:40]}” is no bulk action: use {', '.join(_VERBS)}.")
    policy = policy_for(actor)
    object_type = allowed_object(object_name, policy, verb)
    if (ids is None or len(ids) > 1) and not policy.has_right("bulk"):
        raise Forbidden("Changing many records at once needs the right “bulk”.")
    with transaction.atomic():
        act_as(actor)
        chosen = _chosen(object_type, policy, verb, ids, params, trash=action == "restore")
        steps = _acts(action, object_type, chosen, values or {}, policy, actor)
        undo = storing.keep_step(f"bulk_{action}", object_type, steps, actor)
    return BulkResult(len(steps), undo)


def _chosen(
    object_type: ObjectType,
    policy: Policy,
    verb: str,
    ids: Sequence[UUID] | None,
    params: ListParams | None,
    *,
    trash: bool,
) -> list[UUID]:
    """The ids to act on. A filter reaches what the actor may act on; named ids must all be."""
    source = Source(catalogue.current(), policy, object_type)
    if ids is None and params is None:
        raise Malformed("Say which records: “ids”, or a “filter”.")
    if ids is not None:
        where = source.base_condition(trash=trash, verb=verb)
        where = where & Fragment('"r".id = ANY(%s)', (list(ids),))
    else:
        assert params is not None
        where = condition_of(source, params, verb=verb)
    origin = source.from_clause()
    with connection.cursor() as run:
        run.execute(
            f'SELECT "r".id FROM {origin.sql} WHERE {where.sql} ORDER BY "r".id'
            f" LIMIT {MOST_RECORDS + 1}",
            (*origin.params, *where.params),
        )
        found = [row[0] for row in run.fetchall()]
    if len(found) > MOST_RECORDS:
        raise Invalid.at("filter", "too_many", f"Change at most {MOST_RECORDS:,} records at once.")
    if ids is not None and set(found) != set(ids):
        missing = len(set(ids) - set(found))
        raise Forbidden(f"{missing} of the records do not exist or are not yours to change.")
    return found


def _acts(
    action: str,
    object_type: ObjectType,
    ids: Sequence[UUID],
    values: Mapping[str, Any],
    policy: Policy,
    actor: Actor,
) -> list[dict[str, Any]]:
    if action == "assign" and set(values) != {"owner"}:
        raise Malformed("“assign” takes the new owner: {“owner”: id}.")
    if action in ("update", "assign") and not values:
        raise Malformed("Say what to change in “values”.")
    act: Callable[[Sequence[UUID]], list[dict[str, Any]]]
    if action in ("update", "assign"):

        def act(part: Sequence[UUID]) -> list[dict[str, Any]]:
            return _update(object_type, part, values, actor)
    else:

        def act(part: Sequence[UUID]) -> list[dict[str, Any]]:
            return _move_trash(object_type, part, action, actor)

    steps: list[dict[str, Any]] = []
    for start in range(0, len(ids), MOST_ROWS):
        steps.extend(act(ids[start : start + MOST_ROWS]))
    return steps


def _update(
    object_type: ObjectType, ids: Sequence[UUID], values: Mapping[str, Any], actor: Actor
) -> list[dict[str, Any]]:
    outcomes = update_many(object_type.name, [(one, values) for one in ids], actor=actor)
    wrong = next((one for one in outcomes if one.errors), None)
    if wrong is not None:
        raise Invalid(wrong.errors[0].message, errors=wrong.errors)
    return [one.undo for one in outcomes if one.undo and one.changed]


def _move_trash(
    object_type: ObjectType, ids: Sequence[UUID], action: str, actor: Actor
) -> list[dict[str, Any]]:
    rows: list[Record] = list(
        object_type.model._default_manager.select_for_update(of=("self",))
        .filter(SqlCondition(Fragment("TRUE")), id__in=ids)
        .order_by("id")
    )
    now = timezone.now()
    drafts = []
    for row in rows:
        draft = Draft(object_type, {}, instance=row, before=storing.columns_of(row), now=now)
        row.deleted_at = now if action == "delete" else None
        row.version += 1
        row.updated_at = now
        row.updated_by_id = actor.user_id
        drafts.append(draft)
    object_type.model._default_manager.bulk_update(
        rows, ["deleted_at", "version", "updated_at", "updated_by"], batch_size=500
    )
    if action == "restore":
        refuse_duplicates(object_type, ids)
    rules_of(object_type).written(drafts, actor=actor)
    event = "deleted" if action == "delete" else "restored"
    emit(
        f"crm.{object_type.name}.{event}",
        actor=actor,
        object=object_type.name,
        records=[row.id for row in rows],
    )
    return [storing.undo_record(draft) for draft in drafts]
