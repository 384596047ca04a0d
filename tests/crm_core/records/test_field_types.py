"""A field takes another type: tried first, exact where it can be, and nothing is lost."""

from typing import Any
from uuid import UUID

import pytest

from crm_core.records.selectors import audit_trail, get_record
from crm_core.records.services import field_types, fields, undo, update_record
from crm_core.records.services.field_types import change_type, try_change
from freehold.errors import Conflict, Forbidden, Invalid
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import euros, found, grant, make, someone
from tests.ground.jobs import work_off


def field(ada: Actor, type: str, **values: Any) -> UUID:
    told = {"object": "accounts", "name": "extra", "label": "Extra", "type": type, **values}
    return fields.create_field(told, actor=ada).id


def of(ada: Actor, ident: UUID) -> Any:
    return get_record("accounts", ident, actor=ada)["custom"]["extra"]


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "back"),
    [
        ("text", "integer", "12", 12, "12"),
        ("text", "integer", "012", 12, "012"),
        ("text", "integer", "1.5", None, "1.5"),
        ("text", "number", "1.50", 1.5, "1.50"),
        ("text", "money", "12.50", euros(1250), "12.50"),
        ("text", "money", "12.5 USD", {"amount": 1250, "currency": "USD"}, "12.5 USD"),
        ("text", "money", "12.505", None, "12.505"),
        ("text", "date", "2026-01-31", "2026-01-31", "2026-01-31"),
        ("text", "date", "31.1.2026", None, "31.1.2026"),
        ("text", "datetime", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00.000000Z",
         "2026-01-31T10:00:00Z"),
        ("text", "boolean", "Yes", True, "Yes"),
        ("text", "boolean", "maybe", None, "maybe"),
        ("text", "email", "a@b.example", "a@b.example", "a@b.example"),
        ("text", "email", "nobody", None, "nobody"),
        ("text", "picklist", "Gold", "Gold", "Gold"),
        ("text", "longtext", "x", "x", "x"),
        ("longtext", "text", "x" * 300, None, "x" * 300),
        ("integer", "number", 5, 5, 5),
        ("number", "integer", 2.5, None, 2.5),
        ("number", "integer", 3, 3, 3),
        ("number", "text", 2.5, "2.5", 2.5),
        ("number", "money", 2.5, euros(250), 2.5),
        ("money", "number", euros(250), 2.5, euros(250)),
        ("money", "number", {"amount": 1, "currency": "USD"}, None,
         {"amount": 1, "currency": "USD"}),
        ("money", "text", euros(250), "2.50 EUR", euros(250)),
        ("date", "text", "2026-01-31", "2026-01-31", "2026-01-31"),
        ("datetime", "date", "2026-01-31T10:00:00.000000Z", "2026-01-31",
         "2026-01-31T10:00:00.000000Z"),
        ("boolean", "integer", True, 1, True),
        ("boolean", "text", False, "false", False),
    ],
)  # fmt: skip
def test_a_value_converts_or_is_kept_and_comes_back(
    ada: Actor, old: str, new: str, before: Any, after: Any, back: Any
) -> None:
    ident = field(ada, old)
    record = make("accounts", ada, name="A", custom={"extra": before})
    told, job = change_type(ident, {"type": new}, actor=ada)
    assert job is None
    assert (told["total"], told["converted"]) == (1, int(after is not None))
    assert of(ada, record) == after
    change_type(ident, {"type": old}, actor=ada)
    assert of(ada, record) == back


def test_trying_tells_and_changes_nothing(ada: Actor) -> None:
    ident = field(ada, "text")
    good = make("accounts", ada, name="Good", custom={"extra": "7"})
    bad = make("accounts", ada, name="Bad", custom={"extra": "seven"})
    make("accounts", ada, name="Empty")
    told = try_change(ident, {"type": "integer"}, actor=ada)
    assert (told["total"], told["converted"], told["unconvertible"]) == (2, 1, 1)
    assert told["examples"] == [
        {"record": {"id": bad, "name": "Bad"}, "value": "seven",
         "reason": "Enter a whole number."}]  # fmt: skip
    assert of(ada, good) == "7"
    assert fields.read_field(ident, actor=ada).type == "text"


def test_examples_name_only_what_the_administrator_sees(ada: Actor) -> None:
    ident = field(ada, "text")
    make("accounts", ada, name="Secret", custom={"extra": "seven"})
    eve = someone("Eve", grants={"*": grant("own")}, rights=["settings"])
    told = try_change(ident, {"type": "integer"}, actor=eve)
    assert (told["unconvertible"], told["examples"]) == (1, [])
    with pytest.raises(Forbidden):
        try_change(ident, {"type": "integer"}, actor=someone("Bob", grants={"*": grant()}))


def test_filters_sorts_and_search_follow_the_new_type(ada: Actor) -> None:
    ident = field(ada, "text")
    for text in ("9", "10", "x"):
        make("accounts", ada, name=f"A{text}", custom={"extra": text})
    assert found("accounts", ada, sort=("custom.extra",)) == ["A10", "A9", "Ax"]
    change_type(ident, {"type": "integer"}, actor=ada)
    assert found("accounts", ada, sort=("custom.extra",)) == ["A9", "A10", "Ax"]
    assert found("accounts", ada, {"field": "custom.extra", "op": "gt", "value": 9}) == ["A10"]


def test_the_trail_tells_of_the_field_and_of_each_record(ada: Actor) -> None:
    ident = field(ada, "text")
    record = make("accounts", ada, name="A", custom={"extra": "7"})
    change_type(ident, {"type": "integer"}, actor=ada)
    newest = audit_trail(actor=ada, object_name="accounts", record_id=record)["results"][0]
    assert newest["changes"] == [{"field": "custom.extra", "label": "Extra", "from": "7", "to": 7}]
    actions = [one["action"] for one in audit_trail(actor=ada)["results"]]
    assert "records.field.type_changed" in actions


def test_many_values_are_a_job(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(field_types, "AT_ONCE", 1)
    ident = field(ada, "text")
    records = [make("accounts", ada, name=f"A{n}", custom={"extra": str(n)}) for n in range(3)]
    _, job = change_type(ident, {"type": "integer"}, actor=ada)
    assert job is not None
    assert of(ada, records[2]) == "2"
    work_off()
    assert [of(ada, one) for one in records] == [0, 1, 2]


def test_a_formula_that_reads_the_field_must_go_on(ada: Actor) -> None:
    ident = field(ada, "integer")
    fields.create_field({"object": "accounts", "label": "Twice", "type": "formula",
                         "expression": "custom.extra * 2"}, actor=ada)  # fmt: skip
    with pytest.raises(Conflict, match="Twice"):
        change_type(ident, {"type": "text"}, actor=ada)
    change_type(ident, {"type": "number"}, actor=ada)


@pytest.mark.parametrize("type", ["reference", "formula", "emails", "nothing", "text"])
def test_some_types_no_field_can_take(ada: Actor, type: str) -> None:
    ident = field(ada, "text")
    with pytest.raises(Invalid):
        try_change(ident, {"type": type}, actor=ada)


def test_undoing_an_older_change_brings_no_value_of_the_former_type(ada: Actor) -> None:
    ident = field(ada, "text")
    record = make("accounts", ada, name="A", custom={"extra": "seven"})
    saved = update_record("accounts", record, {"custom": {"extra": None}}, actor=ada)
    change_type(ident, {"type": "integer"}, actor=ada)
    assert saved.undo is not None
    undo(saved.undo, actor=ada)
    assert of(ada, record) is None
    assert found("accounts", ada, sort=("custom.extra",)) == ["A"]
    change_type(ident, {"type": "text"}, actor=ada)
    assert of(ada, record) == "seven"
