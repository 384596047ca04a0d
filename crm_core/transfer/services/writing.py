"""One chunk of rows through the write door: references set, records written, undo kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext
from psycopg.types.json import Jsonb

from crm_core.records.catalogue import ObjectType
from crm_core.records.services import RowOutcome, create_many, update_many
from crm_core.sales.models import Lead
from crm_core.transfer.choices import Policy, RowState
from crm_core.transfer.drafts import RowDraft, merged_entries, nested, read_row
from crm_core.transfer.models import Import, ImportRow
from crm_core.transfer.plans import Plan
from crm_core.transfer.services import deals, ledger, references
from freehold.errors import FieldError
from freehold.identity.actor import Actor
from tenants.entitlements import LimitReached

_LISTS = ("emails", "phones", "addresses")


@dataclass
class Result:
    """How one row ended."""

    row: ImportRow
    state: RowState
    record_id: UUID | None = None
    problems: list[dict[str, str]] = field(default_factory=list)
    before: dict[str, Any] | None = None
    version: int | None = None
    later: dict[str, str] | None = None


@dataclass
class Chunk:
    """The rows of one chunk on their way, and what became of those that are done."""

    imported: Import
    plan: Plan
    object_type: ObjectType
    actor: Actor
    results: dict[int, Result] = field(default_factory=dict)
    #: Number of the first row that means a record → that record.
    records: dict[int, UUID] = field(default_factory=dict)

    @property
    def policy(self) -> str:
        return self.plan.options.policy

    def fail(self, draft: RowDraft) -> None:
        problems = [
            {"column": one.column, "value": one.value, "reason": one.reason}
            for one in draft.problems
        ]
        self.results[draft.row.number] = Result(draft.row, RowState.FAILED, problems=problems)


def write_chunk(
    imported: Import, plan: Plan, rows: Sequence[ImportRow], *, actor: Actor
) -> list[Result]:
    """Write the rows and say how each ended; the caller owns the transaction, keeps the results."""
    object_type = plan.targets.known.object(imported.object)
    chunk = Chunk(imported, plan, object_type, actor)
    drafts = [read_row(plan, row) for row in rows]
    references.apply_references(imported, plan, drafts, actor=actor)
    if imported.object == "opportunities":
        deals.complete(imported, plan, drafts)
    elif imported.object == "activities":
        for draft in drafts:
            draft.defaults.setdefault("kind", "task")
    right = []
    for draft in drafts:
        if draft.problems:
            chunk.fail(draft)
        else:
            right.append(draft)
    _find_first_rows(chunk, right)
    for wave in _waves(right):
        _write_wave(chunk, wave)
    _finish(chunk, right)
    return [chunk.results[row.number] for row in rows]


def _find_first_rows(chunk: Chunk, drafts: Sequence[RowDraft]) -> None:
    """The records of earlier chunks that rows of this one mean as well."""
    wanted = {draft.row.twin for draft in drafts if draft.row.twin is not None}
    if wanted:
        rows = ImportRow.objects.filter(file=chunk.imported, number__in=wanted)
        chunk.records.update(
            {row.number: row.record_id for row in rows if row.record_id is not None}
        )


def _waves(drafts: Sequence[RowDraft]) -> list[list[RowDraft]]:
    """Rows that mean one record are written one after the other, all others together."""
    waves: list[list[RowDraft]] = []
    seen: dict[object, int] = {}
    for draft in drafts:
        key: object = draft.row.record_id or draft.row.twin or draft.row.number
        place = seen.get(key, 0)
        seen[key] = place + 1
        if place == len(waves):
            waves.append([])
        waves[place].append(draft)
    return waves


def _write_wave(chunk: Chunk, wave: Sequence[RowDraft]) -> None:
    fresh: list[RowDraft] = []
    known: list[tuple[RowDraft, UUID]] = []
    for draft in wave:
        record_id = draft.row.record_id or chunk.records.get(draft.row.twin or draft.row.number)
        if record_id is None or chunk.policy == Policy.CREATE:
            fresh.append(draft)
        elif chunk.policy == Policy.SKIP:
            chunk.results[draft.row.number] = Result(draft.row, RowState.SKIPPED, record_id)
        else:
            known.append((draft, record_id))
    _create(chunk, fresh)
    _update(chunk, known)


def _create(chunk: Chunk, drafts: Sequence[RowDraft]) -> None:
    rows = [nested({**draft.defaults, **draft.values}) for draft in drafts]
    outcomes = _isolated(
        lambda part: create_many(chunk.imported.object, part, actor=chunk.actor), rows
    )
    for draft, outcome in zip(drafts, outcomes, strict=True):
        if outcome.id is None:
            _refuse(chunk, draft, outcome.errors)
            continue
        chunk.records[draft.row.twin or draft.row.number] = outcome.id
        chunk.results[draft.row.number] = Result(
            draft.row, RowState.CREATED, outcome.id, version=1, later=draft.later or None
        )


def _update(chunk: Chunk, known: Sequence[tuple[RowDraft, UUID]]) -> None:
    if not known:
        return
    _merge_lists(chunk, known)
    if chunk.imported.object == "leads":
        _keep_converted(known)
    changes = [(record_id, nested(draft.values)) for draft, record_id in known]
    outcomes = _isolated(
        lambda part: update_many(chunk.imported.object, part, actor=chunk.actor), changes
    )
    for (draft, record_id), outcome in zip(known, outcomes, strict=True):
        if any((error.field, error.code) == ("id", "not_found") for error in outcome.errors):
            _refuse_found(chunk, draft)
            continue
        if outcome.errors:
            _refuse(chunk, draft, outcome.errors)
            continue
        step = outcome.undo or {}
        state = RowState.UPDATED if outcome.changed else RowState.UNCHANGED
        chunk.results[draft.row.number] = Result(
            draft.row,
            state,
            record_id,
            before=step.get("before") if outcome.changed else None,
            version=step.get("version"),
            later=draft.later or None,
        )


def _keep_converted(known: Sequence[tuple[RowDraft, UUID]]) -> None:
    """A lead that became an opportunity stays converted, whatever the file still says of it."""
    ids = [record_id for _, record_id in known]
    rows = Lead.objects.filter(id__in=ids, converted_at__isnull=False)
    converted = set(rows.values_list("id", flat=True))
    for draft, record_id in known:
        if record_id in converted:
            draft.values.pop("status", None)


def _merge_lists(chunk: Chunk, known: Sequence[tuple[RowDraft, UUID]]) -> None:
    fields = [
        name
        for name in _LISTS
        if name in chunk.object_type.fields and any(name in draft.values for draft, _ in known)
    ]
    if not fields:
        return
    rows = chunk.object_type.model._default_manager.filter(id__in=[ident for _, ident in known])
    held = {row["id"]: row for row in rows.values("id", *fields)}
    for draft, record_id in known:
        for name in fields:
            if name in draft.values:
                present = (held.get(record_id) or {}).get(name) or []
                draft.values[name] = merged_entries(present, draft.values[name])


def _isolated(
    write: Callable[[Sequence[Any]], list[RowOutcome]], rows: Sequence[Any]
) -> list[RowOutcome]:
    """Write all rows; where the database itself refuses, halve until the row at fault is found."""
    if not rows:
        return []
    try:
        with transaction.atomic():
            return write(rows)
    except LimitReached as full:
        return _as_many_as_fit(write, rows, full)
    except (IntegrityError, DataError) as error:
        if len(rows) == 1:
            reason = str(error).splitlines()[0][:200]
            return [
                RowOutcome(
                    None,
                    [
                        FieldError(
                            "",
                            "refused",
                            gettext("Can't be stored: %(reason)s") % {"reason": reason},
                        )
                    ],
                )
            ]
    half = len(rows) // 2
    return [*_isolated(write, rows[:half]), *_isolated(write, rows[half:])]


def _as_many_as_fit(
    write: Callable[[Sequence[Any]], list[RowOutcome]], rows: Sequence[Any], full: LimitReached
) -> list[RowOutcome]:
    """The first rows, as far as the plan has room; the others say why they are not written."""
    room = min(max(0, full.extra["most"] - full.extra["used"]), len(rows) - 1)
    taken = gettext("The rows before this one took the room that was left.") if room else ""
    reason = FieldError("", full.code, f"{taken} {full.detail}".strip())
    return [*_isolated(write, rows[:room]), *(RowOutcome(None, [reason]) for _ in rows[room:])]


def _refuse(chunk: Chunk, draft: RowDraft, errors: Sequence[FieldError]) -> None:
    for error in errors or [FieldError("", "refused", gettext("This row was refused."))]:
        column = chunk.plan.column_of(error.field) if error.field else ""
        draft.refuse(column, _shown(chunk.plan, draft, error.field), error.message)
    chunk.fail(draft)


def _refuse_found(chunk: Chunk, draft: RowDraft) -> None:
    """The record was found by what the row says of it, and is somebody else's to change."""
    by = draft.row.matched_by.split(", ")[0]
    kind = "record_id" if by == "id" else by
    filled = [one for one in chunk.plan.columns if one.index is not None]
    named = (one for one in filled if by == one.target.path or kind == one.target.kind)
    one = next(named, filled[0])
    reason = gettext("This record exists already, and you may not change it.")
    draft.refuse(one.column, one.cell(draft.row.cells), reason)
    chunk.fail(draft)


def _shown(plan: Plan, draft: RowDraft, field_name: str) -> str:
    for one in plan.columns:
        if field_name in (one.target.root, one.target.path):
            return one.cell(draft.row.cells)
    return ""


def _finish(chunk: Chunk, drafts: Sequence[RowDraft]) -> None:
    """What hangs on the written records: product lines, leads, the ledger of outside ids."""
    written = [
        (draft, result)
        for draft in drafts
        if (result := chunk.results[draft.row.number]).record_id is not None
        and result.state in (RowState.CREATED, RowState.UPDATED, RowState.UNCHANGED)
    ]
    if chunk.imported.object == "opportunities":
        deals.add_parts(chunk.plan, written, actor=chunk.actor)
        _renew_versions(chunk, written)
    ledger.remember(chunk.imported, chunk.plan, written)


def _renew_versions(chunk: Chunk, written: Sequence[tuple[RowDraft, Result]]) -> None:
    """Lines change their opportunity's amount, and so its version, after it was written."""
    ids = [result.record_id for _, result in written if result.record_id is not None]
    rows = chunk.object_type.model._default_manager.filter(id__in=ids)
    versions = dict(rows.values_list("id", "version"))
    for _, result in written:
        if result.state != RowState.UNCHANGED and result.record_id is not None:
            result.version = versions.get(result.record_id, result.version)


def store_results(
    imported: Import, results: Sequence[Result], *, dry_run: bool
) -> Mapping[str, int]:
    """Write how the rows ended into the staging table; the numbers by state."""

    def as_json(value: object) -> Jsonb | None:
        return Jsonb(value) if value else None

    columns: list[list[Any]] = [[] for _ in range(7)]
    counts: dict[str, int] = {}
    for one in results:
        keeps = not dry_run or one.state != RowState.CREATED
        values = (
            one.row.number, one.state.value, one.record_id if keeps else None,
            as_json(one.problems), as_json(one.before), one.version, as_json(one.later),
        )  # fmt: skip
        for column, value in zip(columns, values, strict=True):
            column.append(value)
        counts[one.state.label] = counts.get(one.state.label, 0) + 1
    with connection.cursor() as run:
        run.execute(
            "UPDATE transfer_importrow r SET state = s.state, record_id = s.record_id,"
            " problems = s.problems, before = s.before, version = s.version, later = s.later"
            " FROM unnest(%s::int[], %s::smallint[], %s::uuid[], %s::jsonb[], %s::jsonb[],"
            "  %s::int[], %s::jsonb[])"
            "  AS s(number, state, record_id, problems, before, version, later)"
            " WHERE r.file_id = %s AND r.number = s.number",
            [*columns, imported.id],
        )
    return counts
