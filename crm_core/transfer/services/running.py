"""An import carried on step by step. Each step is one transaction that also says how far it came:
killed at any moment it goes on where it stood, and no row is written twice."""

from collections.abc import Callable
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from crm_core.records.policy import Policy, policy_for
from crm_core.transfer.choices import COUNTED, ImportState, Phase, RowState
from crm_core.transfer.choices import Policy as DuplicatePolicy
from crm_core.transfer.mapping.targets import PEOPLE
from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.plans import Plan, plan_of
from crm_core.transfer.reading.table import Notice
from crm_core.transfer.services import later, people, reporting
from crm_core.transfer.services.links import link_notices, resolve_links
from crm_core.transfer.services.matching import match_rows, number_repeated_rows, without_loops
from crm_core.transfer.services.picklists import prepare_picklists
from crm_core.transfer.services.stages import prepare_stages
from crm_core.transfer.services.staging import stage_rows
from crm_core.transfer.services.writing import Result, store_results, write_chunk
from freehold import epoch
from freehold.audit.services import act_as, record
from freehold.context import on_commit
from freehold.errors import Problem
from freehold.identity.actor import Actor

CHUNK = 1_000

Ask = Callable[[], None]


class _TakenBack(Exception):
    """Ends the transaction of a rehearsal."""


def advance(import_id: UUID, *, actor: Actor, ask: Ask = lambda: None) -> bool:
    """Do the next step; False when the import has ended. `ask` raises when it should stop."""
    imported = Import.objects.get(id=import_id)
    if imported.has_ended:
        return False
    try:
        with transaction.atomic():
            act_as(actor)
            imported = Import.objects.select_for_update().get(id=import_id)
            if not imported.has_ended:
                _step(imported, actor, ask)
    except Problem as problem:
        fail(import_id, problem, actor=actor)
        return False
    return not imported.has_ended


def _step(imported: Import, actor: Actor, ask: Ask) -> None:
    policy = policy_for(actor)
    plan = plan_of(imported, policy)
    if imported.phase == Phase.READING:
        _read(imported, plan, ask)
    elif imported.phase == Phase.PREPARING:
        _prepare(imported, plan, policy, actor)
    elif imported.phase == Phase.CHECKING:
        _check(imported, plan, actor)
    elif imported.phase == Phase.WRITING:
        _write(imported, plan, actor, ask)
    elif imported.phase == Phase.LINKING:
        _link(imported, plan, policy, actor)


def _read(imported: Import, plan: Plan, ask: Ask) -> None:
    notices = stage_rows(imported, plan, lambda _: ask())
    imported.state = ImportState.RUNNING
    imported.notices = [notice.as_json() for notice in notices]
    _enter(imported, Phase.PREPARING)


def _prepare(imported: Import, plan: Plan, policy: Policy, actor: Actor) -> None:
    without_loops()
    number_repeated_rows(imported)
    choices, told = prepare_picklists(imported, plan, policy, actor)
    stages, more = prepare_stages(imported, plan, policy, actor)
    imported.formats = {**imported.formats, "choices": choices, **stages}
    plan = plan_of(imported, policy)
    resolve_links(imported, plan, policy)
    if imported.object != PEOPLE:
        more = [*more, *match_rows(imported, plan, policy)]
    _tell(imported, [*told, *more])
    imported.failed = ImportRow.objects.filter(file=imported, state=RowState.FAILED).count()
    everything = plan.options.atomic == "all" and not plan.options.dry_run
    _enter(imported, Phase.CHECKING if everything else Phase.WRITING)


def _check(imported: Import, plan: Plan, actor: Actor) -> None:
    """All or nothing: rehearse every row first; one that is wrong ends the import unwritten."""
    if _rehearse(imported, plan, actor):
        return
    if imported.failed:
        _nothing_written(imported)
        imported.error = (
            f"{imported.failed} rows can't be imported, so nothing was written, as you asked "
            "(atomic: all)."
        )
        _finish(imported, plan, actor, ImportState.FAILED)
        return
    rows = ImportRow.objects.filter(file=imported).exclude(state=RowState.FAILED)
    rows.update(state=RowState.PENDING, problems=None, before=None, version=None, later=None)
    for name in COUNTED:
        setattr(imported, name, 0)
    _enter(imported, Phase.WRITING)


def _write(imported: Import, plan: Plan, actor: Actor, ask: Ask) -> None:
    if plan.options.dry_run:
        if not _rehearse(imported, plan, actor):
            _finish(imported, plan, actor, ImportState.DONE)
        return
    if plan.options.atomic != "all":
        if not _write_rows(imported, plan, actor):
            _enter(imported, Phase.LINKING)
        return
    with transaction.atomic():
        while _write_rows(imported, plan, actor):
            ask()
        if imported.failed:
            raise Problem(
                gettext(
                    "A row that had been right is wrong now, so nothing was written. Try again."
                )
            )
    _enter(imported, Phase.LINKING)


def _next_rows(imported: Import) -> list[ImportRow]:
    rows = ImportRow.objects.filter(
        file=imported, state=RowState.PENDING, number__gt=imported.reached
    )
    return list(rows.order_by("number")[:CHUNK])


def _write_rows(imported: Import, plan: Plan, actor: Actor) -> bool:
    """Write the next chunk; False when none is left."""
    rows = _next_rows(imported)
    if rows:
        _keep(imported, rows[-1].number, _results(imported, plan, rows, actor))
    return bool(rows)


def _rehearse(imported: Import, plan: Plan, actor: Actor) -> bool:
    """Write the next chunk, note how it went and take it back; False when none is left."""
    rows = _next_rows(imported)
    if not rows:
        return False
    results: list[Result] = []
    try:
        with transaction.atomic():
            results = _results(imported, plan, rows, actor)
            raise _TakenBack
    except _TakenBack:
        epoch.bump()
    for result in results:
        if result.state == RowState.CREATED and result.row.twin is not None:
            result.state = {
                DuplicatePolicy.SKIP.value: RowState.SKIPPED,
                DuplicatePolicy.UPDATE.value: RowState.UPDATED,
            }.get(plan.options.policy, RowState.CREATED)
    _keep(imported, rows[-1].number, results, dry_run=True)
    return True


def _results(imported: Import, plan: Plan, rows: list[ImportRow], actor: Actor) -> list[Result]:
    if imported.object != PEOPLE:
        return write_chunk(imported, plan, rows, actor=actor)
    return [
        Result(
            one.draft.row,
            one.state,
            one.user_id,
            problems=[
                {"column": each.column, "value": each.value, "reason": each.reason}
                for each in one.draft.problems
            ],
        )
        for one in people.write_people(imported, plan, rows, actor=actor)
    ]


def _keep(imported: Import, reached: int, results: list[Result], *, dry_run: bool = False) -> None:
    counts = store_results(imported, results, dry_run=dry_run)
    for name, count in counts.items():
        setattr(imported, name, getattr(imported, name) + count)
    imported.reached = reached
    imported.save()


def _link(imported: Import, plan: Plan, policy: Policy, actor: Actor) -> None:
    if imported.reached == 0:
        later.resolve_later(imported, plan, policy)
    last = later.link_rows(imported, plan, CHUNK, actor=actor)
    if last is None:
        _finish(imported, plan, actor, ImportState.DONE)
        return
    imported.reached = last
    imported.save()


def _enter(imported: Import, phase: Phase) -> None:
    imported.phase = phase
    imported.reached = 0
    imported.save()


def _tell(imported: Import, notices: list[Notice]) -> None:
    imported.notices = [*imported.notices, *(notice.as_json() for notice in notices)]


def _finish(imported: Import, plan: Plan, actor: Actor, state: ImportState) -> None:
    without_loops()
    _tell(imported, [*link_notices(imported, plan), *reporting.row_notices(imported, plan)])
    _end(imported, state, actor)


def _nothing_written(imported: Import) -> None:
    """Count every row that is not wrong as skipped: the numbers add up to the rows of the file."""
    rows = ImportRow.objects.filter(file=imported).exclude(state=RowState.FAILED)
    imported.skipped = rows.update(state=RowState.SKIPPED, record_id=None)
    imported.created = imported.updated = imported.unchanged = 0


def _end(imported: Import, state: ImportState, actor: Actor) -> None:
    imported.state = state
    imported.phase = Phase.FINISHED
    imported.finished_at = timezone.now()
    if imported.stored_as:
        stored = imported.stored_as
        on_commit(lambda: default_storage.delete(stored))
        imported.stored_as = ""
    imported.save()
    counts = {name: [None, getattr(imported, name)] for name in COUNTED}
    record(
        actor=actor,
        action=f"transfer.import.{state.value}",
        object="imports",
        record_id=imported.id,
        record_name=f"{imported.file_name} → {imported.object}",
        changes=counts,
    )


@transaction.atomic
def fail(import_id: UUID, problem: Problem, *, actor: Actor) -> None:
    """End the import because of something that concerns the whole file."""
    imported = Import.objects.select_for_update().get(id=import_id)
    if imported.has_ended:
        return
    imported.error = problem.errors[0].message if problem.errors else problem.detail
    act_as(actor)
    _stop(imported)
    _end(imported, ImportState.FAILED, actor)


@transaction.atomic
def cancel(import_id: UUID, *, actor: Actor) -> None:
    """End the import where it stands: what is written stays written, the rest counts as skipped."""
    imported = Import.objects.select_for_update().get(id=import_id)
    if imported.has_ended:
        return
    act_as(actor)
    _stop(imported)
    _end(imported, ImportState.CANCELLED, actor)


def _stop(imported: Import) -> None:
    """Rows that were not reached count as skipped; a rehearsal has written none."""
    if imported.phase == Phase.CHECKING or imported.options.get("dry_run"):
        _nothing_written(imported)
        return
    pending = ImportRow.objects.filter(file=imported, state=RowState.PENDING)
    imported.skipped += pending.update(state=RowState.SKIPPED)
    if imported.phase in (Phase.READING, Phase.PREPARING):
        failed = ImportRow.objects.filter(file=imported, state=RowState.FAILED)
        imported.failed = failed.count()
