"""Building blocks of JSON Schema 2020-12. A schema with a title becomes a component so called."""

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]


def text(description: str = "", *, max_length: int | None = None, min_length: int = 0) -> Schema:
    return _lean(
        {
            "type": "string",
            "description": description,
            "maxLength": max_length,
            "minLength": min_length or None,
        }
    )


def integer(
    description: str = "", *, minimum: int | None = None, maximum: int | None = None
) -> Schema:
    return _lean(
        {
            "type": "integer",
            "description": description,
            "minimum": minimum,
            "maximum": maximum,
        }
    )


def boolean(description: str = "") -> Schema:
    return _lean({"type": "boolean", "description": description})


def uuid(description: str = "") -> Schema:
    return _lean({"type": "string", "format": "uuid", "description": description})


def moment(description: str = "") -> Schema:
    return _lean({"type": "string", "format": "date-time", "description": description})


def day(description: str = "") -> Schema:
    return _lean({"type": "string", "format": "date", "description": description})


def choice(*values: str, description: str = "") -> Schema:
    return _lean({"type": "string", "enum": list(values), "description": description})


def array(items: Schema, description: str = "", *, max_items: int | None = None) -> Schema:
    return _lean(
        {
            "type": "array",
            "items": items,
            "description": description,
            "maxItems": max_items,
        }
    )


def mapping(values: Schema | bool, description: str = "") -> Schema:
    """An object whose names are free and whose values are alike."""
    return _lean({"type": "object", "additionalProperties": values, "description": description})


def nullable(schema: Schema) -> Schema:
    if "title" in schema or "enum" in schema or "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def record(
    title: str,
    properties: Mapping[str, Schema],
    *,
    required: Sequence[str] = (),
    description: str = "",
    example: Any = None,
) -> Schema:
    """An object of an answer: more members may come in later versions."""
    return _lean(
        {
            "title": title,
            "type": "object",
            "description": description,
            "properties": dict(properties),
            "required": list(required),
            "examples": None if example is None else [example],
        }
    )


def body(
    title: str,
    properties: Mapping[str, Schema],
    *,
    required: Sequence[str] = (),
    description: str = "",
    example: Any = None,
) -> Schema:
    """An object of a request: a member that it does not know is an error."""
    shape = record(title, properties, required=required, description=description, example=example)
    return {**shape, "additionalProperties": False}


def answer(title: str, properties: Mapping[str, Schema], **more: Any) -> Schema:
    """An object of an answer in which every member is always there."""
    return record(title, properties, required=list(properties), **more)


def listing(title: str, item: Schema, *, paged: bool = False) -> Schema:
    """`{"results": […]}`; a paged one carries the cursor of the next page."""
    members: dict[str, Schema] = {"results": array(item)}
    if paged:
        members["next"] = nullable(text("Cursor of the next page."))
    return record(title, members, required=list(members))


def _lean(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if value not in (None, "", [])}


REFERENCE = answer(
    "Reference",
    {"id": uuid(), "name": nullable(text("Null when the reader may not see it."))},
    example={"id": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c", "name": "Acme"},
)
MONEY = answer(
    "Money",
    {
        "amount": integer("Minor units, such as cents."),
        "currency": {
            "type": "string",
            "pattern": "^[A-Z]{3}$",
            "description": "ISO 4217.",
        },
    },
    example={"amount": 125000, "currency": "EUR"},
)
LABELLED = answer(
    "LabelledValue",
    {"value": text(), "label": text()},
    example={"value": "+49 30 1", "label": ""},
)
ADDRESS = record(
    "Address",
    {
        name: nullable(text())
        for name in ("label", "street", "city", "region", "postal_code", "country")
    },
)
FIELD_ERROR = answer(
    "FieldError",
    {
        "field": text("The path of the field, such as `custom.tier`."),
        "code": text("For programs."),
        "message": text("For people."),
    },
)
PROBLEM = record(
    "Problem",
    {
        "type": text("Leads to an explanation of this kind of problem."),
        "title": text(),
        "status": integer(),
        "code": text("The kind of problem, for programs."),
        "detail": text("What happened and what to do."),
        "instance": text(),
        "request_id": text("Name it when you ask for help."),
        "errors": array(FIELD_ERROR),
    },
    required=["type", "title", "status", "detail"],
    description="RFC 9457, `application/problem+json`.",
)
