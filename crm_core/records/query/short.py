"""The short form of a filter: `?stage=won&amount__gte=1000&custom.tier=gold`."""

from typing import Any

from django.utils.translation import gettext

from crm_core.records.query.following import FOLLOWED
from crm_core.records.query.refusing import refuse
from crm_core.records.query.source import Source


def short_filter(source: Source, short: dict[str, str]) -> dict[str, Any]:
    """The same filter in the full language; values are read by the field's type."""
    return {"and": [_leaf(source, name, value) for name, value in short.items()]}


def _leaf(source: Source, name: str, text: str) -> dict[str, Any]:
    path, _, op = name.partition("__")
    if path == FOLLOWED:
        return {"field": path, "op": op or "eq", "value": _boolean(path, text)}
    at = source.locate(path)
    op = op or ("icontains" if at.field.type in ("emails", "phones", "addresses") else "eq")
    if at.field.type == "multipicklist" and op == "eq":
        op = "contains"
    return {"field": path, "op": op, "value": _value(path, at.field.type, op, text)}


def _value(path: str, kind: str, op: str, text: str) -> Any:
    if op in ("in", "nin", "between"):
        return [_scalar(path, kind, part) for part in text.split(",")]
    if op == "empty":
        return _boolean(path, text)
    return text if op == "relative" else _scalar(path, kind, text)


def _scalar(path: str, kind: str, text: str) -> Any:
    if kind == "boolean":
        return _boolean(path, text)
    if kind in ("integer", "money"):
        try:
            return int(text)
        except ValueError as error:
            raise refuse(
                path, gettext("“%(path)s” needs a whole number.") % {"path": path}
            ) from error
    return text


def _boolean(path: str, text: str) -> bool:
    if text.lower() in ("true", "1", "yes", ""):
        return True
    if text.lower() in ("false", "0", "no"):
        return False
    raise refuse(path, gettext("“%(path)s” needs true or false.") % {"path": path})
