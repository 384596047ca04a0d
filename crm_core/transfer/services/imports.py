"""Beginning, cancelling and taking back imports, as somebody with the right to import asks."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.access.services.ceilings import require_settings
from crm_core.records import catalogue
from crm_core.records.policy import Policy, require_right
from crm_core.transfer.choices import ImportState, Phase
from crm_core.transfer.mapping.reading import Paths, check_complete, parse_mapping
from crm_core.transfer.mapping.targets import PEOPLE, Targets, targets_of
from crm_core.transfer.models import Import
from crm_core.transfer.options import ImportOptions, parse_options
from crm_core.transfer.reading.files import open_table
from crm_core.transfer.reading.table import Table, Unreadable
from crm_core.transfer.selectors.imports import get_import
from crm_core.transfer.selectors.previews import samples_of, suggested_for
from crm_core.transfer.services.matching import check_match
from crm_core.transfer.services.staging import read_options
from freehold.audit.services import act_as, record
from freehold.errors import Conflict, FieldError, Forbidden, Invalid, TooLarge
from freehold.files.uploads import Upload
from freehold.identity.actor import Actor
from freehold.ids import new_id
from freehold.jobs.models import JobState
from freehold.jobs.services import cancel_job, start_job

RUN = "transfer.import"
UNDO = "transfer.undo"
#: How long an import can be taken back; its rows are deleted afterwards.
KEPT_FOR = timedelta(days=30)


def start_import(
    upload: Upload,
    *,
    object_name: str,
    mapping: Any = None,
    options: Any = None,
    actor: Actor,
) -> Import:
    """Check the file, mapping and options, keep the file and start the job that imports it.

    Without a mapping the suggested one is taken. Unreadable, Invalid and Forbidden come before
    anything is written.
    """
    policy = require_right(actor, "import")
    _may_write(object_name, policy, actor)
    refuse_large(upload)
    chosen = parse_options(options)
    targets = targets_of(object_name, policy)
    table = open_table(upload.content, read_options(chosen))
    paths = _paths(mapping, table, targets, policy)
    _check(paths, chosen, targets, table, upload)
    return _begin(upload, object_name, paths, chosen, table, actor)


def _paths(mapping: Any, table: Table, targets: Targets, policy: Policy) -> Paths:
    if mapping is not None:
        return parse_mapping(mapping, table.columns, targets)
    suggested = suggested_for(targets, samples_of(table), policy)
    return parse_mapping(suggested, table.columns, targets)


def _may_write(object_name: str, policy: Policy, actor: Actor) -> None:
    if object_name == PEOPLE:
        require_settings(actor)
        return
    object_type = catalogue.current().object(object_name)
    if not policy.can(object_name, "create"):
        raise Forbidden(
            _("Your roles do not let you create %(objects)s.")
            % {"objects": object_type.label_plural}
        )


def refuse_large(upload: Upload) -> None:
    most = int(settings.IMPORT_MAX_BYTES)
    if upload.size > most:
        raise TooLarge(
            _("This file is larger than %(most)s MB. Import it in parts.")
            % {"most": most // 1024 // 1024}
        )
    if upload.size == 0:
        raise Unreadable("empty_file", _("This file is empty."))


def _check(
    paths: Paths, options: ImportOptions, targets: Targets, table: Table, upload: Upload
) -> None:
    check_complete(paths, targets, list(options.defaults))
    errors = [
        FieldError(
            f"options.defaults.{path}",
            "unknown_field",
            _("There is no field “%(path)s”.") % {"path": path[:80]},
        )
        for path in options.defaults
        if targets.find(path) is None
    ]
    for name, columns in (
        ("multiply", options.multiply),
        ("date_format", options.date_order),
        ("values", options.values),
    ):
        errors += _unknown_columns(name, columns, table, paths)
    if errors:
        raise Invalid(_("Some options need to be put right."), errors=errors)
    mapped = [path for some in paths.values() for path in some]
    check_match(options.match, mapped, targets)
    if next(table.rows(), None) is None:
        raise Unreadable("no_rows", _("This file has a header but no rows under it."), row=1)


def _unknown_columns(
    name: str, columns: Mapping[str, Any], table: Table, paths: Paths
) -> list[FieldError]:
    known = {*table.columns, "*", *(path for some in paths.values() for path in some)}
    return [
        FieldError(
            f"options.{name}",
            "unknown_column",
            _("The file has no column “%(column)s”.") % {"column": column[:80]},
        )
        for column in columns
        if column not in known
    ]


def _begin(
    upload: Upload,
    object_name: str,
    paths: Paths,
    options: ImportOptions,
    table: Table,
    actor: Actor,
) -> Import:
    ident = new_id()
    upload.content.seek(0)
    ending = {"xlsx": "xlsx"}.get(table.format, "csv")
    stored = default_storage.save(f"imports/{ident}.{ending}", File(upload.content))
    try:
        with transaction.atomic():
            act_as(actor)
            imported = Import.objects.create(
                id=ident,
                object=object_name,
                file_name=upload.name[-255:],
                stored_as=stored,
                mapping=paths,
                options=options.as_json(),
                columns=table.columns,
                created_by_id=actor.user_id,
                created_by_name=actor.name,
            )
            job = start_job(RUN, {"import": str(ident)}, actor=actor)
            imported.job_id = job.id
            imported.save(update_fields=["job_id"])
            _audit(imported, "started", actor)
    except BaseException:
        default_storage.delete(stored)
        raise
    return imported


def cancel_import(import_id: UUID, *, actor: Actor) -> Import:
    """End an import: at once when it waits, at its next step when it runs. Conflict after that."""
    from crm_core.transfer.services import running

    imported = get_import(import_id, actor=actor)
    if imported.has_ended or imported.job_id is None:
        raise Conflict(_("This import has ended already. It can be undone, not cancelled."))
    job = cancel_job(imported.job_id, actor=actor)
    if job.state == JobState.CANCELLED:
        running.cancel(imported.id, actor=actor)
    imported.refresh_from_db()
    return imported


def undo_import(import_id: UUID, *, actor: Actor) -> Import:
    """Start taking back what an import wrote: created records to the Trash, changed ones as before.

    Records that were changed since then stay as they are; the import's notices say how many.
    """
    imported = get_import(import_id, actor=actor)
    if not imported.has_ended:
        raise Conflict(_("This import still runs. Cancel it first."))
    if imported.phase in (Phase.UNDOING, Phase.UNDONE):
        raise Conflict(_("This import was taken back already."))
    if imported.options.get("dry_run") or not (imported.created or imported.updated):
        raise Conflict(_("This import wrote nothing, so there is nothing to take back."))
    if imported.created_at < timezone.now() - KEPT_FOR:
        raise Conflict(
            _("An import can be taken back for %(days)s days; they are over.")
            % {"days": KEPT_FOR.days}
        )
    with transaction.atomic():
        act_as(actor)
        job = start_job(UNDO, {"import": str(imported.id)}, actor=actor)
        changed = Import.objects.filter(id=imported.id).exclude(
            phase__in=(Phase.UNDOING, Phase.UNDONE)
        )
        if not changed.update(
            job_id=job.id, phase=Phase.UNDOING, state=ImportState.RUNNING, reached=0
        ):
            raise Conflict(_("This import is being taken back already."))
        _audit(imported, "undo_started", actor)
    imported.refresh_from_db()
    return imported


def _audit(imported: Import, verb: str, actor: Actor) -> None:
    record(
        actor=actor,
        action=f"transfer.import.{verb}",
        object="imports",
        record_id=imported.id,
        record_name=f"{imported.file_name} → {catalogue.current().words_for(imported.object)}",
        changes={"options": [None, imported.options], "mapping": [None, imported.mapping]},
    )
