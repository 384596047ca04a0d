"""The fields that a filter names, without understanding it."""

from collections.abc import Iterator
from typing import Any


def fields_named(node: Any) -> Iterator[str]:
    """Every “field” anywhere inside, as it was written."""
    if isinstance(node, dict):
        field = node.get("field")
        if isinstance(field, str):
            yield field
        for inner in node.values():
            yield from fields_named(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from fields_named(inner)
