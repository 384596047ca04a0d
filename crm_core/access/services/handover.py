"""All that a user owns goes to somebody else, in one step that can be taken back."""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from crm_core.access.belonging import give_back_belongings, hand_on_belongings
from crm_core.access.policy import Policy
from crm_core.access.selectors.belongings import counts, may_hand_over, teams_of
from crm_core.access.services import people
from crm_core.access.services.administrators import keeping_an_administrator
from crm_core.access.services.ceilings import refuse_stronger, require_settings
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import UndoStep
from crm_core.records.services.reassigning import give_back, hand_on
from crm_core.records.services.undoing import Undone, undone_by
from freehold.audit import services as audit
from freehold.errors import Conflict, Forbidden, Invalid, NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.jobs.models import Job
from freehold.jobs.services import start_job

HAND_OVER, HAND_BACK = "access.hand_over", "access.hand_back"
#: More records than this are handed over by a job.
AT_ONCE = 2_000
#: Records that one statement moves.
CHUNK = 2_000
_ACTION, _PART = "hand_over", "hand_over_part"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What moves: [{"object", "label", "count"}]; `job` is there when it goes on behind."""

    moved: list[dict[str, Any]]
    undo: UUID | None
    job: UUID | None
    teams: dict[str, list[dict[str, str]]]
    belongings: dict[str, list[dict[str, Any]]]

    @property
    def total(self) -> int:
        return sum(one["count"] for one in self.moved)


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    user_id: UUID,
    to: UUID,
    objects: Sequence[str] | None = None,
    deactivate: bool = False,
    shared_views: bool | None = None,
) -> HandedOver:
    """Make `to` the owner of the user's records, of all objects or of those named.

    Shared views go along where the records of all objects do, unless it is said. Private
    activities stay with their author. Undoing gives all of it back; it doesn't let a deactivated
    user in again.
    """
    policy = require_settings(actor)
    refuse_stronger(policy, user_id)
    # Whoever changes roles locks the administrators' roles before the users: so does this.
    with keeping_an_administrator() if deactivate else nullcontext():
        user, successor = _two_people(user_id, to)
        moved = _counted(policy, _objects(objects), user_id)
        also = objects is None if shared_views is None else shared_views
        kept = hand_on_belongings(user_id, to, actor=actor) if also else {}
        undo, job = _move(actor, user_id, to, moved, kept)
        if deactivate:
            people.deactivate_user(actor=actor, user_id=user_id)
        _tell(actor, user, successor, moved, kept)
    return HandedOver(moved, undo, job, teams_of(user_id), kept)


def _move(
    actor: Actor,
    user_id: UUID,
    to: UUID,
    moved: Sequence[dict[str, Any]],
    kept: dict[str, list[dict[str, Any]]],
) -> tuple[UUID | None, UUID | None]:
    """Do it now, or leave it to a job: the tokens to undo it and to follow it."""
    total = sum(one["count"] for one in moved)
    if not total and not kept:
        return None, None
    step = _begin(actor, user_id, to, [one["object"] for one in moved])
    if kept:
        _note(step, belongings=kept)
    undo = step.id if actor.user_id is not None else None
    if total > AT_ONCE:
        job = start_job(HAND_OVER, {"step": str(step.id)}, actor=actor)
        _note(step, job=str(job.id), total=total)
        return undo, job.id
    while advance(step.id, actor=actor):
        pass
    return undo, None


@transaction.atomic
def advance(step_id: UUID, *, actor: Actor) -> int:
    """Move the next records of a hand-over; how many, and 0 when all are moved."""
    step = UndoStep.objects.select_for_update().get(id=step_id)
    plan = step.records[0]
    former, to = UUID(plan["from"]), UUID(plan["to"])
    _two_people(former, to)
    for name in plan["objects"]:
        object_type = catalogue.current().objects.get(name)
        if object_type is None:
            continue
        ids = hand_on(object_type, former, to, actor=actor, limit=CHUNK)
        if ids:
            _keep(step, name, ids)
            return len(ids)
    return 0


@undone_by(_ACTION)
def give_all_back(step: UndoStep, actor: Actor) -> Undone:
    """Every record goes back, many of them by a job; Conflict if some were given on since."""
    policy = require_settings(actor)
    plan, *parts = step.records
    former = Undone("users", [UUID(plan["from"])])
    _refuse_missing_rights(policy, [_known(one["object"]) for one in parts])
    if plan.get("job"):
        if not Job.objects.get(id=plan["job"]).ended:
            raise Conflict(
                gettext("The records are still being handed over. Wait until that is done.")
            )
        for part in parts:
            _refuse_given_on(policy, _known(part["object"]), _ids(part), UUID(plan["to"]))
        _give_belongings_back(plan, actor)
        start_job(HAND_BACK, {"step": str(step.id)}, actor=actor)
        return former
    for number, part in enumerate(parts):
        missing = give_part_back(step, number, actor=actor)
        _refuse_given_on(policy, _known(part["object"]), missing, UUID(plan["to"]))
    _give_belongings_back(plan, actor)
    return former


def _give_belongings_back(plan: dict[str, Any], actor: Actor) -> None:
    kept = plan.get("belongings") or {}
    give_back_belongings(kept, UUID(plan["from"]), UUID(plan["to"]), actor=actor)


def give_part_back(step: UndoStep, number: int, *, actor: Actor) -> set[UUID]:
    """Of the records that one statement moved, those that the successor still owns go back.

    Answers with the others.
    """
    plan, part = step.records[0], step.records[1 + number]
    ids = _ids(part)
    former, to = UUID(plan["from"]), UUID(plan["to"])
    return ids - set(give_back(_known(part["object"]), sorted(ids), former, to, actor=actor))


def _ids(part: dict[str, Any]) -> set[UUID]:
    return {UUID(one["id"]) for one in UndoStep.objects.get(id=part["step"]).records}


def _refuse_given_on(
    policy: Policy, object_type: ObjectType, ids: Collection[UUID], to: UUID
) -> None:
    """Those deleted for ever can't come back; those given on since stand in the way."""
    rows = object_type.model._default_manager.filter(id__in=ids).exclude(owner_id=to)
    found = list(rows.values_list(object_type.title, flat=True)[:3])
    if not found:
        return
    hidden = policy.field_access(object_type.name, object_type.title) == "hidden"
    names = "" if hidden else " " + ", ".join(f"“{name}”" for name in found)
    raise Conflict(
        gettext(
            "Some of the records belong to somebody else by now, so this can't be taken "
            "back: %(objects)s%(names)s."
        )
        % {"objects": object_type.label_plural, "names": names}
    )


def _two_people(user_id: UUID, to: UUID) -> tuple[User, User]:
    """Both locked, so that the successor can't leave in the meantime."""
    people_ = (
        User.objects.select_for_update(no_key=True).filter(id__in=(user_id, to)).order_by("id")
    )
    found = {one.id: one for one in people_}
    if user_id not in found:
        raise NotFound(gettext("There is no such user."))
    if to == user_id:
        raise Invalid.at(
            "to", "same", gettext("Choose somebody else: these records are theirs already.")
        )
    if to not in found or not found[to].is_active:
        raise Invalid.at("to", "unknown", gettext("There is no such active user."))
    return found[user_id], found[to]


def _objects(names: Sequence[str] | None) -> list[ObjectType]:
    known = catalogue.current().objects
    if names is None:
        return list(known.values())
    for name in names:
        if name not in known:
            raise Invalid.at(
                "objects",
                "unknown",
                gettext("There is no object called “%(name)s”.") % {"name": name[:60]},
            )
    return [one for name, one in known.items() if name in set(names)]


def _known(name: str) -> ObjectType:
    return catalogue.current().object(name)


def _counted(policy: Policy, objects: Sequence[ObjectType], user_id: UUID) -> list[dict[str, Any]]:
    pairs = zip(objects, counts(objects, user_id), strict=True)
    found = [(one, count) for one, count in pairs if count]
    _refuse_missing_rights(policy, [one for one, _ in found])
    return [
        {"object": one.name, "label": str(one.label_plural), "count": count} for one, count in found
    ]


def _refuse_missing_rights(policy: Policy, objects: Sequence[ObjectType]) -> None:
    beyond = {str(one.label_plural) for one in objects if not may_hand_over(policy, one.name)}
    if beyond:
        raise Forbidden(
            gettext(
                "Your roles don't let you give everybody's %(beyond)s to others. Choose "
                "other objects, or ask an administrator."
            )
            % {"beyond": ", ".join(sorted(beyond))}
        )


def _begin(actor: Actor, user_id: UUID, to: UUID, objects: list[str]) -> UndoStep:
    plan = {"from": str(user_id), "to": str(to), "objects": objects}
    return UndoStep.objects.create(
        actor_id=actor.user_id, action=_ACTION, object="users", records=[plan], count=0
    )


def _note(step: UndoStep, **more: Any) -> None:
    step.records = [{**step.records[0], **more}, *step.records[1:]]
    step.save(update_fields=["records"])


def _keep(step: UndoStep, object_name: str, ids: Sequence[UUID]) -> None:
    """The ids stand in steps of their own, nobody's, so that the plan stays small."""
    part = UndoStep.objects.create(
        actor=None, action=_PART, object=object_name, records=[{"id": str(one)} for one in ids]
    )
    kept = {"object": object_name, "step": str(part.id), "count": len(ids)}
    step.records = [*step.records, kept]
    step.count += len(ids)
    step.save(update_fields=["records", "count"])


def _tell(
    actor: Actor,
    user: User,
    successor: User,
    moved: Sequence[dict[str, Any]],
    kept: dict[str, list[dict[str, Any]]],
) -> None:
    audit.record(
        actor=actor,
        action="access.records.handed_over",
        object="users",
        record_id=user.id,
        record_name=str(user),
        changes={
            "to": [None, str(successor)],
            **{one["object"]: [None, one["count"]] for one in moved},
            **{name: [None, len(those)] for name, those in kept.items()},
        },
    )
