"""What a reader of the trail is told of an export: nothing that names a field hidden from them."""

from collections.abc import Callable, Iterable
from typing import Any

from crm_core.records import catalogue
from crm_core.records.policy import Policy
from crm_core.records.query.paths import fields_named
from crm_core.records.query.source import Source
from freehold.errors import Malformed


def readable_export(policy: Policy, object_name: str, changes: dict[str, Any]) -> dict[str, Any]:
    """The entry's changes; fields are left out, a filter or an order is withheld as a whole."""
    object_type = catalogue.current().objects.get(object_name)
    if object_type is None or not policy.can(object_name, "read"):
        return {name: changes[name] for name in ("format", "count") if name in changes}
    source = Source(catalogue.current(), policy, object_type)
    found = dict(changes)
    if "fields" in found:
        found["fields"] = [None, [one for one in found["fields"][1] if _known(source, [one])]]
    if "filter" in found and not _known(source, fields_named(found["filter"][1])):
        del found["filter"]
    if "sort" in found and not _known(source, (one.lstrip("-") for one in found["sort"][1])):
        del found["sort"]
    return found


def readable_view(policy: Policy, object_name: str, changes: dict[str, Any]) -> dict[str, Any]:
    """What was said of a saved view, without the parts that name a field hidden from the reader."""
    object_type = catalogue.current().objects.get(object_name)
    if object_type is None or not policy.can(object_name, "read"):
        return {name: one for name, one in changes.items() if name not in _PATHS_OF}
    source = Source(catalogue.current(), policy, object_type)
    return {
        name: pair
        for name, pair in changes.items()
        if name not in _PATHS_OF or all(_known(source, _PATHS_OF[name](one)) for one in pair if one)
    }


def _columns(told: Any) -> list[str]:
    return [str(one["field"]) for one in told]


#: The parts of a view that name fields, and which ones they name.
_PATHS_OF: dict[str, Callable[[Any], Iterable[str]]] = {
    "filter": fields_named,
    "sort": lambda told: [one.lstrip("-") for one in told],
    "columns": _columns,
    "group_by": lambda told: [told],
}


def _known(source: Source, paths: Iterable[str]) -> bool:
    try:
        for path in paths:
            source.locate(path.partition("__")[0])
    except Malformed:
        return False
    return True
