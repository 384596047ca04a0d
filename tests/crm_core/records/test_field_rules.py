"""What a tenant asks of values: bounds, lengths, patterns, conditions under which they are due."""

from typing import Any

import pytest

from crm_core.records.services import create_many, create_record, fields, update_record
from freehold.errors import Invalid
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import custom_field, euros, found, grant, make, someone


@pytest.mark.parametrize(
    ("type", "rules", "good", "bad"),
    [
        ("integer", {"min": 1, "max": 5}, 5, 6),
        ("number", {"min": "0.5"}, 0.5, 0.49),
        ("money", {"max": euros(1000)}, euros(1000), euros(1001)),
        ("date", {"min": "2026-01-01"}, "2026-01-01", "2025-12-31"),
        ("datetime", {"max": "2026-01-01T00:00:00Z"}, "2026-01-01T00:00:00Z",
         "2026-01-01T00:00:01Z"),
        ("text", {"min_length": 3}, "abc", "ab"),
        ("text", {"max_length": 3}, "abc", "abcd"),
        ("text", {"pattern": "[A-Z]{2}-[0-9]+"}, "AB-12", "AB-x"),
        ("phone", {"pattern": r"\\+\\d.*"}, "+49 30", "030"),
        ("longtext", {"max_length": 5}, "a\nb", "abcdef"),
    ],
)  # fmt: skip
def test_values_keep_within_their_bounds(
    ada: Actor, type: str, rules: dict[str, Any], good: Any, bad: Any
) -> None:
    rules = {name: value.replace("\\\\", "\\") if isinstance(value, str) else value
             for name, value in rules.items()}  # fmt: skip
    custom_field(ada, "accounts", "extra", type, **rules)
    made = create_record("accounts", {"name": "A", "custom": {"extra": good}}, actor=ada)
    with pytest.raises(Invalid) as problem:
        update_record("accounts", made["id"], {"custom": {"extra": bad}}, actor=ada)
    assert [one.field for one in problem.value.errors] == ["custom.extra"]
    (outcome,) = create_many("accounts", [{"name": "B", "custom": {"extra": bad}}], actor=ada)
    assert [one.field for one in outcome.errors] == ["custom.extra"]


@pytest.mark.parametrize(
    ("type", "rules", "field"),
    [
        ("text", {"min": 1}, "min"),
        ("integer", {"min": "x"}, "min"),
        ("integer", {"min": 5, "max": 4}, "max"),
        ("integer", {"pattern": "a"}, "pattern"),
        ("text", {"min_length": 9, "max_length": 3}, "max_length"),
        ("text", {"pattern": "("}, "pattern"),
        ("text", {"pattern": "(a+)+"}, "pattern"),
        ("text", {"pattern": "(a|aa)*b"}, "pattern"),
        ("text", {"pattern": r"(a)\1"}, "pattern"),
        ("text", {"pattern": "(?=a)b"}, "pattern"),
        ("text", {"pattern": ".*.*.*.*x"}, "pattern"),
        ("text", {"required_if": {"field": "nothing"}}, "required_if"),
        ("text", {"required_if": {"field": "name", "op": "lt", "value": 1}}, "required_if"),
    ],
)
def test_rules_that_can_not_hold_are_refused(
    ada: Actor, type: str, rules: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as problem:
        custom_field(ada, "accounts", "extra", type, **rules)
    assert [one.field for one in problem.value.errors] == [field]


def due(ada: Actor, condition: Any, object_name: str = "accounts") -> None:
    custom_field(ada, object_name, "reason", "text", required_if=condition)


def test_a_field_is_due_while_its_condition_holds(ada: Actor) -> None:
    due(ada, {"and": [{"field": "industry", "op": "eq", "value": "energy"},
                      {"field": "employees", "op": "gte", "value": 100}]})  # fmt: skip
    create_record("accounts", {"name": "A", "industry": "energy"}, actor=ada)
    big = {"name": "B", "industry": "energy", "employees": 100}
    with pytest.raises(Invalid) as problem:
        create_record("accounts", big, actor=ada)
    assert [(one.field, one.code) for one in problem.value.errors] == [
        ("custom.reason", "required")
    ]
    made = create_record("accounts", {**big, "custom": {"reason": "because"}}, actor=ada)
    with pytest.raises(Invalid):
        update_record("accounts", made["id"], {"custom": {"reason": None}}, actor=ada)
    saved = update_record(
        "accounts", made["id"], {"employees": 99, "custom": {"reason": None}}, actor=ada
    )
    with pytest.raises(Invalid):
        update_record("accounts", saved.record["id"], {"employees": 100}, actor=ada)


def test_a_condition_may_follow_a_reference_money_and_custom_fields(ada: Actor) -> None:
    custom_field(ada, "opportunities", "tier", "picklist", choices=["gold", "tin"])
    any_of = [
        {"field": "account.industry", "op": "eq", "value": "energy"},
        {"field": "amount", "op": "gt", "value": 1000},
        {"field": "custom.tier", "op": "eq", "value": "gold"},
    ]
    due(ada, {"or": any_of}, "opportunities")
    account = str(make("accounts", ada, name="Acme", industry="energy"))
    for values in (
        {"account": account}, {"amount": euros(1001)}, {"custom": {"tier": "gold"}},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            make("opportunities", ada, name="Deal", **values)
    make("opportunities", ada, name="Deal", amount=euros(1000), custom={"tier": "tin"})


def test_of_many_only_those_are_refused_whose_condition_holds(ada: Actor) -> None:
    due(ada, {"field": "employees", "op": "gt", "value": 5})
    rows = [{"name": f"A{n}", "employees": n} for n in range(10)]
    outcomes = create_many("accounts", rows, actor=ada)
    assert [bool(one.errors) for one in outcomes] == [n > 5 for n in range(10)]


def test_a_condition_on_a_hidden_field_tells_nothing_of_it(ada: Actor) -> None:
    due(ada, {"field": "employees", "op": "gt", "value": 5})
    ident = make("accounts", ada, name="A", employees=9, custom={"reason": "x"})
    bob = someone("Bob", grants={"*": grant("all", "all")},
                  fields={"accounts": {"employees": "hidden"}})  # fmt: skip
    update_record("accounts", ident, {"custom": {"reason": None}}, actor=bob)


def test_a_number_keeps_every_digit(ada: Actor) -> None:
    custom_field(ada, "accounts", "exact", "number")
    for text in ("12345678901234.123456", "0.1", "99999999999999", "-3.000001"):
        make("accounts", ada, name=text, custom={"exact": text})
    for text in ("12345678901234.123456", "0.1", "99999999999999", "-3.000001"):
        only = {"field": "custom.exact", "op": "eq", "value": text}
        assert found("accounts", ada, only) == [text]
    assert found("accounts", ada, sort=("custom.exact",)) == [
        "-3.000001", "0.1", "12345678901234.123456", "99999999999999"]  # fmt: skip
    near = {"field": "custom.exact", "op": "eq", "value": "12345678901234.123457"}
    assert found("accounts", ada, near) == []


def test_a_pick_list_of_a_rule_that_lost_its_field_binds_nobody(ada: Actor) -> None:
    custom_field(ada, "accounts", "tier", "text")
    due(ada, {"field": "custom.tier", "op": "eq", "value": "gold"})
    (tier,) = (one for one in fields.list_fields(actor=ada) if one.name == "tier")
    fields.retire_field(tier.id, actor=ada)
    make("accounts", ada, name="A")
