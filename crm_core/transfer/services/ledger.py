"""The ledger of outside ids: by what key a file calls a record, remembered for the next file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from crm_core.transfer.models import Import
from crm_core.transfer.plans import Plan
from crm_core.transfer.services.matching import ROWS

if TYPE_CHECKING:
    from crm_core.transfer.drafts import RowDraft
    from crm_core.transfer.services.writing import Result

Entry = tuple[str, str, UUID]


def remember(imported: Import, plan: Plan, written: "Sequence[tuple[RowDraft, Result]]") -> None:
    """Each row's id in the other system, and the digest by which the same row is known again."""
    entries: dict[tuple[str, str], UUID] = {}
    for draft, result in written:
        if result.record_id is None:
            continue
        entries[ROWS, draft.row.digest] = result.record_id
        if draft.external_id:
            entries[plan.options.system, draft.external_id] = result.record_id
    keep(imported.object, [(system, key, ident) for (system, key), ident in entries.items()])


def keep(object_name: str, entries: Sequence[Entry]) -> None:
    """Store the keys; one that is known already leads to the newer record from now on."""
    if not entries:
        return
    systems, keys, records = (list(column) for column in zip(*entries, strict=True))
    with connection.cursor() as run:
        run.execute(
            "INSERT INTO transfer_externalid (object, system, key, record_id)"
            " SELECT %s, s.system, s.key, s.record_id"
            " FROM unnest(%s::text[], %s::text[], %s::uuid[]) AS s(system, key, record_id)"
            " ON CONFLICT (object, system, key) DO UPDATE SET record_id = excluded.record_id"
            " WHERE transfer_externalid.record_id <> excluded.record_id",
            [object_name, systems, keys, records],
        )
