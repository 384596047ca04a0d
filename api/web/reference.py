"""The API's reference for people, drawn on the server from the same OpenAPI document."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from api import errors
from api.openapi.shapes import Schema
from api.v1.openapi.documents import document_for
from freehold import errors as freehold_errors

_METHODS = ("get", "post", "patch", "put", "delete")


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Signed in, with the workspace's own objects and fields; else with the built-in ones."""
    document = document_for(request)
    context = {
        "title": document["info"]["title"],
        "introduction": document["info"]["description"].strip().split("\n\n"),
        "groups": _groups(document),
        "schemas": [
            {"name": name, "rows": list(_rows(schema))}
            for name, schema in document["components"]["schemas"].items()
        ],
        "problems": _problems(),
    }
    response = render(request, "api/reference.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _groups(document: Schema) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                groups[operation["tags"][0]].append(_shown(path, method, operation))
    return [{"name": name, "operations": shown} for name, shown in groups.items()]


def _shown(path: str, method: str, operation: Schema) -> dict[str, Any]:
    body = next(iter(operation.get("requestBody", {}).get("content", {}).items()), None)
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": operation["parameters"],
        "body": body and {"media_type": body[0], **_type(body[1]["schema"])},
        "answers": [
            {"status": status, **_answer(response)}
            for status, response in operation["responses"].items()
        ],
    }


def _answer(response: Schema) -> dict[str, Any]:
    if "$ref" in response:
        return {"problem": True}
    content: Schema = next(iter(response.get("content", {}).values()), {})
    return {"description": response["description"], **_type(content.get("schema", {}))}


def _rows(schema: Schema) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "required": name in required,
            "about": inner.get("description", ""),
            **_type(inner),
        }
        for name, inner in schema.get("properties", {}).items()
    ]


def _type(schema: Mapping[str, Any]) -> dict[str, Any]:
    """`link` is a component's name; `words` say the rest."""
    if "$ref" in schema:
        return {"link": schema["$ref"].rpartition("/")[2], "words": ""}
    if "anyOf" in schema:
        return {**_type(schema["anyOf"][0]), "nullable": True}
    if schema.get("type") == "array":
        inner = _type(schema["items"])
        return {**inner, "words": f"list of {inner['words']}".rstrip()}
    kinds = schema.get("type", "")
    words = " or ".join(kinds) if isinstance(kinds, list) else kinds
    if "format" in schema:
        words = f"{words} ({schema['format']})"
    if "enum" in schema:
        words = ", ".join(orjson.dumps(value).decode() for value in schema["enum"])
    return {"words": words}


def _problems() -> list[dict[str, Any]]:
    kinds: list[type[freehold_errors.Problem]] = [
        *_subclasses(freehold_errors.Problem),
        freehold_errors.Problem,
    ]
    known = {kind.code: kind for kind in kinds if kind.__module__ in _OURS}
    ordered = sorted(known.values(), key=lambda kind: kind.status)
    return [
        {
            "code": kind.code,
            "status": kind.status,
            "title": kind.title,
            "about": (kind.__doc__ or "").strip().splitlines()[0]
            if kind.__dict__.get("__doc__")
            else "",
        }
        for kind in ordered
    ]


_OURS = {freehold_errors.__name__, errors.__name__}


def _subclasses(kind: type[Any]) -> list[type[Any]]:
    return [one for direct in kind.__subclasses__() for one in (direct, *_subclasses(direct))]
