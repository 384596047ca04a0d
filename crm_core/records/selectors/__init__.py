"""Guarded reads: every list, record, search and trail goes through these."""

from crm_core.records.query.listing import ListParams, Page
from crm_core.records.query.subtotals import GroupParams
from crm_core.records.selectors.alike import records_alike
from crm_core.records.selectors.board import RecordBoardParams, record_board
from crm_core.records.selectors.describing import describe_object, describe_objects
from crm_core.records.selectors.duplicates import duplicate_groups
from crm_core.records.selectors.files import get_file, list_files
from crm_core.records.selectors.grouping import group_records
from crm_core.records.selectors.reading import get_record, list_records
from crm_core.records.selectors.searching import search_everything
from crm_core.records.selectors.trail import audit_trail

__all__ = [
    "GroupParams",
    "ListParams",
    "Page",
    "RecordBoardParams",
    "audit_trail",
    "describe_object",
    "describe_objects",
    "duplicate_groups",
    "get_file",
    "get_record",
    "group_records",
    "list_files",
    "list_records",
    "record_board",
    "records_alike",
    "search_everything",
]
