"""Made-up records to look around in: made by a worker, removed in one click, and only they."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.models import UndoStep
from crm_core.records.policy import policy_for, require_right
from crm_core.records.services.bulk import BulkChange, act
from crm_core.records.services.undoing import Undone, put_back, undone_by
from crm_core.start import samples
from crm_core.start.choices import DONE
from crm_core.start.models import Guide
from crm_core.start.selectors.guide import is_settled
from crm_core.start.selectors.staying import Staying, staying
from crm_core.start.services.guide import locked_guide
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, Forbidden
from freehold.events.services import deliver_waiting
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.jobs.models import Job
from freehold.jobs.services import start_job

RUN = "start.samples"
_ACTION = "remove_samples"
#: About how many parts there are, for the progress shown.
_PARTS = 8
#: Of those that stay, the first are told by name.
MOST_NAMES = 8


@transaction.atomic
def start_samples(*, actor: Actor) -> UUID:
    """Begin making the samples; refused while there are some."""
    require_right(actor, "settings")
    guide = locked_guide()
    if guide.samples:
        raise Conflict(_("There are sample records already. Remove them first."))
    running = Job.objects.filter(id=guide.job).first() if guide.job else None
    if running is not None and not running.ended:
        raise Conflict(_("The sample records are being made already."))
    guide.job = start_job(RUN, {}, actor=actor).id
    guide.save(update_fields=["job"])
    return guide.job


def make(*, actor: Actor, progress: Callable[[int, int], None]) -> int:
    """Make all of them, part by part; what is made stands in the guide at once. Their count."""
    require_right(actor, "settings")
    assert actor.user_id is not None
    owner = User.objects.get(id=actor.user_id)
    parts = samples.make_samples(owner)
    done = total = 0
    while True:
        progress(done, max(_PARTS, done + 1))
        with transaction.atomic():
            part = next(parts, None)
            if part is None:
                break
            _mark(part.records)
        total += len(part.records)
        done += 1
    deliver_waiting(limit=100_000)
    _settle(actor, total)
    progress(done, done)
    return total


def mark_made(owner: User) -> None:
    """Make samples in the running transaction, for a workspace that is asked for with them."""
    for part in samples.make_samples(owner):
        _mark(part.records)
    deliver_waiting(limit=100_000)
    _read_versions()


@transaction.atomic
def remove_samples(*, actor: Actor, keep_used: bool = False) -> dict[str, Any]:
    """Put the samples into the Trash. Those that somebody changed or uses stay.

    Where some stay, `Conflict` first says which; with `keep_used` it goes ahead. One undo brings
    all of them back; where none went, there is nothing to undo.
    """
    require_right(actor, "settings")
    act_as(actor)
    guide = locked_guide()
    if not guide.samples:
        return {"removed": 0, "stayed": 0, "undo": None}
    found = staying(guide.samples)
    if found.names and not keep_used:
        raise Conflict(_refusal(found), extra={"staying": found.shown(), "count": len(found.ids)})
    if is_settled(guide):
        # The samples ticked a step off; whoever is through with the guide stays so without them.
        guide.steps = {**guide.steps, "records": DONE}
    steps = _into_trash(guide.samples, found, actor)
    count = sum(len(one["steps"]) for one in steps)
    undo = _kept(guide, steps, count, actor) if count else None
    guide.samples = []
    guide.save(update_fields=["samples", "steps"])
    _tell(actor, "removed", count)
    return {"removed": count, "stayed": len(found.ids), "undo": undo}


def _kept(guide: Guide, steps: list[dict[str, Any]], count: int, actor: Actor) -> UUID:
    return UndoStep.objects.create(
        actor_id=actor.user_id,
        action=_ACTION,
        object="samples",
        records=[{"samples": guide.samples}, *steps],
        count=count,
    ).id


@undone_by(_ACTION)
def bring_back(step: UndoStep, actor: Actor) -> Undone:
    require_right(actor, "settings")
    guide = locked_guide()
    head, *parts = step.records
    ids: list[UUID] = []
    for part in parts:
        ids += put_back(catalogue.current().object(part["object"]), part["steps"], actor)
    if not guide.samples:
        guide.samples = head["samples"]
        guide.save(update_fields=["samples"])
        _read_versions()
    return Undone("samples", ids)


def _into_trash(marked: list[dict[str, Any]], found: Staying, actor: Actor) -> list[dict[str, Any]]:
    policy = policy_for(actor)
    steps = []
    for name in dict.fromkeys(one["object"] for one in marked):
        object_type = catalogue.current().object(name)
        if not policy.can(name, "delete"):
            raise Forbidden(
                _("Your roles do not let you delete %(objects)s.")
                % {"objects": object_type.label_plural}
            )
        ids = [UUID(one["id"]) for one in marked if one["object"] == name]
        gone = [one for one in ids if one not in found.ids]
        outcome = act(object_type, BulkChange("delete"), gone, policy, actor)
        steps.append({"object": name, "steps": outcome.steps})
    return steps


def _refusal(found: Staying) -> str:
    told = _(
        "%(count)s of the sample records were changed or belong to something that was, and stay:"
        " %(names)s."
    )
    more = " …" if len(found.names) > MOST_NAMES else ""
    return told % {"count": len(found.ids), "names": ", ".join(found.names[:MOST_NAMES]) + more}


def _mark(records: list[tuple[str, UUID]]) -> None:
    guide = locked_guide()
    new = [{"object": name, "id": str(ident), "version": 1} for name, ident in records]
    guide.samples = [*guide.samples, *new]
    guide.save(update_fields=["samples"])


@transaction.atomic
def _settle(actor: Actor, total: int) -> None:
    _read_versions()
    _tell(actor, "added", total)


def _read_versions() -> None:
    """The state in which nobody has changed them: making them also moved and summed up some."""
    guide = locked_guide()
    versions: dict[str, int] = {}
    for name in {one["object"] for one in guide.samples}:
        rows = catalogue.current().object(name).model._default_manager
        ids = [one["id"] for one in guide.samples if one["object"] == name]
        found = rows.filter(id__in=ids).values_list("id", "version")
        versions |= {str(ident): version for ident, version in found}
    guide.samples = [
        {**one, "version": versions[one["id"]]} for one in guide.samples if one["id"] in versions
    ]
    guide.save(update_fields=["samples"])


def _tell(actor: Actor, happened: str, count: int) -> None:
    record(
        actor=actor,
        action=f"start.samples.{happened}",
        object="samples",
        record_id=None,
        record_name="",
        changes={"records": [None, count] if happened == "added" else [count, None]},
    )
