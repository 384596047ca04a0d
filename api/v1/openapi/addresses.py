"""From the URL configuration to the addresses that the document lists."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver

from api.endpoint import Endpoint
from api.openapi.document import Described
from api.v1.records.urls import ROUTES

_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
_PREFIX = "/api/v1/"


def addresses(
    patterns: Iterable[URLPattern | URLResolver], objects: Iterable[dict[str, Any]]
) -> Iterator[Described]:
    """Settled resources as their views say it; records once for each object."""
    for path, view in _endpoints(patterns):
        operations = view.describe()
        if operations:
            yield _described(path, operations)
    for one in objects:
        for path, view in _endpoints(ROUTES):
            yield _described(f"{one['name']}/{path}", view.describe(one))


def _endpoints(
    patterns: Iterable[URLPattern | URLResolver],
) -> Iterator[tuple[str, type[Endpoint]]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            if isinstance(view, type) and issubclass(view, Endpoint):
                yield str(pattern.pattern), view


def _described(route: str, operations: Any) -> Described:
    named = _public_names(_VARIABLE.findall(route))
    path = _VARIABLE.sub(lambda found: "{" + named[found[1]] + "}", route)
    return Described(_PREFIX + path, tuple(named.values()), operations)


def _public_names(variables: list[str]) -> dict[str, str]:
    """`record_id` in the code is `id` in an address; a second id keeps its name."""
    found: dict[str, str] = {}
    for name in variables:
        first = name.endswith("_id") and "id" not in found.values()
        found[name] = "id" if first else name.removesuffix("_name")
    return found
