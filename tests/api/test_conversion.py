"""Leads become accounts, contacts and opportunities."""

from typing import Any

import pytest

from crm_core.access.services import roles
from freehold.events.services import deliver_waiting
from freehold.identity.actor import SYSTEM
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


def test_a_status_that_a_conversion_gives_is_neither_set_nor_left_by_hand(
    acme: Tenant, lead: dict[str, Any]
) -> None:
    grants = {"*": {"create": True, "read": "all", "update": "all", "delete": "all"}}
    clara = callers.person(acme, "Clara", grants=grants)
    by_hand = callers.signed_in(acme, clara.email)

    def refusal(status: str) -> Any:
        return problem(by_hand.patch(f"/leads/{lead['id']}/", {"status": status}), 422)["errors"]

    assert refusal("converted")[0]["code"] == "convert_instead"
    done = converted(by_hand, lead)
    assert refusal("new")[0]["code"] == "unconvert_instead"
    assert by_hand.patch(f"/leads/{lead['id']}/", {"rating": "hot"}).status_code == 200
    assert by_hand.post(f"/undo/{done['undo']}/").status_code == 200
    assert by_hand.patch(f"/leads/{lead['id']}/", {"status": "new"}).status_code == 200


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


def heard(tenant: Tenant) -> None:
    with in_tenant(tenant):
        deliver_waiting()


def undone(caller: Caller, done: dict[str, Any]) -> Any:
    return caller.post(f"/undo/{done['undo']}/")


def test_one_step_takes_back_what_was_made_and_nothing_else(
    acme: Tenant, admin: Caller, lead: dict[str, Any]
) -> None:
    account = admin.made("/accounts/", {"name": "Vogt Pumps"})
    call = admin.made("/activities/", {"kind": "call", "subject": "First", "lead": lead["id"]})
    done = converted(admin, lead)
    heard(acme)
    assert admin.get(f"/activities/{call['id']}/").json()["account"]["id"] == account["id"]
    assert undone(admin, done).json()["ids"] == [lead["id"]]
    heard(acme)
    back = admin.get(f"/leads/{lead['id']}/").json()
    assert (back["status"], back["converted_at"]) == ("new", None)
    assert back["converted_account"] is None
    assert admin.get(f"/accounts/{account['id']}/").status_code == 200
    for place in (f"contacts/{done['contact']}", f"opportunities/{done['opportunity']}"):
        problem(admin.get(f"/{place}/"), 404)
    roles = admin.get(f"/contact-roles/?opportunity={done['opportunity']}").json()["results"]
    about = admin.get(f"/activities/{call['id']}/").json()
    assert (roles, about["account"], about["contact"]) == ([], None, None)
    assert about["lead"]["id"] == lead["id"]
    assert converted(admin, lead)["created"] == ["contact", "opportunity"]


def test_what_is_newer_stands_in_the_way_and_is_named(
    acme: Tenant, admin: Caller, lead: dict[str, Any]
) -> None:
    done = converted(admin, lead)
    heard(acme)
    admin.made("/activities/", {"kind": "note", "subject": "Hot", "account": done["account"]})
    site = {"subject": "It leaks", "account": done["account"]}
    admin.made("/cases/", site)
    admin.patch(f"/opportunities/{done['opportunity']}/", {"name": "Big deal"})
    assert admin.patch(f"/leads/{lead['id']}/", {"status": "qualified"}).status_code == 200
    refused = problem(undone(admin, done), 409)
    found = {(one["object"], one["name"], one["reason"]) for one in refused["conflicts"]}
    assert found == {
        ("leads", "Hanna Vogt", "changed"),
        ("opportunities", "Big deal", "changed"),
        ("activities", "Hot", "added"),
        ("cases", "It leaks", "added"),
    }
    assert "Big deal" in refused["detail"]
    detail = admin.get(f"/history/{done['undo']}/").json()
    assert (detail["action"], detail["conflict_count"]) == ("convert", 4)
    assert admin.get(f"/contacts/{done['contact']}/").status_code == 200


def test_it_names_nothing_that_the_reader_may_not_see(acme: Tenant, admin: Caller) -> None:
    grants = {**callers.MEMBER, "activities": {"read": "own", "create": True}}
    max_ = callers.with_key(acme, callers.person(acme, "Max", grants=grants))
    done = converted(max_, max_.made("/leads/", LEAD))
    note = {"kind": "note", "subject": "Secret", "account": done["account"], "is_private": True}
    admin.made("/activities/", note)
    refused = problem(undone(max_, done), 409)
    assert [(one["object"], one["name"]) for one in refused["conflicts"]] == [("activities", None)]
    assert "Secret" not in str(refused)


def test_nobody_else_takes_it_back_and_nobody_without_the_right(
    acme: Tenant, admin: Caller, lead: dict[str, Any]
) -> None:
    done = converted(admin, lead)
    oto = callers.person(acme, "Oto", grants=callers.MEMBER)
    other = callers.with_key(acme, oto)
    problem(undone(other, done), 404)
    own = converted(other, other.made("/leads/", LEAD))
    with in_tenant(acme):
        roles.assign_roles(actor=SYSTEM, user_id=oto.id, role_ids=[])
    problem(undone(other, own), 403)
