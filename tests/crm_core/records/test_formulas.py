"""Formulas: what they come to, where they show, and who may know of them."""

from typing import Any
from uuid import UUID

import pytest

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import describe_object, get_record, list_records
from crm_core.records.services import create_record, fields, update_record
from crm_core.records.services.computed_fields import check_field
from freehold.errors import Conflict, Invalid, Malformed
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import (
    custom_field,
    euros,
    found,
    grant,
    make,
    seeing_all_but,
    someone,
)


def formula(ada: Actor, object_name: str, name: str, expression: str) -> UUID:
    return fields.create_field(
        {"object": object_name, "name": name, "label": name.title(), "type": "formula",
         "expression": expression},
        actor=ada,
    ).id  # fmt: skip


def worth(ada: Actor, expression: str, object_name: str = "opportunities", **values: Any) -> Any:
    """What the formula comes to on a record with the values."""
    formula(ada, object_name, "worth", expression)
    ident = make(object_name, ada, **{"name": "Deal", **values})
    return get_record(object_name, ident, actor=ada)["custom"]["worth"]


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 / 2", 3.5),
        ("10 / 4 / 5", 0.5),
        ("-(2 - 5)", 3),
        ("7 % 4", 3),
        ("1 / 0", None),
        ("7 % 0", None),
        ("0.1 + 0.2", 0.3),
        ("999999999999999 * 999999999999999", None),
        ("round(2.5)", 3),
        ("round(1 / 3, 2)", 0.33),
        ("floor(-1.5) + ceiling(1.2)", 0),
        ("abs(-4) + min(3, 1, 2) + max(5, 9)", 14),
        ("probability", 20),
        ("probability + blank", None),
        ("coalesce(blank, probability)", 20),
        ('"a" & 1 & true & blank', "a1true"),
        ('concat("x", amount)', "x1250.00 EUR"),
        ('if(probability >= 20 and not is_blank(name), "likely", "no")', "likely"),
        ('if(probability > 20, "likely")', None),
        ('case(status, "open", 1, "won", 2, 0)', 1),
        ("upper(name) & lower(name) & length(name)", "DEALdeal4"),
        ('left(name, 2) & right(name, 1) & trim("  x ")', "Delx"),
        ('contains(name, "EAL") and starts_with(name, "dé")', True),
        ("amount * 2", euros(250000)),
        ("amount - money(250)", euros(100000)),
        ("-amount / 4", euros(-31250)),
        ("amount / amount", 1),
        ('amount + money(1, "USD")', None),
        ('money(1.5, "JPY")', {"amount": 2, "currency": "JPY"}),
        ("amount(amount)", 1250),
        ("currency(amount)", "EUR"),
        ("amount > money(1249.99)", True),
        ('amount > money(1, "USD")', False),
        ("min(amount, money(3))", euros(300)),
        ('max(amount, money(3, "USD"))', None),
        ("coalesce(blank, amount)", euros(125000)),
        ("if(amount > money(5), amount, money(5))", euros(125000)),
        ('expected_close_date - date("2026-01-01")', 30),
        ("text(expected_close_date + 1)", "2026-02-01"),
        ("text(add_months(expected_close_date, 1))", "2026-02-28"),
        ("text(add_days(expected_close_date, -31))", "2025-12-31"),
        ("text(expected_close_date + 999999999)", None),
        ("year(expected_close_date) * 100 + month(expected_close_date)", 202601),
        ("weekday(expected_close_date) + day(expected_close_date)", 37),
        ("today() - today()", 0),
        ("days_between(now(), now())", 0),
        ('expected_close_date < date("2026-02-01")', True),
        ("date(created_at) = today()", True),
        ("is_blank(account)", True),
        ('account.name & "?"', "?"),
        ("owner.name", "Admin"),
        ("stage.name", "New"),
        ('name = ""', False),
        ('next_step = ""', True),
    ],
)  # fmt: skip
def test_a_formula_comes_to(ada: Actor, expression: str, result: Any) -> None:
    found = worth(ada, expression, amount=euros(125000), probability=20,
                  expected_close_date="2026-01-31")  # fmt: skip
    if expression in ("owner.name", "stage.name"):
        assert isinstance(found, str)
    else:
        assert found == result


@pytest.mark.parametrize(
    ("expression", "start", "words"),
    [
        ("", 0, "Write a formula"),
        ("amount +", 8, "missing at the end"),
        ("amout * 2", 0, "no field “amout”"),
        ("Amount * 2", 0, "Did you mean amount"),
        ("1 + name", 0, "can't join a number and text"),
        ("amount + 5", 0, "money(100)"),
        ("account", 0, "account.name"),
        ("account.parent.name", 0, "one reference"),
        ("rond(1)", 0, "no function “rond”"),
        ("left(name)", 0, "left(text, count)"),
        ("if(1, 2, 3)", 0, "does not take"),
        ("(1 + 2", 0, "never closed"),
        ("1 2", 2, "not expected"),
        ('name & "x', 7, "not closed"),
        ("1 < 2 < 3", 6, "and"),
        ("blank", 0, "always blank"),
        ("name = blank", 0, "is_blank"),
        ('money(1, "euro")', 9, "three capital letters"),
        ('date("31.01.2026")', 5, "2026-01-31"),
        ("round(1, probability)", 9, "Write this out"),
        ("1;drop", 1, "can't stand here"),
        ("12345678901234567", 0, "15 digits"),
        ("(" * 60 + "1" + ")" * 60, 40, "deep"),
        ("1" + "+1" * 400, 0, "parts"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    ada: Actor, expression: str, start: int, words: str
) -> None:
    told = {"object": "opportunities", "type": "formula", "expression": expression}
    error = check_field(told, actor=ada).error
    assert error is not None
    assert words in error.message
    assert (error.part, error.start) == ("expression", start)
    with pytest.raises(Invalid) as problem:
        fields.create_field({**told, "label": "Wrong"}, actor=ada)
    assert [one.field for one in problem.value.errors] == ["expression"]


def test_a_formula_filters_sorts_groups_pages_and_shows(ada: Actor) -> None:
    custom_field(ada, "accounts", "seats", "integer")
    formula(ada, "accounts", "score", "custom.seats * 10 - 5")
    for name, seats in (("A", 3), ("B", 1), ("C", None), ("D", 2)):
        make("accounts", ada, name=name, custom={"seats": seats})
    assert (
        found("accounts", ada, {"field": "custom.score", "op": "gt", "value": 10})
        == ["D", "A"][::-1]
    )
    assert found("accounts", ada, {"field": "custom.score", "op": "empty", "value": True}) == ["C"]
    assert found("accounts", ada, sort=("-custom.score",)) == ["A", "D", "B", "C"]
    assert found("accounts", ada, short={"custom.score": "5"}) == ["B"]
    shown: list[Any] = []
    cursor = None
    while True:
        params = ListParams(
            sort=("custom.score",), limit=1, cursor=cursor, fields=("name", "custom.score")
        )
        page = list_records("accounts", actor=ada, params=params)
        shown += [(one["name"], one["custom"]["score"]) for one in page.results]
        cursor = page.next
        if cursor is None:
            break
    assert shown == [("B", 5), ("D", 15), ("A", 25), ("C", None)]


def test_a_formula_of_an_account_stands_beside_its_contacts(ada: Actor) -> None:
    formula(ada, "accounts", "shout", "upper(name)")
    formula(ada, "contacts", "greeting", 'concat("Hi from ", account.custom.shout)')
    account = make("accounts", ada, name="Acme")
    contact = make("contacts", ada, last_name="Lovelace", account=str(account))
    record = get_record("contacts", contact, actor=ada)
    assert record["custom"]["greeting"] == "Hi from ACME"
    page = list_records("contacts", actor=ada, params=ListParams(
        fields=("name", "account.custom.shout"), sort=("account.custom.shout",),
        filter={"field": "account.custom.shout", "op": "startswith", "value": "ac"}))  # fmt: skip
    assert [one["account"]["custom.shout"] for one in page.results] == ["ACME"]


def test_a_formula_is_read_only_and_says_so(ada: Actor) -> None:
    formula(ada, "accounts", "double", "employees * 2")
    told = next(one for one in describe_object("accounts", actor=ada)["fields"]
                if one["name"] == "custom.double")  # fmt: skip
    assert (told["type"], told["computed"], told["read_only"], told["access"]) == (
        "number", "formula", True, "read")  # fmt: skip
    record = create_record("accounts", {"name": "A", "employees": 4, "custom": {"double": 1}},
                           actor=ada)  # fmt: skip
    assert record["custom"]["double"] == 8
    saved = update_record("accounts", record["id"], {"custom": {"double": 9}}, actor=ada)
    assert saved.record["custom"]["double"] == 8


def test_formulas_read_one_another_but_not_themselves(ada: Actor) -> None:
    first = formula(ada, "accounts", "one", "employees + 1")
    formula(ada, "accounts", "two", "custom.one * 2")
    with pytest.raises(Invalid, match="read itself"):
        fields.update_field(first, {"expression": "custom.two + 1"}, actor=ada)
    with pytest.raises(Invalid, match="read itself"):
        fields.update_field(first, {"expression": "custom.one + 1"}, actor=ada)
    with pytest.raises(Invalid, match="must stay"):
        fields.update_field(first, {"expression": "name"}, actor=ada)
    with pytest.raises(Conflict, match="Two"):
        fields.retire_field(first, actor=ada)
    assert get_record("accounts", make("accounts", ada, name="A", employees=2), actor=ada)[
        "custom"] == {"one": 3, "two": 6}  # fmt: skip


def test_formulas_on_formulas_end_somewhere(ada: Actor) -> None:
    formula(ada, "accounts", "f0", "employees + employees")
    for depth in range(1, 5):
        formula(ada, "accounts", f"f{depth}", f"custom.f{depth - 1} + custom.f{depth - 1}")
    with pytest.raises(Invalid, match="deep"):
        formula(ada, "accounts", "f5", "custom.f4 + custom.f4")


def test_a_formula_whose_field_is_hidden_is_not_there(ada: Actor) -> None:
    formula(ada, "accounts", "one", "employees * 2")
    formula(ada, "accounts", "two", "custom.one + 1")
    formula(ada, "contacts", "size", "account.custom.two")
    account = make("accounts", ada, name="Acme", employees=21)
    contact = make("contacts", ada, last_name="Lovelace", account=str(account))
    bob = seeing_all_but("Bob", "accounts", "employees")
    assert get_record("accounts", account, actor=bob)["custom"] == {}
    assert get_record("contacts", contact, actor=bob)["custom"] == {}
    for object_name, path in (
        ("accounts", "custom.one"), ("accounts", "custom.two"), ("contacts", "custom.size"),
        ("contacts", "account.custom.one"),
    ):  # fmt: skip
        names = [one["name"] for one in describe_object(object_name, actor=bob)["fields"]]
        assert path not in names
        for params in (
            ListParams(filter={"field": path, "op": "gt", "value": 1}), ListParams(sort=(path,)),
            ListParams(fields=("id", path)), ListParams(short={path: "43"}),
        ):  # fmt: skip
            with pytest.raises(Malformed) as problem:
                list_records(object_name, actor=bob, params=params)
            assert [one.code for one in problem.value.errors] == ["unknown_field"]


def test_a_preview_shows_nothing_that_its_author_may_not_read(ada: Actor) -> None:
    make("accounts", ada, name="Acme", employees=21)
    told = {"object": "accounts", "type": "formula", "expression": "employees * 2"}
    shown = check_field(told, actor=ada).preview
    assert shown is not None
    assert [(one["name"], one["value"]) for one in shown] == [("Acme", 42)]
    eve = someone("Eve", grants={"*": grant()}, fields={"accounts": {"employees": "hidden"}},
                  rights=["settings"])  # fmt: skip
    hidden = check_field(told, actor=eve)
    assert hidden.error is None
    assert hidden.preview is None
