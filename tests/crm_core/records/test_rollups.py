"""Roll-ups: over what refers to a record, and never over what the reader may not see."""

from typing import Any
from uuid import UUID

import pytest

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import describe_object, get_record, list_records
from crm_core.records.services import fields, trash_record
from freehold.errors import Invalid, Malformed
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import (
    custom_field,
    custom_object,
    euros,
    found,
    grant,
    make,
    seeing_all_but,
    someone,
)


def rollup(ada: Actor, object_name: str, name: str, **told: Any) -> None:
    fields.create_field(
        {"object": object_name, "name": name, "label": name.title(), "type": "rollup",
         "rollup": told},
        actor=ada,
    )  # fmt: skip


def deals(ada: Actor, **told: Any) -> None:
    rollup(ada, "accounts", "deals", object="opportunities", reference="account", **told)


@pytest.fixture
def company(ada: Actor) -> UUID:
    """An account with three deals, and one in the Trash."""
    account = make("accounts", ada, name="Acme")
    for name, amount, close in (
        ("A", 100, "2026-01-10"),
        ("B", 300, "2026-03-10"),
        ("C", None, None),
    ):
        make("opportunities", ada, name=name, account=str(account), expected_close_date=close,
             amount=euros(amount) if amount else None)  # fmt: skip
    gone = make("opportunities", ada, name="Gone", account=str(account), amount=euros(5000))
    trash_record("opportunities", gone, actor=ada)
    make("accounts", ada, name="Empty")
    return account


@pytest.mark.parametrize(
    ("told", "value", "none"),
    [
        ({"function": "count"}, 3, 0),
        ({"function": "sum", "field": "amount"}, euros(400), euros(0)),
        ({"function": "min", "field": "amount"}, euros(100), None),
        ({"function": "max", "field": "expected_close_date"}, "2026-03-10", None),
        ({"function": "latest", "field": "name"}, "C", None),
        ({"function": "latest", "field": "name", "by": "expected_close_date"}, "B", None),
        ({"function": "latest", "field": "amount", "by": "expected_close_date"}, euros(300), None),
        ({"function": "latest", "field": "status"}, "open", None),
        ({"function": "sum", "field": "probability",
          "filter": {"field": "name", "op": "eq", "value": "none"}}, 0, 0),
        ({"function": "count", "filter": {"and": [
            {"field": "amount", "op": "gte", "value": 200},
            {"field": "account.name", "op": "eq", "value": "Acme"}]}}, 1, 0),
    ],
)  # fmt: skip
def test_a_rollup_comes_to(ada: Actor, company: UUID, told: Any, value: Any, none: Any) -> None:
    deals(ada, **told)
    page = list_records("accounts", actor=ada, params=ListParams(sort=("name",)))
    shown = {one["name"]: one["custom"]["deals"] for one in page.results}
    assert str(shown["Acme"]) == str(value)
    assert shown["Empty"] == none


def test_a_rollup_filters_sorts_and_is_read_by_formulas(ada: Actor, company: UUID) -> None:
    deals(ada, function="count")
    for object_name, label, expression in (
        ("accounts", "Busy", 'if(custom.deals > 1, "busy", "quiet")'),
        ("contacts", "Deals", "account.custom.deals + 1"),
    ):
        told = {"object": object_name, "label": label, "type": "formula", "expression": expression}
        fields.create_field(told, actor=ada)
    assert found("accounts", ada, sort=("-custom.deals",)) == ["Acme", "Empty"]
    assert found("accounts", ada, {"field": "custom.deals", "op": "gt", "value": 0}) == ["Acme"]
    assert found("accounts", ada, {"field": "custom.busy", "op": "eq", "value": "quiet"}) == [
        "Empty"
    ]
    contact = make("contacts", ada, last_name="Lovelace", account=str(company))
    assert get_record("contacts", contact, actor=ada)["custom"]["deals"] == 4


def test_amounts_in_several_currencies_are_not_summed_up(ada: Actor, company: UUID) -> None:
    deals(ada, function="sum", field="amount")
    make(
        "opportunities",
        ada,
        name="D",
        account=str(company),
        amount={"amount": 1, "currency": "USD"},
    )
    assert get_record("accounts", company, actor=ada)["custom"]["deals"] is None


def test_it_counts_only_what_the_reader_may_see(ada: Actor, company: UUID) -> None:
    deals(ada, function="sum", field="amount")
    rollup(ada, "accounts", "number", object="opportunities", reference="account", function="count")
    bob = someone("Bob", grants={"accounts": grant("all"), "opportunities": grant("own", "own")})
    make("opportunities", bob, name="Mine", account=str(company), amount=euros(7))
    custom = get_record("accounts", company, actor=bob)["custom"]
    assert custom == {"deals": euros(7), "number": 1}
    assert found("accounts", bob, {"field": "custom.number", "op": "gt", "value": 1}) == []
    assert found("accounts", bob, {"field": "custom.deals", "op": "gte", "value": 8}) == []


@pytest.mark.parametrize("hidden", ["amount", "account", "status", "expected_close_date"])
def test_a_rollup_over_a_hidden_field_is_not_there(ada: Actor, company: UUID, hidden: str) -> None:
    deals(ada, function="latest", field="amount", by="expected_close_date",
          filter={"not": {"field": "status", "op": "eq", "value": "lost"}})  # fmt: skip
    bob = seeing_all_but("Bob", "opportunities", hidden)
    assert get_record("accounts", company, actor=bob)["custom"] == {}
    assert "custom.deals" not in str(describe_object("accounts", actor=bob))
    for params in (ListParams(sort=("custom.deals",)), ListParams(short={"custom.deals": "1"})):
        with pytest.raises(Malformed):
            list_records("accounts", actor=bob, params=params)


def test_without_the_related_object_there_is_no_rollup(ada: Actor, company: UUID) -> None:
    deals(ada, function="count")
    bob = someone("Bob", grants={"accounts": grant("all")})
    assert get_record("accounts", company, actor=bob)["custom"] == {}


def test_custom_objects_roll_up_and_are_rolled_up(ada: Actor) -> None:
    custom_object(ada, "sites")
    custom_object(ada, "visits")
    custom_field(ada, "visits", "site", "reference", reference="sites")
    custom_field(ada, "visits", "hours", "number")
    rollup(ada, "sites", "hours", object="visits", reference="custom.site", function="sum",
           field="custom.hours")  # fmt: skip
    site = make("sites", ada, name="Harbour")
    for hours in (1.5, "2.25"):
        make("visits", ada, name="V", custom={"site": str(site), "hours": hours})
    assert get_record("sites", site, actor=ada)["custom"]["hours"] == 3.75


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ({"object": "nothing", "reference": "account", "function": "count"}, "object"),
        ({"object": "opportunities", "reference": "owner", "function": "count"}, "reference"),
        ({"object": "opportunities", "reference": "account", "function": "median"}, "function"),
        ({"object": "opportunities", "reference": "account", "function": "sum"}, "field"),
        ({"object": "opportunities", "reference": "account", "function": "sum", "field": "name"},
         "field"),
        ({"object": "opportunities", "reference": "account", "function": "latest",
          "field": "name", "by": "name"}, "by"),
        ({"object": "opportunities", "reference": "account", "function": "count",
          "filter": {"field": "secret", "op": "eq", "value": 1}}, "filter"),
        ({"object": "opportunities", "reference": "account", "function": "count",
          "filter": {"field": "amount", "op": "startswith", "value": 1}}, "filter"),
    ],
)  # fmt: skip
def test_what_can_not_be_rolled_up_is_refused(ada: Actor, told: Any, part: str) -> None:
    with pytest.raises(Invalid) as problem:
        rollup(ada, "accounts", "wrong", **told)
    assert [one.field for one in problem.value.errors] == [f"rollup.{part}"]
