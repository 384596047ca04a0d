"""Undo steps in API form: what was done, to how many records, what stands in the way."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import UndoStep
from crm_core.records.policy import Policy
from crm_core.records.services.obstacles import (
    MOST_TOLD,
    Obstacle,
    labels_of,
    names_of,
    obstacles_of,
    told,
)
from crm_core.records.services.reach import reached
from crm_core.records.services.undoing import KEPT_FOR, has_undoer, hindrances_of, verb_of
from freehold.identity.actor import Actor

#: A list looks into actions on so many records; larger ones are looked into one by one.
MOST_CHECKED = 200


class Steps:
    """A page of steps, with a few statements for each object however many steps there are."""

    def __init__(self, actor: Actor, policy: Policy) -> None:
        self.actor = actor
        self.policy = policy

    def shown(self, steps: Sequence[UndoStep]) -> list[dict[str, Any]]:
        known = catalogue.current().objects
        small = [one.id for one in steps if one.count <= MOST_CHECKED and one.object in known]
        records = dict(UndoStep.objects.filter(id__in=small).values_list("id", "records"))
        blocked: dict[UUID, dict[UUID, Obstacle]] = {}
        names: dict[UUID, str] = {}
        lost: set[UUID] = set()
        for name in sorted({one.object for one in steps if one.object in known}):
            mine = [one for one in steps if one.object == name and one.id in records]
            held = {one.id: records[one.id] for one in mine if one.undone_at is None}
            blocked |= _blocked(known[name], held)
            first = [UUID(records[one.id][0]["id"]) for one in mine if records[one.id]]
            names |= names_of(known[name], first, self.policy)
            lost |= self._lost(known[name], mine, held)
        return [
            self._one(step, records.get(step.id), blocked.get(step.id), names, step.id in lost)
            for step in steps
        ]

    def _lost(
        self, object_type: ObjectType, steps: Sequence[UndoStep], held: dict[UUID, Any]
    ) -> set[UUID]:
        """Own steps about records out of reach by now. What gave them away may bring them back."""
        asked: dict[str, dict[UUID, set[UUID]]] = {}
        for step in steps:
            own = step.id in held and _is_own(step, self.actor) and not has_undoer(step.action)
            if own and not any("owner_id" in one["before"] for one in held[step.id]):
                ids = {UUID(one["id"]) for one in held[step.id]}
                asked.setdefault(verb_of(step), {})[step.id] = ids
        lost: set[UUID] = set()
        for verb, ids_of in asked.items():
            near = reached(object_type, set().union(*ids_of.values()), self.policy, verb)
            lost |= {step for step, ids in ids_of.items() if not ids <= near}
        return lost

    def _one(
        self,
        step: UndoStep,
        records: list[dict[str, Any]] | None,
        found: dict[UUID, Obstacle] | None,
        names: dict[UUID, str],
        is_lost: bool,
    ) -> dict[str, Any]:
        object_type = catalogue.current().objects.get(step.object)
        first = UUID(records[0]["id"]) if records and object_type else None
        return {
            **_head(step, object_type, self.actor),
            "record": {"id": first, "name": names.get(first)} if first is not None else None,
            "fields": _fields(object_type, records, self.policy),
            "can_undo": False if is_lost else self._can_undo(step, object_type, found),
            "conflict_count": None if found is None else len(found),
        }

    def _can_undo(
        self, step: UndoStep, object_type: ObjectType | None, found: Collection[UUID] | None
    ) -> bool | None:
        """None: an action on very many records, looked into when it is opened or undone."""
        if has_undoer(step.action) and step.undone_at is None and _is_own(step, self.actor):
            return None
        if object_type is None or step.undone_at is not None or not _is_own(step, self.actor):
            return False
        if not self.policy.can(step.object, verb_of(step)):
            return False
        return None if found is None else not found


def described(step: UndoStep, *, actor: Actor, policy: Policy) -> dict[str, Any]:
    """One step in full."""
    object_type = catalogue.current().objects.get(step.object)
    found: dict[UUID, Obstacle] = {}
    names: dict[UUID, str] = {}
    ids: list[UUID] = []
    if object_type is not None:
        ids = [UUID(one["id"]) for one in step.records[:MOST_TOLD]]
        if step.undone_at is None:
            found = _blocked(object_type, {step.id: step.records}).get(step.id, {})
        names = names_of(object_type, ids, policy)
    steps = Steps(actor, policy)
    open_records = {} if step.undone_at is not None else {step.id: step.records}
    is_lost = object_type is not None and bool(steps._lost(object_type, [step], open_records))
    shown = steps._one(step, step.records, found, names, is_lost)
    conflicts = told(object_type, found.values(), step.created_at, policy) if object_type else []
    if has_undoer(step.action):
        conflicts = hindrances_of(step, policy)
        shown["conflict_count"] = len(conflicts)
    return {
        **shown,
        "records": [{"id": one, "name": names.get(one)} for one in ids],
        "conflicts": conflicts,
    }


def _blocked(
    object_type: ObjectType, steps: dict[UUID, list[dict[str, Any]]]
) -> dict[UUID, dict[UUID, Obstacle]]:
    """The obstacles of each step; two statements, of which the second reads only suspects."""
    ids = {UUID(one["id"]) for records in steps.values() for one in records}
    if not ids:
        return {one: {} for one in steps}
    rows = object_type.model._default_manager.filter(id__in=ids)
    versions = dict(rows.values_list("id", "version"))
    suspects = {
        step: [one for one in records if versions.get(UUID(one["id"])) != one["version"]]
        for step, records in steps.items()
    }
    wanted = {UUID(one["id"]) for records in suspects.values() for one in records}
    stored = list(rows.filter(id__in=wanted)) if wanted else []
    return {step: obstacles_of(records, stored) for step, records in suspects.items()}


def _head(step: UndoStep, object_type: ObjectType | None, actor: Actor) -> dict[str, Any]:
    label = object_type.label_plural if object_type else step.object
    return {
        "id": step.id,
        "kind": "action",
        "at": step.created_at,
        "actor": {"id": step.actor.id, "name": str(step.actor)} if step.actor else None,
        "mine": _is_own(step, actor),
        "action": step.action,
        "object": step.object,
        "object_label": str(label),
        "count": step.count,
        "undone_at": step.undone_at,
        "skipped": step.skipped,
        "expires_at": step.created_at + KEPT_FOR,
    }


def _is_own(step: UndoStep, actor: Actor) -> bool:
    return actor.user_id is not None and step.actor_id == actor.user_id


def _fields(
    object_type: ObjectType | None, records: list[dict[str, Any]] | None, policy: Policy
) -> list[str]:
    if object_type is None or not records:
        return []
    return labels_of(object_type, tuple(records[0]["before"]), policy)
