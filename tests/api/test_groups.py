"""Lists in groups: counts, sums, each group's own filter, rights, and what can't be grouped."""

from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.identity.models import User
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.test_lists import fill


def euros(amount: int, currency: str = "EUR") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


@pytest.fixture
def accounts(acme: Tenant, acme_admin: User) -> list[str]:
    rows: list[dict[str, Any]] = [
        {"name": "A", "industry": "energy", "annual_revenue": euros(100), "employees": 5},
        {"name": "B", "industry": "energy", "annual_revenue": euros(250), "employees": 7},
        {"name": "C", "industry": "energy", "annual_revenue": euros(30, "USD")},
        {"name": "D", "industry": "software"},
        {"name": "E", "annual_revenue": euros(1)},
    ]
    return fill(acme, acme_admin, "accounts", rows)


def groups(caller: Caller, query: str, name: str = "accounts") -> dict[str, Any]:
    response = caller.get(f"/{name}/groups/?{query}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def test_a_picklist_gives_its_choices_in_their_order_with_counts_and_sums(
    admin: Caller, accounts: list[str]
) -> None:
    told = groups(admin, "group_by=industry")
    assert told["count"] == 5
    assert told["remainder"] is None
    shown = {one["value"]: one for one in told["groups"]}
    assert list(shown)[-1] is None, "Rows without a value come last."
    energy = shown["energy"]
    assert energy["count"] == 3
    assert energy["sums"] == [
        {
            "field": "annual_revenue",
            "sums": [{"currency": "EUR", "amount": 350}, {"currency": "USD", "amount": 30}],
        }
    ]
    assert shown["software"]["sums"] == [{"field": "annual_revenue", "sums": []}]
    assert told["sums"][0]["sums"][0] == {"currency": "EUR", "amount": 351}


def test_numbers_are_added_up_when_asked_for(admin: Caller, accounts: list[str]) -> None:
    told = groups(admin, "group_by=industry&sums=employees")
    energy = next(one for one in told["groups"] if one["value"] == "energy")
    assert energy["sums"] == [{"field": "employees", "sums": [{"value": 12}]}]
    assert groups(admin, "group_by=industry&sums=")["sums"] == []


@pytest.mark.parametrize(
    "by",
    ["industry", "owner", "created_at:day", "created_at:week", "created_at:month",
     "created_at:quarter", "created_at:year", "founded_year", "name", "parent", "owner.name"],
)  # fmt: skip
def test_each_groups_filter_finds_just_its_rows(
    admin: Caller, accounts: list[str], by: str
) -> None:
    told = groups(admin, f"group_by={by}")
    assert sum(one["count"] for one in told["groups"]) == told["count"] == 5
    for one in told["groups"]:
        filter = quote(orjson.dumps(one["filter"]).decode())
        assert admin.get(f"/accounts/?filter={filter}").json()["count"] == one["count"]


def test_e_mail_addresses_that_differ_in_capitals_are_one_group(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    mails = ["Pia@Example.com", "pia@example.com", "pit@example.com", ""]
    fill(acme, acme_admin, "contacts", [{"last_name": "P", "email": one} for one in mails])
    told = groups(admin, "group_by=email", "contacts")
    assert {one["value"]: one["count"] for one in told["groups"]} == {
        "pia@example.com": 2, "pit@example.com": 1, None: 1,
    }  # fmt: skip
    for one in told["groups"]:
        filter = quote(orjson.dumps(one["filter"]).decode())
        assert admin.get(f"/contacts/?filter={filter}").json()["count"] == one["count"]


def test_stages_stand_in_their_own_order_and_references_carry_names(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    stages = admin.get("/pipelines/").json()["results"][0]["stages"]
    rows = [{"name": f"Deal {n}", "stage": one["id"]} for n, one in enumerate(stages)]
    fill(acme, acme_admin, "opportunities", rows)
    told = groups(admin, "group_by=stage", "opportunities")
    assert [one["label"] for one in told["groups"]] == [one["name"] for one in stages]
    assert [one["value"] for one in told["groups"]] == [one["id"] for one in stages]


def test_more_groups_than_asked_for_are_told_as_a_remainder(
    admin: Caller, accounts: list[str]
) -> None:
    told = groups(admin, "group_by=name&limit=2&order=-value")
    assert [one["value"] for one in told["groups"]] == ["E", "D"]
    assert told["remainder"] == {"groups": 3, "count": 3}
    assert told["count"] == 5
    biggest = groups(admin, "group_by=industry&order=-count&limit=1")
    assert biggest["groups"][0]["value"] == "energy"


def test_filter_search_and_trash_narrow_the_groups(admin: Caller, accounts: list[str]) -> None:
    assert groups(admin, "group_by=industry&industry=energy")["count"] == 3
    admin.delete(f"/accounts/{accounts[0]}/")
    assert groups(admin, "group_by=industry")["count"] == 4
    assert groups(admin, "group_by=industry&trash=true")["count"] == 1


def test_values_that_are_no_longer_offered_stand_together(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    field = {
        "object": "accounts", "name": "tier", "label": "Tier", "type": "picklist",
        "choices": [{"value": "gold", "label": "Gold"}, {"value": "tin", "label": "Tin"}],
    }  # fmt: skip
    ident = admin.made("/fields/", field)["id"]
    for tier in ("gold", "tin"):
        admin.made("/accounts/", {"name": tier, "custom": {"tier": tier}})
    kept = {"choices": [{"value": "gold", "label": "Gold"}]}
    assert admin.patch(f"/fields/{ident}/", kept).status_code == 200
    told = groups(admin, "group_by=custom.tier")["groups"]
    assert [(one["value"], one["count"]) for one in told] == [("gold", 1), (None, 1)]
    filter = quote(orjson.dumps(told[1]["filter"]).decode())
    [found] = admin.get(f"/accounts/?filter={filter}").json()["results"]
    assert found["name"] == "tin"


@pytest.mark.parametrize(
    "query",
    ["group_by=nope", "group_by=description", "group_by=addresses", "group_by=industry:month",
     "group_by=created_at:century", "group_by=industry&sums=name", "group_by=industry&order=x",
     "group_by=industry&limit=501", "group_by=industry&sums=nope", "group_by=owner.email",
     "group_by=industry&" + "sums=" + ",".join(["employees"] * 1 + ["nope"])],
)  # fmt: skip
def test_it_says_what_can_not_be_grouped(admin: Caller, accounts: list[str], query: str) -> None:
    problem(admin.get(f"/accounts/groups/?{query}"), 400)


def test_a_hidden_field_is_unknown_to_groups_and_sums(acme: Tenant, accounts: list[str]) -> None:
    blind = callers.with_key(
        acme,
        callers.person(
            acme,
            "Bea",
            grants={"*": {"create": False, "read": "all", "update": "none", "delete": "none"}},
            fields={"accounts": {"annual_revenue": "hidden", "industry": "hidden"}},
        ),
    )
    hidden = problem(blind.get("/accounts/groups/?group_by=industry"), 400)
    unknown = problem(blind.get("/accounts/groups/?group_by=industri"), 400)
    assert hidden["detail"].replace("industry", "industri") == unknown["detail"]
    problem(blind.get("/accounts/groups/?group_by=owner&sums=annual_revenue"), 400)
    assert groups(blind, "group_by=owner")["sums"] == []


def test_only_rows_in_reach_are_counted(admin: Caller, member: Caller, accounts: list[str]) -> None:
    member.made("/accounts/", {"name": "Own", "industry": "energy"})
    told = groups(member, "group_by=industry")
    assert [(one["value"], one["count"]) for one in told["groups"]] == [("energy", 1)]


def test_it_takes_one_statement_however_many_groups(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    counts = []
    for size in (2, 200):
        rows = [{"name": f"{size} {n}", "annual_revenue": euros(n)} for n in range(size)]
        fill(acme, acme_admin, "accounts", rows)
        groups(admin, "group_by=name")
        with CaptureQueriesContext(connection) as captured:
            groups(admin, "group_by=name&limit=500")
        counts.append(len(captured))
    assert counts[0] == counts[1]
