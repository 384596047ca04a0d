"""The home screen's numbers: right, bounded by rights, and each with exactly its list behind it."""

import datetime
import statistics
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.identity.models import User
from tenants.context import in_public
from tenants.hosts import memory
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

#: The 18th of a month, noon in Berlin.
NOW = datetime.datetime(2026, 3, 18, 11, 0, tzinfo=datetime.UTC)
LATER = NOW.isoformat()
PERIODS = (
    *("this_month", "this_quarter", "this_fiscal_quarter", "this_year", "this_fiscal_year"),
    "last_30_days",
)
EUR, USD = "EUR", "USD"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stages(admin: Caller) -> dict[str, str]:
    return {one["name"]: one["id"] for one in admin.get("/stages/").json()["results"]}


def dashboard(caller: Caller, **asked: str) -> dict[str, Any]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = caller.get(f"/dashboard/?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def tile(caller: Caller, key: str, **asked: str) -> dict[str, Any]:
    """The tile, shown if it wasn't; alone."""
    caller("PUT", "/dashboard/layout/", {"shown": [key]})
    (found,) = (one for one in dashboard(caller, **asked)["tiles"] if one["key"] == key)
    caller("PUT", "/dashboard/layout/", {"shown": None})
    shown: dict[str, Any] = found
    return shown


def behind(caller: Caller, tile: dict[str, Any], filter: Any) -> int:
    told = quote(orjson.dumps(filter).decode())
    count: int = caller.get(f"/{tile['object']}/?filter={told}&limit=1").json()["count"]
    return count


def deal(
    caller: Caller, stages: dict[str, str], stage: str, amount: int = 100, currency: str = EUR,
    **more: Any,
) -> dict[str, Any]:  # fmt: skip
    body = {
        "name": "Deal",
        "amount": {"amount": amount, "currency": currency},
        "stage": stages[stage],
        **more,
    }
    return caller.made("/opportunities/", body)


def sold(caller: Caller, stages: dict[str, str], closed_on: str, **more: Any) -> dict[str, Any]:
    return deal(caller, stages, "Won", closed_on=closed_on, **more)


def entered(days_ago: int) -> Any:
    return time_machine.travel(NOW - datetime.timedelta(days=days_ago), tick=False)


def test_won_counts_the_period_and_the_same_days_of_the_one_before(
    admin: Caller, stages: dict[str, str]
) -> None:
    sold(admin, stages, "2026-03-01", amount=700)
    sold(admin, stages, "2026-03-31", amount=50)
    sold(admin, stages, "2026-02-18", amount=400)
    sold(admin, stages, "2026-02-19", amount=9_000)
    sold(admin, stages, "2026-01-02", amount=30)
    deal(admin, stages, "Lost", closed_on="2026-03-05")
    won = tile(admin, "won", period="this_month")
    assert (won["count"], won["sums"][0]["amount"]) == (2, 750)
    assert (won["previous"]["count"], won["previous"]["sums"][0]["amount"]) == (1, 400)
    assert tile(admin, "won", period="this_year")["sums"][0]["amount"] == 700 + 50 + 9_430
    quarter = tile(admin, "won", period="this_quarter")
    assert (quarter["count"], quarter["previous"]["count"]) == (5, 0)
    days = tile(admin, "won", period="last_30_days")
    assert (days["count"], days["previous"]["count"]) == (3, 0)


def test_the_fiscal_year_and_quarter_begin_in_the_companys_month(
    admin: Caller, stages: dict[str, str]
) -> None:
    assert admin.patch("/company/", {"fiscal_month": 2}).status_code == 200
    for day, amount in (("2026-01-31", 9_000), ("2026-02-01", 700), ("2025-02-03", 40)):
        sold(admin, stages, day, amount=amount)
    year = dashboard(admin, period="this_fiscal_year")
    assert year["span"] == {"start": "2026-02-01", "end": "2027-02-01"}
    assert year["previous"] == {"start": "2025-02-01", "end": "2025-03-19"}
    quarter = dashboard(admin, period="this_fiscal_quarter")
    assert quarter["span"] == {"start": "2026-02-01", "end": "2026-05-01"}
    won = tile(admin, "won", period="this_fiscal_year")
    assert (won["count"], won["sums"][0]["amount"]) == (1, 700)
    assert won["previous"]["sums"][0]["amount"] == 40
    assert behind(admin, won, won["filter"]) == 1


def test_amounts_in_several_currencies_are_told_apart(
    admin: Caller, stages: dict[str, str]
) -> None:
    for currency, amount in ((EUR, 500), (USD, 7_000), (EUR, 30)):
        deal(admin, stages, "Qualification", amount, currency)
    admin.made("/opportunities/", {"name": "Without an amount"})
    value = tile(admin, "pipeline_value")
    assert value["count"] == 4
    assert [(one["currency"], one["amount"]) for one in value["sums"]] == [(USD, 7_000), (EUR, 530)]
    assert [one["weighted"] for one in value["sums"]] == [700, 53]
    assert value["weighted_total"] is None, "Without rates nothing is added up."


def test_win_rate_and_sales_cycle_agree_with_plain_reckoning(
    admin: Caller, stages: dict[str, str]
) -> None:
    took = []
    for days_ago, closed_on in ((40, "2026-03-02"), (20, "2026-03-17"), (100, "2026-03-18")):
        with entered(days_ago):
            sold(admin, stages, closed_on)
        created = (NOW - datetime.timedelta(days=days_ago)).date()
        took.append((datetime.date.fromisoformat(closed_on) - created).days)
    sold(admin, stages, "2026-03-03")  # entered after it was closed
    deal(admin, stages, "Lost", closed_on="2026-03-09")
    cycle = tile(admin, "sales_cycle")
    assert (cycle["count"], cycle["measured"]) == (4, 3)
    assert cycle["value"] == pytest.approx(statistics.mean(took), abs=0.01)
    rate = tile(admin, "win_rate")
    assert (rate["count"], rate["part"]["count"], rate["value"]) == (5, 4, 0.8)
    assert rate["previous"]["value"] is None


def test_stage_conversion_follows_the_history(admin: Caller, stages: dict[str, str]) -> None:
    """One deal went all the way, one was lost from the second stage, one was lost at once."""
    with entered(30):
        ids = [deal(admin, stages, "Qualification")["id"] for _ in range(3)]
    with entered(20):
        for ident in ids[:2]:
            admin.patch(f"/opportunities/{ident}/", {"stage": stages["Proposal"]})
    for ident, stage in zip(ids, ("Won", "Lost", "Lost"), strict=True):
        admin.patch(f"/opportunities/{ident}/", {"stage": stages[stage], "lost_reason": "Price"})
    funnel = tile(admin, "stage_conversion")
    told = {one["label"]: one for one in funnel["groups"]}
    assert funnel["count"] == 3
    counts = {label: one["count"] for label, one in told.items()}
    assert counts["Qualification"] == 3
    assert counts["Proposal"] == 2
    assert (counts["Negotiation"], counts["Won"]) == (1, 1)
    assert told["Discovery"]["step"] == pytest.approx(2 / 3, abs=0.0001)
    assert told["Won"]["share"] == pytest.approx(1 / 3, abs=0.0001)
    assert told["Qualification"]["days"] == pytest.approx((10 + 10 + 30) / 3, abs=0.01)
    assert told["Proposal"]["days"] == 20
    assert told["Negotiation"]["days"] is None


@pytest.fixture
def everything(admin: Caller, stages: dict[str, str], member: Caller) -> None:
    """Some of each in every state, by two people."""
    for caller in (admin, member):
        for days_ago in (0, 25, 50):
            with entered(days_ago):
                for stage in ("Qualification", "Won", "Lost"):
                    deal(caller, stages, stage, lost_reason="Price")
                caller.made("/leads/", {"last_name": "New"})
                case = caller.made("/cases/", {"subject": "Help", "priority": "urgent"})
                caller.made("/cases/", {"subject": "Question"})
                caller.made("/activities/", {"kind": "call", "subject": "Call"})
                caller.made("/activities/", {"kind": "task", "subject": "T", "due_at": LATER})
            caller.patch(f"/cases/{case['id']}/", {"status": "resolved"})


def test_the_list_behind_each_number_holds_just_that_many(
    everything: None, admin: Caller, member: Caller
) -> None:
    seen: dict[tuple[str, str], int] = {}
    for caller in (admin, member):
        found = dashboard(caller)
        keys = [one["key"] for one in [*found["tiles"], *found["hidden"]]]
        caller("PUT", "/dashboard/layout/", {"shown": keys})
        for period in PERIODS:
            found = dashboard(caller, period=period)
            assert [one["key"] for one in found["tiles"]] == keys
            for one in found["tiles"]:
                for number in numbers_of(one):
                    told = (one["object"] + caller.headers["Authorization"], str(number["filter"]))
                    if told not in seen:
                        seen[told] = behind(caller, one, number["filter"])
                    assert seen[told] == number["count"], (period, one["key"], number["filter"])
    assert len(seen) > 150


def numbers_of(tile: dict[str, Any]) -> list[dict[str, Any]]:
    before = tile.get("previous") or {}
    found = [tile, tile.get("part"), before, before.get("part"), *tile.get("groups", [])]
    return [one for one in found if one and one["count"] is not None]


@pytest.fixture
def tokyo(acme: Tenant) -> Iterator[None]:
    with in_public():
        Tenant.objects.filter(id=acme.id).update(time_zone="Asia/Tokyo")
    memory.clear()
    yield
    memory.clear()


def test_a_deal_belongs_to_the_month_of_the_companys_clock(
    tokyo: None, admin: Caller, stages: dict[str, str]
) -> None:
    """Half past eleven at night in Tokyo on the 31st is still March; an hour later it is April."""
    late = datetime.datetime(2026, 3, 31, 14, 30, tzinfo=datetime.UTC)
    with time_machine.travel(late, tick=False):
        march = deal(admin, stages, "Won", 100)
    with time_machine.travel(late + datetime.timedelta(hours=1), tick=False):
        april = deal(admin, stages, "Won", 7)
        assert (march["closed_on"], april["closed_on"]) == ("2026-03-31", "2026-04-01")
        won = tile(admin, "won")
        assert (won["count"], won["sums"][0]["amount"]) == (1, 7)
        months = {one["label"]: one["count"] for one in tile(admin, "won_by_month")["groups"]}
        assert (months["2026-03"], months["2026-04"]) == (1, 1)


def test_cases_and_leads_of_the_first_hour_of_the_companys_month_count(
    tokyo: None, admin: Caller
) -> None:
    """The 31st in London, the 1st in Tokyo."""
    with time_machine.travel(datetime.datetime(2026, 3, 31, 15, 30, tzinfo=datetime.UTC)):
        admin.made("/cases/", {"subject": "Help"})
        admin.made("/leads/", {"last_name": "Early"})
        assert tile(admin, "new_cases")["count"] == 1
        assert tile(admin, "lead_conversion")["count"] == 1


def test_a_hidden_amount_takes_its_numbers_away_and_leaves_the_counts(
    acme: Tenant, admin: Caller, stages: dict[str, str]
) -> None:
    deal(admin, stages, "Negotiation", 123_456)
    sold(admin, stages, "2026-03-02")
    grants = {"*": {"create": False, "read": "all", "update": "none", "delete": "none"}}
    blind = callers.with_key(
        acme,
        callers.person(acme, "Bea", grants=grants, fields={"opportunities": {"amount": "hidden"}}),
    )
    found = dashboard(blind)
    told = [one["key"] for one in [*found["tiles"], *found["hidden"]]]
    assert not {"won", "pipeline_value", "won_by_month"} & set(told)
    stage = next(one for one in found["tiles"] if one["key"] == "pipeline_by_stage")
    assert stage["count"] == 1
    assert all(one["sums"] == [] for one in stage["groups"])
    assert "123456" not in orjson.dumps(found).decode()


def test_nobody_counts_beyond_what_they_may_read(
    admin: Caller, member: Caller, stages: dict[str, str]
) -> None:
    deal(admin, stages, "Negotiation", 5_000)
    deal(member, stages, "Negotiation", 20)
    found = dashboard(member)
    assert (found["scope"], found["scopes"]) == ("mine", ["mine"])
    assert tile(member, "pipeline_value")["sums"][0]["amount"] == 20
    problem(member.get("/dashboard/?scope=all"), 400)
    assert tile(admin, "pipeline_value")["sums"][0]["amount"] == 5_020
    assert tile(admin, "pipeline_value", scope="mine")["sums"][0]["amount"] == 5_000


def test_a_team_counts_its_own(
    acme: Tenant, admin: Caller, acme_admin: User, stages: dict[str, str]
) -> None:
    team = {"*": {"create": True, "read": "team", "update": "own", "delete": "own"}}
    people = [callers.person(acme, name, grants=team) for name in ("Tom", "Tina")]
    admin.made("/teams/", {"name": "North", "members": [str(one.id) for one in people]})
    tom, tina = (callers.with_key(acme, one) for one in people)
    for caller, amount in ((tom, 1), (tina, 20), (admin, 300)):
        deal(caller, stages, "Negotiation", amount)
    assert dashboard(tom)["scopes"] == ["mine", "team"]
    assert tile(tom, "pipeline_value", scope="mine")["sums"][0]["amount"] == 1
    value = tile(tom, "pipeline_value", scope="team")
    assert (value["reach"], value["sums"][0]["amount"]) == ("team", 21)
    assert behind(tom, value, value["filter"]) == value["count"] == 2


def test_tiles_are_arranged_for_oneself_and_put_back(
    admin: Caller, member: Caller, reader: Caller
) -> None:
    usual = [one["key"] for one in dashboard(admin)["tiles"]]
    answer = admin("PUT", "/dashboard/layout/", {"shown": ["open_cases", "won"]})
    assert answer.status_code == 204
    found = dashboard(admin)
    assert [one["key"] for one in found["tiles"]] == ["open_cases", "won"]
    assert set(usual) - {"open_cases", "won"} <= {one["key"] for one in found["hidden"]}
    assert found["is_own"]
    assert [one["key"] for one in dashboard(member)["tiles"]] != ["open_cases", "won"]
    problem(admin("PUT", "/dashboard/layout/", {"shown": ["nonsense"]}), 422)
    problem(reader("PUT", "/dashboard/layout/", {"shown": []}), 403)
    admin("PUT", "/dashboard/layout/", {"shown": None})
    assert [one["key"] for one in dashboard(admin)["tiles"]] == usual


def test_whoever_works_on_cases_sees_cases(acme: Tenant) -> None:
    grants = {
        "*": {"create": False, "read": "none", "update": "none", "delete": "none"},
        "cases": {"create": True, "read": "all", "update": "all", "delete": "own"},
    }
    agent = callers.with_key(acme, callers.person(acme, "Petra", grants=grants))
    found = dashboard(agent)
    assert [one["key"] for one in found["tiles"]] == [
        *("new_cases", "resolution_time", "open_cases", "recent_cases"),
    ]
    assert found["pipeline"] is None


def test_who_may_see_nothing_gets_no_numbers(nobody: Caller) -> None:
    assert dashboard(nobody)["tiles"] == []


@pytest.mark.parametrize("query", ["period=yesterday", "scope=world", "pipeline=x"])
def test_it_says_what_it_does_not_understand(admin: Caller, query: str) -> None:
    problem(admin.get(f"/dashboard/?{query}"), 400)


def test_the_statements_do_not_grow_with_the_records(admin: Caller, stages: dict[str, str]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            dashboard(admin)
        return len(captured)

    deal(admin, stages, "Won")
    statements()
    few = statements()
    for number in range(30):
        deal(admin, stages, "Won" if number % 2 else "Negotiation")
        admin.made("/activities/", {"kind": "call", "subject": "Call"})
    assert statements() == few


def test_by_the_companys_rates_there_is_one_total(admin: Caller, stages: dict[str, str]) -> None:
    rate = {"currency": "USD", "day": "2026-01-01", "rate": "0.5"}
    answer = admin.post("/exchange-rates/", {"rates": [rate]})
    assert answer.status_code < 300, answer.content
    for currency, amount in ((EUR, 500), (USD, 7_000), ("CHF", 90)):
        deal(admin, stages, "Qualification", amount, currency)
    value = tile(admin, "pipeline_value")
    assert value["total"] == {"currency": EUR, "amount": 4_000, "unrated": ["CHF"]}
    assert len(value["sums"]) == 3
