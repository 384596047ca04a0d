"""Lists: pages, order, fields, filters, the Trash, and how many statements they take."""

from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller, actor, problem


@pytest.fixture
def accounts(acme: Tenant, acme_admin: User) -> list[str]:
    return fill(acme, acme_admin, "accounts", [{"name": f"Company {n:03}"} for n in range(7)])


def fill(tenant: Tenant, user: User, name: str, rows: list[dict[str, Any]]) -> list[str]:
    from crm_core.records.services import create_many

    with in_tenant(tenant):
        outcomes = create_many(name, rows, actor=actor(user))
    assert not [one.errors for one in outcomes if one.errors]
    return [str(one.id) for one in outcomes]


def names(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [one["name"] for one in response.json()["results"]]


def test_pages_follow_each_other_without_gap_or_repetition(
    admin: Caller, accounts: list[str]
) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        page = admin.get(f"/accounts/?sort=name&limit=2&cursor={quote(cursor)}").json()
        assert page["count"] == 7
        seen += [one["id"] for one in page["results"]]
        cursor = page["next"] or ""
    assert seen == accounts
    assert page["next"] is None


def test_a_page_leads_back_to_the_one_before(admin: Caller, accounts: list[str]) -> None:
    first = admin.get("/accounts/?sort=name&limit=3").json()
    second = admin.get(f"/accounts/?sort=name&limit=3&cursor={quote(first['next'])}").json()
    back = admin.get(f"/accounts/?sort=name&limit=3&cursor={quote(second['previous'])}").json()
    assert back["results"] == first["results"]
    assert first["previous"] is None


def test_a_cursor_of_another_order_is_refused_or_harmless(
    admin: Caller, accounts: list[str]
) -> None:
    first = admin.get("/accounts/?sort=name&limit=3").json()
    problem(admin.get(f"/accounts/?sort=name,created_at&cursor={quote(first['next'])}"), 400)


def test_it_sorts_downwards(admin: Caller, accounts: list[str]) -> None:
    assert names(admin.get("/accounts/?sort=-name&limit=2")) == ["Company 006", "Company 005"]


def test_it_gives_only_the_fields_asked_for(admin: Caller, accounts: list[str]) -> None:
    page = admin.get("/accounts/?fields=id,name&limit=1").json()
    assert set(page["results"][0]) == {"id", "name"}


def test_the_filter_language_and_its_short_form_agree(admin: Caller, accounts: list[str]) -> None:
    condition = {
        "and": [
            {"field": "name", "op": "startswith", "value": "Company"},
            {"not": {"field": "name", "op": "eq", "value": "Company 001"}},
        ]
    }
    told = names(admin.get(f"/accounts/?sort=name&filter={quote(orjson.dumps(condition))}"))
    short = names(admin.get("/accounts/?sort=name&name__startswith=Company&name__ne=Company 001"))
    assert told == short
    assert len(told) == 6


def test_it_finds_by_words(admin: Caller, accounts: list[str]) -> None:
    assert names(admin.get("/accounts/?search=company 004")) == ["Company 004"]


def test_the_trash_is_a_list_of_its_own(admin: Caller, accounts: list[str]) -> None:
    admin.delete(f"/accounts/{accounts[0]}/")
    assert names(admin.get("/accounts/?trash=true")) == ["Company 000"]
    assert len(names(admin.get("/accounts/"))) == 6


def test_it_shows_what_the_caller_reaches(
    member: Caller, nobody: Caller, anonymous: Caller, stranger: Caller, accounts: list[str]
) -> None:
    assert names(member.get("/accounts/")) == []
    assert names(stranger.get("/accounts/")) == []
    problem(nobody.get("/accounts/"), 403)
    problem(anonymous.get("/accounts/"), 401)


def test_a_hidden_field_is_as_if_it_were_not_there(acme: Tenant, accounts: list[str]) -> None:
    from tests.api import callers

    grants = {"accounts": {"read": "all"}}
    user = callers.person(acme, "Hilda", grants=grants, fields={"accounts": {"phone": "hidden"}})
    hilda = callers.with_key(acme, user)
    assert "phone" not in hilda.get("/accounts/").json()["results"][0]
    for query in ("phone=1", "sort=phone", "fields=phone", "phone__startswith=0"):
        hidden = problem(hilda.get(f"/accounts/?{query}"), 400)
        absent = problem(hilda.get(f"/accounts/?{query.replace('phone', 'nope')}"), 400)
        assert hidden["detail"] == absent["detail"].replace("nope", "phone")


ROWS: dict[str, Any] = {
    "accounts": lambda n, _: {"name": f"A{n}"},
    "contacts": lambda n, ids: {"last_name": f"C{n}", "account": ids["accounts"][n % 2]},
    "leads": lambda n, _: {"last_name": f"L{n}"},
    "opportunities": lambda n, ids: {"name": f"O{n}", "account": ids["accounts"][n % 2]},
    "activities": lambda n, ids: {
        "kind": "task",
        "subject": f"T{n}",
        "account": ids["accounts"][n % 2],
    },
    "cases": lambda n, ids: {"subject": f"S{n}", "account": ids["accounts"][n % 2]},
    "products": lambda n, _: {"name": f"P{n}"},
    "line-items": lambda n, ids: {
        "opportunity": ids["opportunities"][n % 2],
        "product": ids["products"][n % 2],
    },
    "account-contacts": lambda n, ids: {
        "account": ids["accounts"][1 - n % 2],
        "contact": ids["contacts"][n],
    },
    "contact-roles": lambda n, ids: {
        "opportunity": ids["opportunities"][n % 2],
        "contact": ids["contacts"][n],
    },
}


@pytest.fixture
def two_of_each(acme: Tenant, acme_admin: User) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for name, row in ROWS.items():
        ids[name] = fill(acme, acme_admin, name, [row(n, ids) for n in range(2)])
    return ids


@pytest.mark.parametrize("name", ROWS)
def test_a_list_takes_as_many_statements_for_2_rows_as_for_200(
    name: str,
    acme: Tenant,
    acme_admin: User,
    admin: Caller,
    two_of_each: dict[str, list[str]],
) -> None:
    few = statements(admin, f"/{name}/?limit=200")
    more = dict(two_of_each)
    if name in ("account-contacts", "contact-roles"):
        rows = [ROWS["contacts"](n, more) for n in range(2, 200)]
        more["contacts"] = more["contacts"] + fill(acme, acme_admin, "contacts", rows)
    fill(acme, acme_admin, name, [ROWS[name](n, more) for n in range(2, 200)])
    many = statements(admin, f"/{name}/?limit=200")
    assert len(admin.get(f"/{name}/?limit=200").json()["results"]) == 200
    assert many == few == 1


def statements(caller: Caller, path: str) -> int:
    """How many statements ask tables for something, once the caller is known."""
    caller.get(path)
    with CaptureQueriesContext(connection) as told:
        assert caller.get(path).status_code == 200
    alone = [one for one in told.captured_queries if one["sql"].startswith("SET search_path")]
    return len(told) - sum(";" not in one["sql"] for one in alone)
