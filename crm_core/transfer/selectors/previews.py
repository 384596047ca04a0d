"""What a file holds, before anything is imported: columns, samples, what they seem to mean."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from crm_core.records import catalogue
from crm_core.records.policy import Policy, require_right
from crm_core.records.selectors.reading import fetch_records
from crm_core.transfer.mapping.suggest import suggest_mapping, suggest_object
from crm_core.transfer.mapping.targets import PEOPLE, Targets, readable_targets, targets_of
from crm_core.transfer.options import parse_options
from crm_core.transfer.reading.files import open_table
from crm_core.transfer.reading.table import ReadOptions, Table, nameless
from crm_core.transfer.values.formulas import as_written
from freehold.identity.actor import Actor

#: Rows looked at to tell what a column means, and cells shown of each.
SAMPLED = 200
SHOWN = 5


def preview(
    content: BinaryIO, file_name: str, *, object_name: str | None, options: Any, actor: Actor
) -> dict[str, Any]:
    """The preview of the API. Unreadable says in a sentence why a file can't be read."""
    policy = require_right(actor, "import")
    chosen = parse_options(options)
    table = open_table(content, ReadOptions(chosen.encoding, chosen.delimiter, chosen.sheet))
    samples = samples_of(table)
    candidates = candidates_for(policy)
    if object_name and object_name not in candidates:
        candidates[object_name] = targets_of(object_name, policy)
    found = object_name or suggest_object(candidates, file_name, samples)
    mapping = suggested_for(candidates[found], samples, policy) if found else {}
    only_read = _only_read(candidates[found], samples, mapping, policy) if found else {}
    return {
        "file_name": file_name,
        "format": table.format,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": table.sheets,
        "rows": sum(1 for _ in table.rows()),
        "columns": [
            {
                "name": name,
                "samples": _shown(cells),
                "suggested": mapping.get(name),
                "only_read": only_read.get(name),
            }
            for name, cells in samples.items()
        ],
        "object": found,
        "objects": sorted(candidates),
        "notices": [notice.as_json() for notice in table.notices],
    }


def samples_of(table: Table) -> dict[str, list[str]]:
    """Column → its cells in the first rows; nameless columns that hold nothing are left out."""
    rows = [row.cells for row in islice(table.rows(), SAMPLED)]
    found = {
        name: [as_written(cells[index]) for cells in rows]
        for index, name in enumerate(table.columns)
    }
    return {
        name: cells
        for index, (name, cells) in enumerate(found.items(), start=1)
        if name != nameless(index) or any(cells)
    }


def suggested_for(
    targets: Targets, samples: dict[str, list[str]], policy: Policy
) -> dict[str, str | None]:
    """Column → field path or None.

    Ids that records here have are their own, as an export wrote them, not another system's.
    """
    return {
        column: "id"
        if path == "external_id" and _names_records(samples[column], targets.object_name, policy)
        else path
        for column, path in suggest_mapping(targets, samples).items()
    }


def _only_read(
    targets: Targets, samples: dict[str, list[str]], mapping: dict[str, str | None], policy: Policy
) -> dict[str, str]:
    """Column → the label of the field that it seems to mean and its reader may not write."""
    readable = readable_targets(targets, policy)
    if set(readable.fields) == set(targets.fields):
        return {}
    meant = suggest_mapping(readable, samples)
    found = {}
    for column, path in meant.items():
        target = readable.find(path) if path and not mapping.get(column) else None
        if target and target.root in readable.fields and target.root not in targets.fields:
            found[column] = str(readable.fields[target.root].label)
    return found


def _names_records(cells: list[str], object_name: str, policy: Policy) -> bool:
    try:
        ids = [UUID(cell.strip()) for cell in cells if cell.strip()]
    except ValueError:
        return False
    object_type = catalogue.current().objects.get(object_name)
    return bool(ids and object_type and fetch_records(policy, object_type, ids, fields=("id",)))


def _shown(cells: list[str]) -> list[str]:
    return list(dict.fromkeys(cell[:100] for cell in cells if cell))[:SHOWN]


def candidates_for(policy: Policy) -> dict[str, Targets]:
    """The objects that a file may be recognised as, with the fields that this person may fill."""
    return dict(_candidates(policy))


def _candidates(policy: Policy) -> Iterator[tuple[str, Targets]]:
    """The objects that this person may import into."""
    for name, object_type in catalogue.current().objects.items():
        if policy.can(name, "create") and (object_type.navigation or name == "line-items"):
            yield name, targets_of(name, policy)
    if policy.has_right("settings"):
        yield PEOPLE, targets_of(PEOPLE, policy)
