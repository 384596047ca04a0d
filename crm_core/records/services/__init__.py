"""The write door: everything that changes records comes through here, there is no second way."""

from crm_core.records.services.bulk import BulkResult, bulk_change
from crm_core.records.services.bulk_preview import preview_bulk
from crm_core.records.services.files import Removed, add_file, remove_file
from crm_core.records.services.many import RowOutcome, create_many, update_many
from crm_core.records.services.merge_preview import preview_merge
from crm_core.records.services.merging import Merged, merge_records
from crm_core.records.services.purging import purge_record
from crm_core.records.services.trash import Trashed, restore_record, trash_record
from crm_core.records.services.undoing import Undone, undo
from crm_core.records.services.unmerging import take_back as _take_back  # noqa: F401 - registers
from crm_core.records.services.verdicts import tell_apart
from crm_core.records.services.writing import Saved, create_record, update_record

__all__ = [
    "BulkResult",
    "Merged",
    "Removed",
    "RowOutcome",
    "Saved",
    "Trashed",
    "Undone",
    "add_file",
    "bulk_change",
    "create_many",
    "create_record",
    "merge_records",
    "preview_bulk",
    "preview_merge",
    "purge_record",
    "remove_file",
    "restore_record",
    "tell_apart",
    "trash_record",
    "undo",
    "update_many",
    "update_record",
]
