"""One OpenAPI 3.1 document out of the endpoints' own descriptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.openapi.operations import REFUSALS, Operation, documented
from api.openapi.shapes import PROBLEM, Schema

#: Values, not schemas: nothing in them is a component.
_VALUES = {"example", "examples", "default", "enum", "const"}
_INTRODUCTION = """\
Everything a workspace holds, over HTTP and JSON.

Sign in with an API key: `Authorization: Bearer fh_…`. Times are UTC, money is in minor units, ids
are UUIDs. Refusals are problems of RFC 9457 and say what to do. Lists are paged by cursor. Records
carry an `ETag`; `If-Match` keeps two people from overwriting each other. An `Idempotency-Key` makes
any POST safe to repeat. `RateLimit` tells how many calls are left.
"""


@dataclass(frozen=True, slots=True)
class Described:
    """One address with what each of its methods does."""

    path: str
    names: tuple[str, ...]
    operations: Mapping[str, Operation]


def assemble(addresses: Iterable[Described], *, title: str, version: str) -> Schema:
    """The document; the same addresses give the same document, to the letter."""
    components: dict[str, Schema] = {}
    paths: dict[str, Schema] = {}
    tags: dict[str, None] = {}
    for address in addresses:
        methods = paths.setdefault(address.path, {})
        for method, operation in address.operations.items():
            tags.setdefault(operation.tag)
            shown = documented(operation, address.names, repeatable=method == "post")
            methods[method] = _hoist(shown, components)
    responses = {
        f"Problem{status}": _hoist(_refusal(status, text), components)
        for status, text in REFUSALS.items()
    }
    return {
        "openapi": "3.1.1",
        "info": {"title": title, "version": version, "description": _INTRODUCTION},
        "servers": [{"url": "/"}],
        "security": [{"apiKey": []}, {"session": []}],
        "tags": [{"name": tag} for tag in tags],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.items())),
            "responses": responses,
            "securitySchemes": _SECURITY,
        },
    }


def _refusal(status: int, text: str) -> Schema:
    headers = {
        "Retry-After": {
            "description": "Seconds to wait.",
            "schema": {"type": "string"},
        },
    }
    refusal: Schema = {
        "description": text,
        "content": {"application/problem+json": {"schema": PROBLEM}},
    }
    return {**refusal, "headers": headers} if status in (429, 503) else refusal


def _hoist(node: Any, components: dict[str, Schema]) -> Any:
    """Puts titled schemas among the components and leaves references to them."""
    if isinstance(node, list):
        return [_hoist(inner, components) for inner in node]
    if not isinstance(node, dict):
        return node
    inner = {
        name: value if name in _VALUES else _hoist(value, components)
        for name, value in node.items()
    }
    title = node.get("title")
    if not isinstance(title, str) or "type" not in node:
        return inner
    known = components.setdefault(title, inner)
    if known != inner:
        raise ValueError(f"Two different schemas are called {title}; rename one of them.")
    return {"$ref": f"#/components/schemas/{title}"}


_SECURITY: Schema = {
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "fh_…",
        "description": "An API key of the workspace, made under Settings.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The web app's session; writing needs the header X-CSRFToken.",
    },
}
