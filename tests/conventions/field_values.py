"""A value for every field of a record, each of which is recognised wherever it turns up."""

from dataclasses import dataclass, field
from typing import Any

from tests.api import seeds
from tests.api.callers import Caller


@dataclass
class Subject:
    """A record; `values` by field as they are written, `canaries` texts that only it holds."""

    name: str
    id: str
    marker: str
    values: dict[str, Any] = field(default_factory=dict)
    canaries: list[str] = field(default_factory=list)
    pipeline: str = ""


def made(admin: Caller, name: str, ids: dict[str, str], fields: list[dict[str, Any]]) -> Subject:
    """A record of the object with a value in each field that people can write, changed once."""
    marker = f"Kanari{name.replace('-', '')}"
    values = seeds.body(name, ids, marker)
    if name == "contact-roles":
        values["contact"] = admin.made("/contacts/", {"last_name": "Third"})["id"]
    if name == "account-contacts":
        values["account"] = admin.made("/accounts/", {"name": "Third"})["id"]
    subject = Subject(name, admin.made(f"/{name}/", values)["id"], marker)
    for number, one in enumerate(fields, start=seeds.OBJECTS.index(name) * 50):
        written = value_of(one, number, marker)
        if written is not None and not one["read_only"]:
            subject.values[one["name"]] = written
            subject.canaries += canaries_in(written)
    body: dict[str, Any] = {}
    for path, value in subject.values.items():
        merge(body, nested(path, value))
    changed = admin.patch(f"/{name}/{subject.id}/", body)
    assert changed.status_code == 200, changed.content
    if marker in changed.content.decode():
        subject.canaries.append(marker)
    subject.pipeline = (changed.json().get("pipeline") or {}).get("id", "")
    return subject


def value_of(one: dict[str, Any], number: int, marker: str) -> Any:
    """None for what has no telling value of its own, such as yes and no, or a reference."""
    if one["format"] is not None:
        return None
    telling = f"{marker}{number:03d}"
    return {
        "text": telling,
        "longtext": telling,
        "email": f"{telling.lower()}@canary.example",
        "url": f"https://{telling.lower()}.example",
        "phone": f"+49 30 90018{number:03d}",
        "integer": 73_450_000 + number if one["name"] not in SMALL else None,
        # The deal's amount is the sum of its lines: that of one line is told apart from it.
        "number": 3 if one["name"] == "quantity" else None,
        "money": {"amount": 87_650_000 + number, "currency": "EUR"},
        "date": f"1987-03-{number % 27 + 1:02d}",
        "datetime": f"1987-03-{number % 27 + 1:02d}T04:05:06Z",
        "emails": [{"value": f"{telling.lower()}@more.example", "label": telling}],
        "phones": [{"value": f"+49 30 90019{number:03d}", "label": telling}],
    }.get(one["type"])


#: Whole numbers that have bounds.
SMALL = {"probability", "position", "reminder_minutes"}


def canaries_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [str(value["amount"])]
    if isinstance(value, list):
        return [str(value[0]["value"])]
    return [] if value == 3 or str(value).startswith("1987") else [str(value)]


def nested(path: str, value: Any) -> dict[str, Any]:
    """The value as a body has it: custom fields stand under `custom`."""
    if path.startswith("custom."):
        return {"custom": {path.removeprefix("custom."): value}}
    return {path: value}


def merge(body: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in more.items():
        if name == "custom":
            body.setdefault("custom", {}).update(value)
        else:
            body[name] = value
