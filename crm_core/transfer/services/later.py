"""References from one row of a file to another: set once all rows are written."""

from uuid import UUID

from crm_core.records.policy import Policy
from crm_core.records.services import update_many
from crm_core.transfer.choices import RowState
from crm_core.transfer.models import Import, ImportLink, ImportRow
from crm_core.transfer.plans import NAMING, Plan
from crm_core.transfer.services.links import resolve_column
from freehold.identity.actor import Actor

_WRITTEN = (RowState.CREATED, RowState.UPDATED, RowState.UNCHANGED)


def resolve_later(imported: Import, plan: Plan, policy: Policy) -> None:
    """Look up again what the file itself brought; what failed to come stays unlinked, and told."""
    open_links = ImportLink.objects.filter(file=imported, how="file")
    if not open_links.exists():
        return
    open_links.update(how="")
    for one in plan.columns:
        if one.target.kind in NAMING and one.target.refers_to == imported.object:
            resolve_column(imported, plan, one, policy)
    ImportLink.objects.filter(file=imported, how="").update(how="row_failed")


def link_rows(imported: Import, plan: Plan, limit: int, *, actor: Actor) -> int | None:
    """Set the references of the next rows; the last row's number, or None when none was left."""
    rows = list(
        ImportRow.objects.filter(
            file=imported, later__isnull=False, state__in=_WRITTEN, number__gt=imported.reached
        ).order_by("number")[:limit]
    )
    if not rows:
        return None
    links = {
        (link.path, link.value): link.record_id
        for link in ImportLink.objects.filter(file=imported, record_id__isnull=False).filter(
            value__in={text for row in rows for text in row.later.values()}
        )
    }
    changes: dict[UUID, dict[str, UUID]] = {}
    touched: dict[UUID, ImportRow] = {}
    for row in rows:
        for root, text in row.later.items():
            found = _found(plan, root, text, links)
            if found is not None and row.record_id is not None and found != row.record_id:
                changes.setdefault(row.record_id, {})[root] = found
                touched[row.record_id] = row
    _change(imported, changes, touched, actor)
    return rows[-1].number


def _found(
    plan: Plan, root: str, text: str, links: dict[tuple[str, str], UUID | None]
) -> UUID | None:
    for one in plan.columns:
        if one.target.root == root and (one.target.path, text) in links:
            return links[one.target.path, text]
    return None


def _change(
    imported: Import,
    changes: dict[UUID, dict[str, UUID]],
    touched: dict[UUID, ImportRow],
    actor: Actor,
) -> None:
    if not changes:
        return
    outcomes = update_many(imported.object, list(changes.items()), actor=actor)
    for record_id, outcome in zip(changes, outcomes, strict=True):
        row = touched[record_id]
        if outcome.undo is not None and outcome.changed:
            row.version = outcome.undo["version"]
            if row.state == RowState.UNCHANGED:
                row.state = RowState.UPDATED
                imported.unchanged -= 1
                imported.updated += 1
            if row.state == RowState.UPDATED:
                row.before = {**outcome.undo["before"], **(row.before or {})}
        elif outcome.errors:
            row.problems = [
                {"column": one.field, "value": "", "reason": one.message} for one in outcome.errors
            ]
        ImportRow.objects.filter(file=imported, number=row.number).update(
            version=row.version, state=row.state, before=row.before, problems=row.problems
        )
