"""Taking the conversion of a lead back: what it made goes into the Trash, the lead comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.models import UndoStep
from crm_core.records.policy import Policy, policy_for
from crm_core.records.rules import Draft
from crm_core.records.services import storing
from crm_core.records.services.obstacles import MOST_TOLD, Obstacle, obstacles_of, told
from crm_core.records.services.reach import kept_within_reach
from crm_core.records.services.referrers import referrers
from crm_core.records.services.undoing import Undone, put_back, undone_by
from freehold.errors import Conflict, Forbidden
from freehold.events.services import emit
from freehold.identity.actor import Actor

ACTION = "convert"


@dataclass(frozen=True)
class Made:
    """A record that a conversion made."""

    object: str
    id: UUID


def keep_conversion(draft: Draft, made: Sequence[Made], actor: Actor) -> UUID | None:
    """Store what takes the conversion back; the lead's activities add themselves later."""
    versions: dict[UUID, int] = {}
    for name in {one.object for one in made}:
        model = catalogue.current().object(name).model
        ids = [one.id for one in made if one.object == name]
        rows = model._default_manager.filter(id__in=ids)
        versions |= dict(rows.values_list("id", "version"))
    kept = [{"object": one.object, "id": str(one.id), "version": versions[one.id]} for one in made]
    step = {**storing.undo_record(draft), "made": kept, "followed": {}}
    return storing.keep_step(ACTION, draft.object_type, [step], actor)


def hindrances(step: UndoStep, policy: Policy) -> list[dict[str, Any]]:
    """What was changed, or was added to what the conversion made, as an undo tells it."""
    found = {name: list(held) for name, held in _changed(step).items()}
    for name, ids in _added(step).items():
        found.setdefault(name, []).extend(Obstacle(one, (), is_new=True) for one in ids)
    known = catalogue.current()
    return [
        one
        for name, held in found.items()
        for one in told(known.object(name), held, step.created_at, policy)
    ][:MOST_TOLD]


@undone_by(ACTION, hindrances=hindrances)
def take_back(step: UndoStep, actor: Actor) -> Undone:
    """All of it, or a `Conflict` that names what is newer."""
    policy = policy_for(actor)
    lead, made = step.records[0], _made(step)
    objects = {one["object"] for one in made}
    if not policy.can("leads", "update") or not all(policy.can(one, "create") for one in objects):
        raise Forbidden(_("You may no longer change these records, so you can't take this back."))
    for name in sorted(objects | {"leads"}):
        _lock(name, [one["id"] for one in made if one["object"] == name] or [lead["id"]])
    in_the_way = hindrances(step, policy)
    if in_the_way:
        raise _conflict(in_the_way)
    _trash(made, actor)
    leads = catalogue.current().object("leads")
    with kept_within_reach(leads, [UUID(lead["id"])], policy, "update"):
        ids = put_back(leads, [lead], actor)
    emit(
        "crm.leads.conversion_undone",
        actor=actor,
        object="leads",
        records=ids,
        payload={"undo": str(step.id)},
    )
    return Undone("leads", ids)


def _made(step: UndoStep) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = step.records[0]["made"]
    return made


def _lock(name: str, ids: Sequence[str]) -> None:
    rows = catalogue.current().object(name).model._default_manager
    list(rows.select_for_update(of=("self",)).filter(id__in=ids).order_by("id").values("id"))


def _live(made: Sequence[dict[str, Any]]) -> dict[str, list[tuple[dict[str, Any], Any]]]:
    """By object, what was made and is still there, with its row: what is in the Trash may stay."""
    known = catalogue.current()
    found: dict[str, list[tuple[dict[str, Any], Any]]] = {}
    for name, steps in groupby(sorted(made, key=_object), _object):
        by_id = {one["id"]: one for one in steps}
        rows = known.object(name).model._default_manager.filter(id__in=by_id, deleted_at=None)
        found[name] = [(by_id[str(row.id)], row) for row in rows]
    return found


def _object(step: dict[str, Any]) -> str:
    return str(step["object"])


def _changed(step: UndoStep) -> dict[str, list[Obstacle]]:
    leads = catalogue.current().object("leads").model._default_manager
    lead = step.records[0]
    found = {"leads": list(obstacles_of([lead], list(leads.filter(id=lead["id"]))).values())}
    for name, pairs in _live(_made(step)).items():
        newer = [row.id for kept, row in pairs if row.version != kept["version"]]
        found[name] = [Obstacle(one, ()) for one in newer]
    return found


def _added(step: UndoStep) -> dict[str, list[UUID]]:
    """What refers to the records made, itself not of this conversion."""
    lead = step.records[0]
    made = {name: [row.id for _kept, row in pairs] for name, pairs in _live(_made(step)).items()}
    followed = [UUID(one) for ids in lead["followed"].values() for one in ids]
    own = [UUID(lead["id"]), *followed, *(UUID(one["id"]) for one in _made(step))]
    return referrers(made, besides=own, most=MOST_TOLD)


def _conflict(in_the_way: Sequence[dict[str, Any]]) -> Conflict:
    reasons = {
        "changed": _("changed since"),
        "added": _("added since"),
        "deleted": _("deleted since"),
        "gone": _("no longer there"),
    }
    names = [
        f"{one['object_label']} “{one['name']}” ({reasons[one['reason']]})"
        for one in in_the_way[:3]
        if one["name"]
    ]
    message = _("There is something newer, so this conversion can't be taken back.")
    if names:
        message = _("Newer things stand in the way of taking this back: %(names)s.") % {
            "names": ", ".join(names)
        }
    extra = {"conflicts": list(in_the_way), "conflict_count": len(in_the_way), "rest": 0}
    return Conflict(message, extra=extra)


def _trash(made: Sequence[dict[str, Any]], actor: Actor) -> None:
    """Parts before their wholes."""
    known, now = catalogue.current(), timezone.now().isoformat()
    live = _live(made)
    for name in sorted(live, key=lambda one: known.object(one).parent is None):
        steps = [
            {"id": kept["id"], "version": kept["version"], "before": {"deleted_at": now}}
            for kept, _row in live[name]
        ]
        if steps:
            put_back(known.object(name), steps, actor)
