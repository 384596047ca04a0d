"""Rates, and the totals over several currencies that follow from them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.company import rates
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.api.test_audit import parts
from tests.api.test_board import column
from tests.api.test_lists import fill

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        yield


def enter(caller: Caller, *told: tuple[str, str, str]) -> None:
    given = [{"currency": code, "day": day, "rate": rate} for code, day, rate in told]
    response = caller.post("/exchange-rates/", {"rates": given})
    assert response.status_code == 200, response.content


USD = [("USD", "2026-01-01", "0.80"), ("USD", "2026-06-01", "0.90"), ("USD", "2027-01-01", "2")]


def test_a_day_has_the_latest_rate_before_it(admin: Caller, acme: Tenant) -> None:
    enter(admin, *USD, ("JPY", "2026-01-01", "0.006"))
    with in_tenant(acme):
        assert rates.convert(1000, "USD", date(2026, 5, 31)) == 800
        assert rates.convert(1000, "USD", date(2026, 6, 1)) == 900
        assert rates.convert(1000, "USD") == 900
        assert rates.convert(1000, "USD", date(2020, 1, 1)) == 800, "Before all: the first."
        assert rates.convert(1000, "JPY") == 600, "Yen have no cents."
        assert rates.convert(1, "USD") == 1, "Halves are rounded up."
        assert rates.convert(1000, "EUR") == 1000
        assert rates.convert(1000, "CHF") is None


def test_they_are_listed_replaced_and_taken_away(admin: Caller, member: Caller) -> None:
    enter(admin, *USD)
    enter(admin, ("USD", "2026-06-01", "0.95"), ("CHF", "2026-06-01", "1.05"))
    found = member.get("/exchange-rates/").json()["results"]
    assert [(one["currency"], one["day"], one["rate"]) for one in found] == [
        ("USD", "2027-01-01", "2"),
        ("CHF", "2026-06-01", "1.05"),
        ("USD", "2026-06-01", "0.95"),
        ("USD", "2026-01-01", "0.8"),
    ]
    assert admin.get("/company/").json()["currencies"] == ["USD", "CHF"]
    assert admin.delete(f"/exchange-rates/{found[0]['id']}/").status_code == 204
    assert len(member.get("/exchange-rates/?currency=USD").json()["results"]) == 2
    trail = admin.get("/audit/?object=exchange-rates").json()["results"]
    actions = ["company.rates.deleted", "company.rates.set", "company.rates.set"]
    assert [one["action"] for one in trail] == actions
    assert parts(trail[0]) == [("2027-01-01 USD", "2", None)]
    assert parts(trail[1]) == [
        ("2026-06-01 CHF", None, "1.05"),
        ("2026-06-01 USD", "0.9", "0.95"),
    ]


def test_a_rate_that_is_brought_back_takes_no_newer_ones_place(admin: Caller) -> None:
    enter(admin, ("USD", "2026-01-01", "0.8"))
    back = {"rates": [{"currency": "USD", "day": "2026-01-01", "rate": "0.7"}], "replace": False}
    told = problem(admin.post("/exchange-rates/", back), 409)
    assert "USD has a rate of 0.8 from" in told["detail"]
    [held] = admin.get("/exchange-rates/").json()["results"]
    assert held["rate"] == "0.8"
    admin.delete(f"/exchange-rates/{held['id']}/")
    assert admin.post("/exchange-rates/", back).status_code == 200


def test_the_question_says_how_many_and_the_day_as_its_reader_writes_days(
    acme: Tenant, acme_admin: User
) -> None:
    admin = callers.signed_in(acme, acme_admin.email)
    enter(admin, *USD)
    given = [{"currency": code, "day": day, "rate": "0.95"} for code, day, _ in USD]
    admin.patch("/me/", {"locale": "de-AT"})
    told = problem(admin.post("/exchange-rates/", {"rates": given[1:2], "replace": False}), 409)
    assert "USD hat inzwischen einen Kurs von 0,9 ab 01.06.2026" in told["detail"]
    admin.patch("/me/", {"locale": "en-GB"})
    told = problem(admin.post("/exchange-rates/", {"rates": given, "replace": False}), 409)
    assert "3 days" in told["detail"]
    assert "USD 0.8 from 1 Jan 2026" in told["detail"]


def test_a_rate_that_is_there_as_it_is_entered_is_not_asked_about(admin: Caller) -> None:
    enter(admin, *USD)
    given = [{"currency": code, "day": day, "rate": rate} for code, day, rate in USD]
    fresh = {"currency": "USD", "day": "2026-11-01", "rate": "0.97"}
    answer = admin.post("/exchange-rates/", {"rates": [*given, fresh], "replace": False})
    assert answer.status_code == 200


def test_a_page_of_them_goes_on_where_the_former_ended(admin: Caller) -> None:
    told = [(code, f"2025-{m:02}-{d:02}", "1.5") for code in ("USD", "CHF")
            for m in range(1, 13) for d in range(1, 13)]  # fmt: skip
    enter(admin, *told)
    first = admin.get("/exchange-rates/").json()
    rest = admin.get(f"/exchange-rates/?cursor={first['next']}").json()
    seen = [(one["day"], one["currency"]) for one in first["results"] + rest["results"]]
    assert len(set(seen)) == len(seen) == len(told)
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("day,currency,rate\n2026-01-31,USD,0.92\n2026-02-28,usd,0.93\n", 2),
        ("\ufeffCurrency;Rate;Day\r\nCHF;1,04;2026-01-31\r\n", 1),
    ],
)
def test_a_file_of_rates_is_read(admin: Caller, text: str, count: int) -> None:
    assert admin.post("/exchange-rates/", {"csv": text}).json() == {"count": count}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rates": []},
        {"csv": "a,b\n1,2\n"},
        {"csv": "day,currency,rate\n31.01.2026,USD,0.92\n"},
        {"rates": [{"currency": "USD", "day": "2026-01-31", "rate": "0"}]},
        {"rates": [{"currency": "USD", "day": "2026-01-31", "rate": "NaN"}]},
        {"rates": [{"currency": "USD", "day": "2026-01-31", "rate": "1e99"}]},
        {"rates": [{"currency": "EUR", "day": "2026-01-31", "rate": "1"}]},
        {"rates": [{"currency": "QQQ", "day": "2026-01-31", "rate": "1"}]},
    ],
)
def test_it_says_which_rate_is_wrong_and_enters_none(admin: Caller, body: Any) -> None:
    assert problem(admin.post("/exchange-rates/", body), 422)["errors"]
    assert admin.get("/exchange-rates/").json()["results"] == []


@pytest.mark.parametrize(
    ("one", "place", "code"),
    [
        ({"currency": "XXX"}, "currency", "invalid"),
        ({"currency": "XTS"}, "currency", "invalid"),
        ({"day": "2126-01-31"}, "day", "too_far"),
        ({"day": "0206-01-31"}, "day", "too_far"),
        ({"rate": "0.00000000001"}, "rate", "too_small"),
        ({"rate": "0"}, "rate", "too_small"),
        ({"rate": "10000000001"}, "rate", "too_large"),
        ({"rate": "one"}, "rate", "invalid"),
    ],
)
def test_it_says_what_is_wrong_with_a_rate(
    admin: Caller, one: dict[str, str], place: str, code: str
) -> None:
    given = {"currency": "USD", "day": "2026-01-31", "rate": "1", **one}
    told = problem(admin.post("/exchange-rates/", {"rates": [given]}), 422)["errors"]
    assert [(each["field"], each["code"]) for each in told] == [(f"rates.0.{place}", code)]
    if code == "too_large":
        assert "10,000,000,000" in told[0]["message"]


def test_a_rate_that_is_agreed_for_next_year_is_taken(admin: Caller) -> None:
    enter(admin, ("USD", "2027-11-25", "0.9"), ("USD", "1970-01-01", "0.9"))


@pytest.fixture
def deals(admin: Caller, acme: Tenant, acme_admin: User) -> None:
    """Two open deals (1,000 EUR and 1,000 USD), one won in May for 1,000 USD, one in CHF."""
    stages = {one["name"]: one["id"] for one in admin.get("/stages/").json()["results"]}
    for name, currency, stage in (
        ("Open", "EUR", "Qualification"),
        ("Abroad", "USD", "Qualification"),
        ("Unrated", "CHF", "Qualification"),
        ("Won", "USD", "Won"),
    ):
        money = {"amount": 100_000, "currency": currency}
        made = admin.made(
            "/opportunities/", {"name": name, "amount": money, "stage": stages[stage]}
        )
        if name == "Won":
            change = {"closed_on": "2026-05-01"}
            assert admin.patch(f"/opportunities/{made['id']}/", change).status_code == 200


@pytest.mark.usefixtures("deals")
def test_the_board_tells_one_total_at_the_rates_of_the_days(admin: Caller) -> None:
    board = admin.get("/opportunities/board/").json()
    assert column(board, "Qualification")["total"] is None, "Nothing is known of dollars yet."
    enter(admin, *USD)
    board = admin.get("/opportunities/board/").json()
    first = column(board, "Qualification")
    assert first["total"] == {"currency": "EUR", "amount": 190_000, "unrated": ["CHF"]}
    assert first["weighted_total"]["amount"] == 19_000
    assert column(board, "Won")["total"]["amount"] == 80_000
    assert column(board, "Proposal")["total"] is None


@pytest.mark.usefixtures("deals")
def test_the_home_screen_weights_all_currencies_that_have_a_rate(admin: Caller) -> None:
    enter(admin, *USD)
    tiles = admin.get("/dashboard/").json()["tiles"]
    (value,) = [one for one in tiles if one["key"] == "pipeline_value"]
    assert value["total"] == {"currency": "EUR", "amount": 190_000, "unrated": ["CHF"]}
    assert value["weighted_total"] == {"currency": "EUR", "amount": 19_000, "unrated": ["CHF"]}


@pytest.mark.usefixtures("deals")
def test_groups_tell_one_total_each_and_together(admin: Caller) -> None:
    enter(admin, *USD, ("CHF", "2026-01-01", "1.1"))
    told = admin.get("/opportunities/groups/?group_by=status").json()
    assert told["sums"][0]["total"] == {"currency": "EUR", "amount": 380_000, "unrated": []}
    amounts = {one["value"]: one["sums"][0]["total"]["amount"] for one in told["groups"]}
    assert amounts == {"open": 300_000, "won": 80_000}
    owned = admin.get("/opportunities/groups/?group_by=name&name=Open").json()
    assert "total" not in owned["sums"][0], "All of it is in the company's currency."


@pytest.mark.usefixtures("deals")
def test_another_currency_of_the_company_needs_rates_of_its_own(admin: Caller) -> None:
    enter(admin, *USD)
    admin.patch("/company/", {"currency": "USD"})
    assert admin.get("/exchange-rates/").json()["results"] == []
    enter(admin, ("EUR", "2026-01-01", "1.25"))
    board = admin.get("/opportunities/board/").json()
    assert column(board, "Qualification")["total"]["amount"] == 225_000
    admin.patch("/company/", {"currency": "EUR"})
    assert len(admin.get("/exchange-rates/").json()["results"]) == 3


def test_many_rates_cost_no_further_statement(
    admin: Caller, acme: Tenant, acme_admin: User
) -> None:
    rows = [{"name": f"D{n}", "amount": {"amount": n, "currency": "USD"}} for n in range(20)]
    fill(acme, acme_admin, "opportunities", rows)

    def statements() -> int:
        admin.get("/opportunities/board/")
        with CaptureQueriesContext(connection) as seen:
            admin.get("/opportunities/board/")
        return len(seen)

    enter(admin, USD[0])
    few = statements()
    enter(admin, *[("USD", f"2025-{m:02}-{d:02}", str(Decimal(m) / d)) for m in range(1, 13)
                   for d in range(1, 28)])  # fmt: skip
    assert statements() == few
