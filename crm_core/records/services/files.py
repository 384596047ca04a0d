"""Files of records: who may change the record adds and removes them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record, UndoStep
from crm_core.records.policy import policy_for
from crm_core.records.selectors.files import get_file
from crm_core.records.services.storing import keep_step
from crm_core.records.services.undoing import Undone, undone_by
from crm_core.records.services.writing import locked
from freehold.audit.services import act_as, record
from freehold.errors import Conflict
from freehold.events.services import emit
from freehold.files import services as files
from freehold.files.models import File, FileState
from freehold.files.uploads import Upload
from freehold.identity.actor import Actor

REMOVE = "remove-file"


@dataclass(frozen=True)
class Removed:
    """`undo` brings the file back for thirty days."""

    id: UUID
    undo: UUID | None


def add_file(object_name: str, record_id: UUID, upload: Upload, *, actor: Actor) -> File:
    """Store the file and show it on the record; nothing of it is seen before it is whole."""
    object_type = catalogue.current().object(object_name)
    with transaction.atomic():
        act_as(actor)
        _changeable(object_type, record_id, actor)
        files.refuse_upload(upload, actor=actor)
        file = files.begin_file(upload, object=object_name, record_id=record_id, actor=actor)
    files.store_content(file, upload)
    with transaction.atomic():
        act_as(actor)
        row = _changeable(object_type, record_id, actor)
        files.finish_file(file)
        _note("added", object_type, row, file, actor)
    return file


def remove_file(file_id: UUID, *, actor: Actor) -> Removed:
    """Take a file off its record."""
    with transaction.atomic():
        act_as(actor)
        file = get_file(file_id, actor=actor)
        object_type = catalogue.current().object(file.object)
        row = _changeable(object_type, file.record_id, actor)
        files.put_aside(file)
        _note("removed", object_type, row, file, actor)
        step = {"id": str(row.id), "version": row.version, "before": {}, "after": {}}
        undo = keep_step(REMOVE, object_type, [{**step, "file": str(file.id)}], actor)
    return Removed(file.id, undo)


@undone_by(REMOVE)
def _bring_back(step: UndoStep, actor: Actor) -> Undone:
    object_type = catalogue.current().object(step.object)
    (removed,) = step.records
    row = _changeable(object_type, UUID(removed["id"]), actor)
    file = File.objects.select_for_update().filter(id=UUID(removed["file"])).first()
    if file is None or file.state != FileState.REMOVED:
        raise Conflict(_("This file is gone for ever, or there already."))
    files.finish_file(file)
    _note("restored", object_type, row, file, actor)
    return Undone(step.object, [row.id])


def _changeable(object_type: ObjectType, record_id: UUID, actor: Actor) -> Record:
    return locked(object_type, record_id, policy_for(actor), "update")


def _note(what: str, object_type: ObjectType, row: Record, file: File, actor: Actor) -> None:
    pair = [file.name, None] if what == "removed" else [None, file.name]
    record(
        actor=actor,
        action=f"file.{what}",
        object=object_type.table,
        record_id=row.id,
        record_name=str(row),
        changes={"file": pair},
    )
    emit(
        f"crm.{object_type.name}.file_{what}",
        actor=actor,
        object=object_type.name,
        records=[row.id],
        payload={"file": str(file.id)},
    )
