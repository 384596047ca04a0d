"""Taking a merge back: the others return, and all that was theirs."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import UndoStep, Verdict
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.source import Located
from crm_core.records.services.merging import ACTION, note_merge
from crm_core.records.services.obstacles import MOST_TOLD, Obstacle, obstacles_of, told
from crm_core.records.services.reach import kept_within_reach
from crm_core.records.services.repointing import move_attachments_back, move_back
from crm_core.records.services.undoing import Undone, put_back, undone_by
from freehold.errors import Conflict, Forbidden
from freehold.events.services import emit
from freehold.identity.actor import Actor


def hindrances(step: UndoStep, policy: Policy) -> list[dict[str, Any]]:
    """The merged records that were changed since, and what was turned elsewhere meanwhile."""
    known = catalogue.current()
    object_type = known.object(step.object)
    ids = [one["id"] for one in step.records]
    rows = list(object_type.model._default_manager.filter(id__in=ids))
    found = {object_type.name: list(obstacles_of(step.records, rows).values())}
    for part in step.records[0].get("joined", []):
        joined = known.object(part["object"])
        ids = [one["id"] for one in part["records"]]
        rows = list(joined.model._default_manager.filter(id__in=ids))
        found.setdefault(joined.name, []).extend(obstacles_of(part["records"], rows).values())
    survivor = UUID(step.records[0]["id"])
    for one in step.records[0]["moved"]:
        referring = known.objects.get(one["object"])
        if referring is not None and one["field"] in referring.fields:
            turned = _turned_elsewhere(referring, one, survivor)
            found.setdefault(referring.name, []).extend(turned)
    return [
        one
        for name, held in found.items()
        for one in told(known.object(name), held, step.created_at, policy)
    ][:MOST_TOLD]


def _turned_elsewhere(
    referring: ObjectType, moved: Mapping[str, Any], survivor: UUID
) -> list[Obstacle]:
    field = referring.fields[moved["field"]]
    at = Located("r", field, referring, field.name).sql
    with connection.cursor() as run:
        run.execute(
            f'SELECT "r".id FROM {referring.table} "r" WHERE "r".id = ANY(%s)'
            f" AND {at} IS DISTINCT FROM %s LIMIT {MOST_TOLD}",
            ([UUID(one) for one in moved["ids"]], survivor),
        )
        column = field.name if field.custom else field.column
        return [Obstacle(row[0], (column,)) for row in run.fetchall()]


@undone_by(ACTION, hindrances=hindrances)
def take_back(step: UndoStep, actor: Actor) -> Undone:
    """All of it, or a `Conflict` that names what is newer."""
    policy = policy_for(actor)
    object_type = catalogue.current().object(step.object)
    if not all(policy.can(object_type.name, verb) for verb in ("update", "delete")):
        raise Forbidden(_("You may no longer change these records, so you can't take this back."))
    kept, *others = step.records
    ids = sorted(UUID(one["id"]) for one in step.records)
    rows = object_type.model._default_manager.select_for_update(of=("self",))
    held = {row.id: row for row in rows.filter(id__in=ids).order_by("id")}
    if in_the_way := hindrances(step, policy):
        raise _conflict(in_the_way)
    survivor = UUID(kept["id"])
    with kept_within_reach(object_type, ids, policy, "update"):
        put_back(object_type, [kept], actor)
        put_back(object_type, others, actor)
    for part in kept.get("joined", []):
        put_back(catalogue.current().object(part["object"]), part["records"], actor)
    move_back(kept["moved"], survivor, actor=actor)
    move_attachments_back(object_type, kept["attached"], survivor)
    gone = [UUID(one["id"]) for one in others]
    names = [str(held[ident]) for ident in gone]
    note_merge("merge_undone", object_type, held[survivor], names, actor)
    Verdict.objects.filter(record_id__in=gone, other_id=survivor, merged=True).delete()
    emit(
        f"crm.{object_type.name}.merge_undone",
        actor=actor,
        object=object_type.name,
        records=[survivor, *gone],
    )
    return Undone(object_type.name, [survivor, *gone])


def _conflict(in_the_way: Sequence[dict[str, Any]]) -> Conflict:
    names = [f"{one['object_label']} “{one['name']}”" for one in in_the_way[:3] if one["name"]]
    message = _("There is something newer, so this merge can't be taken back.")
    if names:
        message = _("Changed since the merge, so it can't be taken back: %(names)s.") % {
            "names": ", ".join(names)
        }
    extra = {"conflicts": list(in_the_way), "conflict_count": len(in_the_way), "rest": 0}
    return Conflict(message, extra=extra)
