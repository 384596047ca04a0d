"""The schemas of one object's records, drawn from its description in the catalogue."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.openapi import shapes
from api.openapi.shapes import Schema

Described = Mapping[str, Any]

_ALLOWED = shapes.array(
    shapes.choice("update", "delete"), "What you may do to it; where `fields=` asks for it."
)
#: What every record has besides its own fields.
_STAMPS: dict[str, Schema] = {
    "id": shapes.uuid(),
    "created_at": shapes.moment(),
    "updated_at": shapes.moment(),
    "created_by": shapes.nullable(shapes.REFERENCE),
    "updated_by": shapes.nullable(shapes.REFERENCE),
    "version": shapes.integer("Grows by one with every change."),
    "deleted_at": shapes.nullable(shapes.moment("When it was put into the Trash.")),
}
_SAMPLES: dict[str, Any] = {
    "text": "Acme",
    "longtext": "Met at the fair.",
    "integer": 12,
    "number": 1.5,
    "money": {"amount": 125000, "currency": "EUR"},
    "date": "2026-03-31",
    "datetime": "2026-03-31T09:30:00Z",
    "boolean": True,
    "email": "ada@acme.test",
    "phone": "+49 30 1234567",
    "url": "https://acme.test",
    "reference": "01977d5e-7a10-7c3f-9d52-5a1f0f1d2b3c",
}


@dataclass(frozen=True, slots=True)
class RecordShapes:
    """What is read, what a creation and a change send, and a page of a list."""

    name: str
    plural: str
    read: Schema
    create: Schema
    change: Schema
    page: Schema


def record_shapes(described: Described) -> RecordShapes:
    name = component_name(described)
    own = [field for field in described["fields"] if not field["custom"]]
    custom = [field for field in described["fields"] if field["custom"]]
    read = _read(name, own, custom)
    return RecordShapes(
        name=name,
        plural=pascal(described["name"]),
        read=read,
        create=_write(f"{name}Create", own, custom, whole=True),
        change=_write(f"{name}Change", own, custom, whole=False),
        page=_page(name, read),
    )


def component_name(described: Described) -> str:
    """`account-contacts` → `AccountContact`; a custom object's is marked, so none can clash."""
    name = pascal(described["name"])
    if described["custom"]:
        return f"{name}Record"
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def pascal(text: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^0-9A-Za-z]+", text))


def _read(name: str, own: list[Any], custom: list[Any]) -> Schema:
    properties = {field["name"]: _shown(field) for field in own}
    properties["custom"] = _custom(f"{name}Custom", {_bare(f): _shown(f) for f in custom})
    return shapes.record(
        name,
        {**properties, **_STAMPS, "allow": _ALLOWED},
        required=["id"],
        description="Fields that you may not read are absent; `fields=` asks for fewer.",
    )


def _write(title: str, own: list[Any], custom: list[Any], *, whole: bool) -> Schema:
    writable = [field for field in own if _writable(field)]
    properties = {field["name"]: _sent(field) for field in writable}
    open_custom = {_bare(field): _sent(field) for field in custom if _writable(field)}
    properties["custom"] = _custom(f"{title}Custom", open_custom, closed=True)
    required = [f["name"] for f in writable if f["required"] and f["default"] is None]
    return shapes.body(
        title,
        properties,
        required=required if whole else [],
        example={f["name"]: _sample(f) for f in writable if f["required"]},
    )


def _page(name: str, read: Schema) -> Schema:
    return shapes.record(
        f"{name}Page",
        {
            "results": shapes.array(read),
            "next": shapes.nullable(shapes.text("Cursor of the next page.")),
            "previous": shapes.nullable(shapes.text("Cursor of the page before.")),
            "count": shapes.nullable(shapes.integer("Exact up to 10,000.")),
            "count_is_estimate": shapes.boolean(),
            "merged_into": shapes.mapping(
                shapes.REFERENCE,
                "Only of the Trash: id → the record that it was merged into, where you see it.",
            ),
        },
        required=["results", "next", "previous"],
    )


def _writable(field: Described) -> bool:
    return not field["read_only"] and field["access"] == "write"


def _bare(field: Described) -> str:
    return str(field["name"]).removeprefix("custom.")


def _custom(title: str, properties: dict[str, Schema], *, closed: bool = False) -> Schema:
    if not properties:
        return {"type": "object", "description": "Custom fields; there are none yet."}
    make = shapes.body if closed else shapes.record
    return make(title, properties, description="Custom fields.")


def _shown(field: Described) -> Schema:
    schema = _value(field, reference=shapes.REFERENCE, bound=False)
    schema = schema if _always_there(field) else shapes.nullable(schema)
    return _told(schema, field)


def _sent(field: Described) -> Schema:
    schema = _value(field, reference=shapes.uuid(), bound=True)
    schema = schema if field["required"] else shapes.nullable(schema)
    return _told(schema, field)


def _always_there(field: Described) -> bool:
    return bool(field["required"]) and not field["custom"]


def _told(schema: Schema, field: Described) -> Schema:
    about = ". ".join(part for part in (field["label"], field["help"]) if part)
    if field["choices"] and "enum" not in str(schema):
        values = ", ".join(f"`{choice['value']}`" for choice in field["choices"])
        about = f"{about}: {values}"
    if field["reference"]:
        about = f"{about} (one of {field['reference']['object']})"
    if "title" in schema:
        return schema
    return {**schema, "description": about}


def _value(field: Described, *, reference: Schema, bound: bool) -> Schema:
    """The schema of a value; `bound` adds what only requests must keep to."""
    kind = field["type"]
    if kind == "reference":
        return dict(reference)
    if kind in ("picklist", "multipicklist"):
        return _choice(field, many=kind == "multipicklist", bound=bound)
    plain: dict[str, Schema] = {
        "integer": shapes.integer(),
        "number": {"type": "number"},
        "money": shapes.MONEY,
        "date": shapes.day(),
        "datetime": shapes.moment(),
        "boolean": shapes.boolean(),
        "emails": shapes.array(shapes.LABELLED),
        "phones": shapes.array(shapes.LABELLED),
        "addresses": shapes.array(shapes.ADDRESS),
    }
    length = field["max_length"] if bound else None
    return plain.get(kind) or shapes.text(max_length=length)


def _choice(field: Described, *, many: bool, bound: bool) -> Schema:
    """Answers may hold a value retired since, so only requests are bound to the list."""
    values = [choice["value"] for choice in field["choices"] or []]
    one = {"type": "string", "enum": values} if bound and values else shapes.text()
    return shapes.array(one) if many else one


def _sample(field: Described) -> Any:
    if field["choices"]:
        return field["choices"][0]["value"]
    return _SAMPLES.get(field["type"])
