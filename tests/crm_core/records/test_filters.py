"""Filters, orders and fields that make no sense are refused in a sentence, never with a crash."""

from contextlib import suppress
from itertools import product
from typing import Any

import pytest

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import list_records
from freehold.errors import Malformed
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import custom_field, found, make

VALUES: list[Any] = [
    None, True, 0, -1, 2**63, 2**200, 1.5, "", "x", "x" * 5000, "nul\x00", "me", [], [None], [1],
    ["x"], [[]], {}, {"amount": None}, {"amount": 2**70, "currency": "EUR"}, {"id": "x"},
    ["a", "b", "c"], "2026-01-01", "9999-12-31T23:59:59-23:59", "last_9999_years",
    "next_9999_months", "last_0_days",
]  # fmt: skip
OPERATORS = ("eq", "ne", "in", "nin", "lt", "lte", "gt", "gte", "between", "contains", "icontains",
             "startswith", "empty", "relative", "regex", "")  # fmt: skip


PATHS = (
    "name", "description", "emails", "lead_source", "birthday", "do_not_contact", "account",
    "owner", "id", "version", "created_at", "account.annual_revenue", "custom.seen",
)  # fmt: skip


def ask(actor: Actor, object_name: str = "contacts", **params: Any) -> list[Any]:
    return list_records(object_name, actor=actor, params=ListParams(**params)).results


def test_any_operator_with_any_value_is_answered_or_refused(ada: Actor) -> None:
    custom_field(ada, "contacts", "seen", "datetime")
    make("contacts", ada, last_name="X")
    answered = 0
    for path, op, value in product(PATHS, OPERATORS, VALUES):
        with suppress(Malformed):
            ask(ada, filter={"field": path, "op": op, "value": value})
            answered += 1
    assert answered > 150


@pytest.mark.parametrize(
    "node",
    [
        7, "x", [], {"and": 1}, {"or": {}}, {"not": []}, {"and": [], "or": []}, {"field": "name"},
        {"field": 1, "op": "eq", "value": 1}, {"field": "name", "op": [], "value": 1},
        {"field": "name", "op": "eq", "value": "x", "more": 1}, {"field": "", "op": "eq"},
        {"field": "name'; --", "op": "eq", "value": 1}, {"field": "account.", "op": "eq"},
        {"field": "account.name.x", "op": "eq", "value": 1},
        {"field": "owner.password", "op": "eq"},
        {"field": "account.account", "op": "eq", "value": 1}, {"field": ".name", "op": "eq"},
        {"field": "account." * 9 + "name", "op": "eq", "value": "x"},
        {"field": "search_text", "op": "eq", "value": "x"}, {"field": "custom", "op": "empty"},
    ],
)  # fmt: skip
def test_a_filter_that_can_not_be_read_is_refused(ada: Actor, node: Any) -> None:
    with pytest.raises(Malformed):
        ask(ada, filter=node)


def test_a_filter_has_bounds(ada: Actor) -> None:
    leaf = {"field": "name", "op": "eq", "value": "x"}
    deep: Any = leaf
    for _ in range(12):
        deep = {"not": deep}
    for node in (deep, {"or": [leaf] * 200}):
        with pytest.raises(Malformed, match="at most"):
            ask(ada, filter=node)
    ask(ada, filter={"or": [leaf] * 199})


@pytest.mark.parametrize(
    "sort",
    ["", "-", "nothing", "emails", "description", "--name", "id", "owner.email", "name;drop",
     "account."],
)  # fmt: skip
def test_an_order_that_there_is_not_is_refused(ada: Actor, sort: str) -> None:
    with pytest.raises(Malformed):
        ask(ada, sort=(sort,))


@pytest.mark.parametrize(
    "path", ["nothing", "account.nothing", "owner.email", "search_text", "a.b.c"]
)
def test_a_column_that_there_is_not_is_refused(ada: Actor, path: str) -> None:
    with pytest.raises(Malformed) as problem:
        ask(ada, fields=("id", path))
    assert [one.code for one in problem.value.errors] == ["unknown_field"]


def test_columns_may_follow_references(ada: Actor) -> None:
    top = make("accounts", ada, name="Top")
    acme = make("accounts", ada, name="Acme", industry="energy", parent=str(top))
    make("contacts", ada, last_name="X", account=str(acme))
    (row,) = ask(ada, fields=("name", "account.industry", "account.id", "owner.name"))
    assert row == {
        "name": "X",
        "account": {"id": acme, "name": "Acme", "industry": "energy"},
        "owner": {"id": ada.user_id, "name": ada.name},
    }


def test_the_short_form_reads_values_by_their_type(ada: Actor) -> None:
    custom_field(ada, "accounts", "tags", "multipicklist", choices=["a", "b"])
    make("accounts", ada, name="A", employees=5, annual_revenue=7, custom={"tags": ["a"]})
    make("accounts", ada, name="B", employees=50, custom={"tags": ["b"]})
    for short, names in (
        ({"employees": "5"}, ["A"]),
        ({"employees__gte": "6"}, ["B"]),
        ({"employees__between": "4,6"}, ["A"]),
        ({"annual_revenue__empty": "true"}, ["B"]),
        ({"annual_revenue": "7"}, ["A"]),
        ({"custom.tags": "b"}, ["B"]),
        ({"name__in": "A,B"}, ["A", "B"]),
        ({"created_at__relative": "today"}, ["A", "B"]),
        ({"owner": "me", "name__startswith": "b"}, ["B"]),
    ):
        assert found("accounts", ada, short=short, sort=("name",)) == names, short
    for wrong in ({"employees": "five"}, {"nothing": "1"}, {"name__like": "x"}):
        with pytest.raises(Malformed):
            found("accounts", ada, short=wrong)


@pytest.mark.parametrize(
    "cursor",
    ["x", "e30", "W10", "bnVsbA", "W1tdLDAsbnVsbCwwXQ", "W1siYSIsImIiXSwwLG51bGwsMF0", "é", "===="],
)  # fmt: skip
def test_a_forged_cursor_is_refused(ada: Actor, cursor: str) -> None:
    make("contacts", ada, last_name="X")
    with pytest.raises(Malformed):
        ask(ada, cursor=cursor)


def test_capitals_tell_no_two_e_mail_addresses_apart(ada: Actor) -> None:
    custom_field(ada, "contacts", "office", "email")
    for last_name, email in (
        ("A", "Pia@Example.com"),
        ("B", "pia@example.com"),
        ("C", "pia@exámple.com"),
    ):
        make("contacts", ada, last_name=last_name, email=email, custom={"office": email})

    def names(path: str, op: str, value: Any) -> set[str]:
        wanted = {"field": path, "op": op, "value": value}
        return {one["name"] for one in ask(ada, filter=wanted, fields=("name",))}

    for path in ("email", "custom.office"):
        assert names(path, "eq", "PIA@example.com") == {"A", "B"}
        assert names(path, "ne", "PIA@example.com") == {"C"}
        assert names(path, "in", ["PIA@example.com", "x@example.com"]) == {"A", "B"}
        assert names(path, "nin", ["PIA@example.com", "PIA@EXÁMPLE.com"]) == set()
