"""The write door: everything that changes records comes through here, there is no second way."""

from crm_core.records.services.bulk import BulkResult, bulk_change
from crm_core.records.services.bulk_preview import preview_bulk
from crm_core.records.services.files import Removed, add_file, remove_file
from crm_core.records.services.many import RowOutcome, create_many, update_many
from crm_core.records.services.purging import purge_record
from crm_core.records.services.trash import Trashed, restore_record, trash_record
from crm_core.records.services.undoing import Undone, undo
from crm_core.records.services.writing import Saved, create_record, update_record

__all__ = [
    "BulkResult",
    "Removed",
    "RowOutcome",
    "Saved",
    "Trashed",
    "Undone",
    "add_file",
    "bulk_change",
    "create_many",
    "create_record",
    "preview_bulk",
    "purge_record",
    "remove_file",
    "restore_record",
    "trash_record",
    "undo",
    "update_many",
    "update_record",
]
