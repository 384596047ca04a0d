"""Stripe's objects in the shape that the SDK's types declare."""

from collections.abc import Mapping
from types import NoneType
from typing import Any, ForwardRef, Union, get_args, get_origin

import stripe

Object = dict[str, Any]
#: Keys of ours, which no answer shows.
HIDDEN = "_"
_NOT_SENT = frozenset({"OBJECT_NAME", "deleted"})
_EMPTY: Mapping[Any, Any] = {str: "", int: 0, bool: False, list: [], dict: {}}


def blank(kind: type[stripe.StripeObject], **values: Any) -> Object:
    """An object with every field that the SDK knows of: null or empty, but for `values`."""
    fields = {
        name: _empty(hint)
        for name, hint in kind.__annotations__.items()
        if name not in _NOT_SENT and not name.startswith("_")
    }
    unknown = {name for name in values if not name.startswith(HIDDEN)} - set(fields)
    assert not unknown, f"The SDK's {kind.__name__} has no {sorted(unknown)}."
    return {**fields, "object": getattr(kind, "OBJECT_NAME", fields.get("object", "")), **values}


def may_be_null(hint: Any) -> bool:
    return get_origin(hint) is Union and NoneType in get_args(hint)


def shown(value: Any) -> Any:
    """The object as an answer: without our own keys."""
    if isinstance(value, dict):
        return {k: shown(v) for k, v in value.items() if not str(k).startswith(HIDDEN)}
    return [shown(one) for one in value] if isinstance(value, list) else value


def listing(objects: list[Object], url: str) -> Object:
    return {"object": "list", "data": objects, "has_more": False, "url": url}


def _empty(hint: Any) -> Any:
    if may_be_null(hint) or isinstance(hint, ForwardRef):
        return None
    if get_origin(hint) is Union:
        return _empty(get_args(hint)[-1])
    plain = get_origin(hint) or hint
    empty = _EMPTY.get(plain)
    if empty is not None:
        return type(empty)()
    return {} if isinstance(plain, type) and issubclass(plain, dict) else None
