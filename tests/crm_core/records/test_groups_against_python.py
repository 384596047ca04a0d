"""Groups of random records: counts and sums are those that plain Python finds."""

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.records.query.listing import ListParams
from crm_core.records.selectors import GroupParams, group_records, list_records
from freehold.identity.actor import Actor
from tests.crm_core.records.acting import custom_field, make_many

MONEY = st.none() | st.fixed_dictionaries(
    {"amount": st.integers(-(10**12), 10**12), "currency": st.sampled_from(["EUR", "USD", "JPY"])}
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Ada", "Bob", "ada", "Änne", "Zoë 3"]),
            "industry": st.none() | st.sampled_from(["energy", "software", "retail"]),
            "annual_revenue": MONEY,
            "employees": st.none() | st.integers(0, 10**6),
            "founded_year": st.none() | st.integers(1990, 1994),
            "custom": st.fixed_dictionaries(
                {
                    "tier": st.none() | st.sampled_from(["gold", "tin"]),
                    "vip": st.none() | st.booleans(),
                    "score": st.none() | st.decimals(-1000, 1000, places=2).map(float),
                    "budget": MONEY,
                    "since": st.none() | st.dates().map(str),
                }
            ),
        }
    ),
    max_size=25,
)
BY = ("industry", "name", "founded_year", "custom.tier", "custom.vip", "custom.since:year", "owner")
SUMS = ("annual_revenue", "employees", "custom.score", "custom.budget")


@pytest.fixture
def fields(ada: Actor) -> None:
    choices = [{"value": "gold", "label": "Gold"}, {"value": "tin", "label": "Tin"}]
    custom_field(ada, "accounts", "tier", "picklist", choices=choices)
    for name, kind in (("vip", "boolean"), ("score", "number"), ("budget", "money"),
                       ("since", "date")):  # fmt: skip
        custom_field(ada, "accounts", name, kind)


def value_of(record: dict[str, Any], path: str) -> Any:
    name, _, unit = path.partition(":")
    held = record["custom"].get(name[7:]) if name.startswith("custom.") else record[name]
    if isinstance(held, dict):
        return held.get("id", held)
    return f"{held[:4]}-01-01" if unit and held else held


def added_up(records: list[dict[str, Any]], path: str) -> dict[str | None, float]:
    found: dict[str | None, float] = defaultdict(int)
    for one in records:
        held = value_of(one, path)
        if isinstance(held, dict):
            found[held["currency"]] += held["amount"]
        elif held is not None:
            found[None] += held
    return {currency: round(total, 6) for currency, total in found.items()}


def told(sums: list[dict[str, Any]]) -> dict[str, dict[str | None, float]]:
    return {
        one["field"]: {
            part.get("currency"): round(part["amount"] if "amount" in part else part["value"], 6)
            for part in one["sums"]
        }
        for one in sums
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=ROWS, by=st.sampled_from(BY), marker=st.uuids())
def test_counts_and_sums_are_those_of_plain_python(
    ada: Actor, fields: None, rows: list[dict[str, Any]], by: str, marker: Any
) -> None:
    mark = {"field": "website", "op": "eq", "value": f"{marker}.example"}
    make_many("accounts", ada, [{**row, "website": f"{marker}.example"} for row in rows])
    params = ListParams(filter=mark, limit=200)
    records = list_records("accounts", actor=ada, params=params).results
    answer = group_records("accounts", actor=ada, params=GroupParams(by, params, sums=SUMS))
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in records:
        groups[value_of(one, by)].append(one)
    assert answer["count"] == len(records)
    assert {one["value"]: one["count"] for one in answer["groups"]} == {
        value if by != "owner" else str(value): len(held) for value, held in groups.items()
    }
    for group in answer["groups"]:
        value = group["value"]
        held = next(found for key, found in groups.items() if str(key) == str(value))
        assert told(group["sums"]) == {path: added_up(held, path) for path in SUMS}
    assert told(answer["sums"]) == {path: added_up(records, path) for path in SUMS}
