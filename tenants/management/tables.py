"""Rows and single things as aligned text."""

from collections.abc import Mapping, Sequence
from typing import Any


def table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Columns as wide as their widest value; empty for no rows."""
    if not rows:
        return ""
    cells = [list(columns), *([str(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    return "\n".join(
        "  ".join(value.ljust(width) for value, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def facts(one: Mapping[str, Any]) -> str:
    """One name and value a line; what has parts is listed below its name, one part a line."""
    return "\n".join(line for name, value in one.items() for line in _told(name, value))


def _told(name: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        width = max((len(str(part)) for part in value), default=0)
        return [name, *(f"  {part!s:<{width}} {_plain(value[part])}" for part in value)]
    return [f"{name:<16} {_plain(value)}".rstrip()]


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{part} {_plain(inner)}" for part, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return "" if value is None else str(value)
