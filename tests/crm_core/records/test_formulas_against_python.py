"""Whatever formula is written: SQL comes to the same as plain Python, and never to an error."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm_core.records import catalogue
from crm_core.records.catalogue.deriving import derive
from crm_core.records.catalogue.types import Field
from crm_core.records.policy import policy_for
from crm_core.records.query.listing import ListParams, list_page
from crm_core.records.services import create_many
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import custom_field, euros
from tests.crm_core.records.plain_formulas import result

BIG = 10**15
ROWS: list[dict[str, Any]] = [
    {"name": "Ärger", "employees": 0, "annual_revenue": euros(0),
     "custom": {"ratio": "0.000001", "day": "2024-02-29", "flag": True, "note": "a% _\\'"}},
    {"name": "Zed", "employees": -7, "annual_revenue": euros(-12345),
     "custom": {"ratio": "-99999999999999.999999", "day": "0001-01-01", "flag": False}},
    {"name": "B", "employees": 2**31 - 1, "annual_revenue": {"amount": BIG, "currency": "USD"},
     "custom": {"ratio": "2.12345678901234567891", "day": "9999-12-31", "note": " x "}},
    {"name": "Blank"},
]  # fmt: skip

Strategy = st.SearchStrategy[str]
number: Strategy = st.deferred(lambda: NUMBER)
money: Strategy = st.deferred(lambda: MONEY)
text: Strategy = st.deferred(lambda: TEXT)
day: Strategy = st.deferred(lambda: DAY)
truth: Strategy = st.deferred(lambda: TRUTH)


def said(template: str, *parts: Strategy) -> Strategy:
    return st.tuples(*parts).map(lambda found: template.format(*found))


def plain_or(plain: list[str], *compound: Strategy) -> Strategy:
    """One in two is plain, so that formulas come to an end of themselves.

    Were all ways as likely, nine in ten would grow until they were given up.
    """
    return st.booleans().flatmap(
        lambda grows: st.one_of(*compound) if grows else st.sampled_from(plain)
    )


NUMBER: Strategy = plain_or(
    ["employees", "custom.ratio", "0", "1", "0.5", "999999999999999"],
    *(said(f"({{}} {sign} {{}})", number, number) for sign in "+-*/%"),
    said("(-{})", number), said("abs({})", number), said("round({}, 2)", number),
    said("min({}, {})", number, number), said("max({}, {})", number, number),
    said("coalesce({}, {})", number, number), said("if({}, {}, {})", truth, number, number),
    said("if({}, {})", truth, number), said("length({})", text), said("amount({})", money),
    said("({} / {})", money, money), said("({} - {})", day, day), said("year({})", day),
    said("weekday({})", day),
)  # fmt: skip
MONEY: Strategy = plain_or(
    ["annual_revenue", "money(1)"],
    said("({} + {})", money, money), said("({} - {})", money, money),
    said("({} * {})", money, number), said("({} * {})", number, money),
    said("({} / {})", money, number), said("abs(-{})", money), said("money({})", number),
    said("min({}, {})", money, money), said("coalesce({}, {})", money, money),
    said("if({}, {}, {})", truth, money, money),
)  # fmt: skip
TEXT: Strategy = plain_or(
    ["name", "custom.note", '""', '"é%"'],
    said("({} & {})", text, st.one_of(text, number, money, day, truth)),
    said("upper({})", text), said("trim({})", text), said("left({}, {})", text, number),
    said("coalesce({}, {})", text, text), said("if({}, {}, {})", truth, text, text),
    said("currency({})", money),
)  # fmt: skip
DAY: Strategy = plain_or(
    ["custom.day", 'date("2026-01-31")'],
    said("({} + {})", day, number), said("({} - {})", day, number),
    said("add_months({}, {})", day, number), said("max({}, {})", day, day),
    said("if({}, {}, {})", truth, day, day),
)  # fmt: skip
TRUTH: Strategy = plain_or(
    ["custom.flag", "true"],
    *(said(f"({{}} {sign} {{}})", kind, kind)
      for sign in ("<", "<=", ">", ">=", "=", "!=") for kind in (number, money, day)),
    said("({} = {})", text, text), said("({} and {})", truth, truth),
    said("({} or {})", truth, truth), said("(not {})", truth),
    *(said("is_blank({})", kind) for kind in (number, money, text, day, truth)),
    said("contains({}, {})", text, text),
)  # fmt: skip


@pytest.fixture
def company(ada: Actor) -> Actor:
    for name, type in (("ratio", "number"), ("day", "date"), ("flag", "boolean"), ("note", "text")):
        custom_field(ada, "accounts", name, type)
    assert not any(one.errors for one in create_many("accounts", ROWS, actor=ada))
    return ada


def values_of(row: dict[str, Any]) -> dict[str, Any]:
    """The row's fields as plain Python, as a formula reads them."""
    custom = row.get("custom", {})
    revenue = row.get("annual_revenue")
    employees = row.get("employees")
    return {
        "name": row["name"],
        "employees": None if employees is None else Decimal(employees),
        "annual_revenue": revenue and (Decimal(revenue["amount"]), revenue["currency"]),
        "custom.ratio": Decimal(custom["ratio"]) if "ratio" in custom else None,
        "custom.day": datetime.date.fromisoformat(custom["day"]) if "day" in custom else None,
        "custom.flag": custom.get("flag"),
        "custom.note": (custom.get("note") or "").strip() or None,
    }


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value["amount"], value["currency"]
    return (
        Decimal(str(value))
        if isinstance(value, (int, float)) and value is not True and value is not False
        else value
    )


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example("(custom.day > (custom.day + 999999999999999))")  # constants are worked out early
@example("(custom.day > add_months(custom.day, 999999999999999))")
@given(st.one_of(number, money, text, day, truth).filter(lambda told: len(told) < 600))
def test_sql_and_python_come_to_the_same(company: Actor, expression: str) -> None:
    known = catalogue.current()
    accounts = known.object("accounts")
    derived = derive(known, accounts, "formula", {"expression": expression})
    field = Field("custom.x", "", derived.type, custom=True, computed=derived.computed)
    tried = replace(accounts, fields={**accounts.fields, "custom.x": field})
    params = ListParams(fields=("name", "custom.x"), limit=50, sort=("custom.x",))
    page = list_page(known, policy_for(company), tried, params)
    shown = {one["name"]: plain(one["custom"]["x"]) for one in page.results}
    assert derived.computed.tree is not None
    for row in ROWS:
        expected = result(derived.computed.tree, values_of(row))
        assert shown[row["name"]] == expected, (row["name"], expression)
