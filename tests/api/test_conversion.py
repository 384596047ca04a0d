"""Leads become accounts, contacts and opportunities."""

from typing import Any

import pytest

from freehold.events.services import deliver_waiting
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem

LEAD = {
    "first_name": "Hanna",
    "last_name": "Vogt",
    "company": "Vogt Pumps",
    "email": "hanna@vogt.example",
    "phone": "+49 30 1234567",
    "title": "Head of Purchasing",
    "source": "event",
    "industry": "manufacturing",
    "employees": 120,
    "annual_revenue": {"amount": 500_000_000, "currency": "EUR"},
}


@pytest.fixture
def lead(admin: Caller) -> dict[str, Any]:
    return admin.made("/leads/", LEAD)


def converted(caller: Caller, lead: dict[str, Any], body: Any = None) -> dict[str, Any]:
    answer = caller.post(f"/leads/{lead['id']}/convert/", body)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_it_makes_all_three_of_what_the_lead_says(admin: Caller, lead: dict[str, Any]) -> None:
    done = converted(admin, lead)
    assert done["created"] == ["account", "contact", "opportunity"]
    account = admin.get(f"/accounts/{done['account']}/").json()
    contact = admin.get(f"/contacts/{done['contact']}/").json()
    deal = admin.get(f"/opportunities/{done['opportunity']}/").json()
    assert account["name"] == deal["name"] == "Vogt Pumps"
    assert (account["employees"], account["industry"]) == (120, "manufacturing")
    assert account["annual_revenue"] == LEAD["annual_revenue"]
    assert contact["name"] == "Hanna Vogt"
    assert contact["account"]["id"] == deal["account"]["id"] == done["account"]
    assert (contact["email"], contact["lead_source"]) == ("hanna@vogt.example", "event")
    assert (done["lead"]["status"], done["lead"]["version"]) == ("converted", 2)
    assert done["lead"]["converted_opportunity"]["id"] == done["opportunity"]
    roles = admin.get(f"/contact-roles/?opportunity={done['opportunity']}").json()["results"]
    assert [(one["contact"]["id"], one["is_primary"]) for one in roles] == [(done["contact"], True)]


def test_what_is_there_already_is_found(admin: Caller, lead: dict[str, Any]) -> None:
    account = admin.made("/accounts/", {"name": "VOGT pumps"})
    contact = admin.made("/contacts/", {"last_name": "Vogt", "email": "Hanna@vogt.example"})
    done = converted(admin, lead)
    assert (done["account"], done["contact"]) == (account["id"], contact["id"])
    assert done["created"] == ["opportunity"]


def test_each_part_can_be_named_made_otherwise_or_left_out(
    admin: Caller, lead: dict[str, Any]
) -> None:
    account = admin.made("/accounts/", {"name": "Holding"})
    body = {"account": account["id"], "contact": {"title": "Owner"}, "opportunity": None}
    done = converted(admin, lead, body)
    assert (done["account"], done["opportunity"]) == (account["id"], None)
    contact = admin.get(f"/contacts/{done['contact']}/").json()
    assert (contact["title"], contact["last_name"]) == ("Owner", "Vogt")
    assert contact["account"]["id"] == account["id"]


def test_what_was_done_about_the_lead_is_told_of_what_it_became(
    acme: Tenant, admin: Caller, lead: dict[str, Any]
) -> None:
    call = {"kind": "call", "subject": "First call", "lead": lead["id"]}
    admin.made("/activities/", call)
    done = converted(admin, lead)
    with in_tenant(acme):
        deliver_waiting()
    for place in (f"contacts/{done['contact']}", f"opportunities/{done['opportunity']}"):
        told = admin.get(f"/{place}/timeline/?kinds=activity").json()["results"]
        assert [one["title"] for one in told] == ["First call"]


def test_a_refusal_names_the_part_and_nothing_is_made(admin: Caller, lead: dict[str, Any]) -> None:
    body = {"contact": {"email": "nonsense"}, "opportunity": {"stage": lead["id"]}}
    answer = admin.post(f"/leads/{lead['id']}/convert/", body)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["contact.email"]
    assert admin.get("/accounts/?name=Vogt Pumps").json()["count"] == 0
    assert admin.get(f"/leads/{lead['id']}/").json()["status"] == "new"


def test_an_unknown_record_and_a_second_time_are_refused(
    admin: Caller, lead: dict[str, Any]
) -> None:
    answer = admin.post(f"/leads/{lead['id']}/convert/", {"account": lead["id"]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "account"
    converted(admin, lead)
    problem(admin.post(f"/leads/{lead['id']}/convert/"), 409)


def test_nobody_makes_what_they_may_not(acme: Tenant, admin: Caller) -> None:
    own = {"read": "own", "update": "own", "create": True}
    grants = {"leads": own, "contacts": own, "accounts": {"read": "own"}}
    lea = callers.person(acme, "Lea", grants=grants)
    caller = callers.with_key(acme, lea)
    lead = caller.made("/leads/", LEAD)
    problem(caller.post(f"/leads/{lead['id']}/convert/"), 403)
    done = converted(caller, lead, {"account": None, "opportunity": None})
    assert done["created"] == ["contact"]


def test_a_field_that_is_hidden_is_not_carried_over(acme: Tenant, admin: Caller) -> None:
    fields = {"leads": {"phone": "hidden"}}
    max_ = callers.person(acme, "Max", grants=callers.MEMBER, fields=fields)
    lead = admin.made("/leads/", {**LEAD, "owner": str(max_.id)})
    done = converted(callers.with_key(acme, max_), lead, {"account": None, "opportunity": None})
    contact = admin.get(f"/contacts/{done['contact']}/").json()
    assert (contact["phone"], contact["email"]) == (None, LEAD["email"])
    assert contact["owner"]["id"] == str(max_.id)
